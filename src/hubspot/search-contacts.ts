import type { FromRequest } from '../observer.ts';
import type { SendBatch } from '../outcome.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { type ContactRecord, type SearchRequest, searchAnswerSchema } from './wire.ts';

/** What HubSpot takes and gives (documented). */
export const SEARCH_LIMITS = {
  /** Groups of conditions, conditions in one of them, and in all. */
  groups: 5,
  conditionsOfGroup: 6,
  conditions: 18,
  /** Of the text, and of the rest of the body. */
  characters: 3_000,
  page: 200,
  /** Results that can be reached, however many there are. */
  results: 10_000,
} as const;

/** Contacts of a page, where nobody says how many. */
export const DEFAULT_PAGE = 25;

/** Documented: 5 calls a second per account, which do not count among its other calls. */
export const SEARCH_QUOTA = { name: 'search', limit: 5, intervalMs: 1_000 } as const;

export interface SearchPage {
  /** Of all that the search finds, not only of those that can be reached. */
  readonly total: number;
  readonly contacts: readonly ContactRecord[];
  /** Where the next page begins; null after the last one. */
  readonly next: number | null;
}

export interface Search extends FromRequest {
  readonly search: SearchRequest;
}

/** `POST …/contacts/search`, for one search: a call carries no more. */
export function searchContacts(call: RestCall): SendBatch<Search, SearchPage> {
  return async ([asked]) => {
    if (asked === undefined) return [];
    const request = {
      method: 'post',
      resource: 'contacts',
      path: 'search',
      json: asked.search,
      carries: [asked],
    } as const;
    const answer = readAnswer(await call(request), searchAnswerSchema);
    if (!answer.ok) throw classifyError(answer.error, null);
    const { total, results, paging } = answer.value;
    return [{ ok: true, value: { total, contacts: results, next: paging?.next?.after ?? null } }];
  };
}
