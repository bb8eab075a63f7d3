import { createHash } from 'node:crypto';
import { SEARCH_LIMITS } from '../hubspot/search-contacts.ts';
import { refuseBadInput } from './query-errors.ts';

/** What a cursor belongs to, in a few characters. */
export const fingerprint = (search: unknown): string =>
  createHash('sha256').update(JSON.stringify(search)).digest('base64url').slice(0, 12);

/** A place among the results of a search: so many come before it. */
export const cursorOf = (place: number, search: string): string =>
  Buffer.from(JSON.stringify([place, search])).toString('base64url');

/** The place that a cursor of this search stands for. Throws a GraphQL error for what is none. */
export function placeOf(cursor: string, search: string): number {
  const [place, of] = parse(cursor);
  if (!Number.isSafeInteger(place) || (place as number) < 0 || typeof of !== 'string') {
    return refuseBadInput(
      '"after" is not a cursor of this gateway. Give a "cursor" or an "endCursor" as it was answered.',
    );
  }
  refuseBadInput(
    of !== search &&
      '"after" is a cursor of another search. Keep "text", "where" and "orderBy" as they were, or leave "after" out to begin anew.',
  );
  const { results } = SEARCH_LIMITS;
  refuseBadInput(
    (place as number) >= results &&
      `HubSpot gives only the first ${results} results of a search, and they end here. Narrow the search with "where".`,
  );
  return place as number;
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
