import { SEARCH_LIMITS, type SearchPage } from '../hubspot/search-contacts.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import type { ContactRef } from './contact.ts';
import { cursorOf } from './search-cursor.ts';

interface Edge {
  readonly cursor: string;
  readonly node: ContactRecord;
}

/** A page of results, as GraphQL gives it. */
export interface Connection {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

/** Adds `ContactConnection` to the schema, with its types. */
export function addContactConnection(builder: Builder, Contact: ContactRef) {
  const ContactEdge = builder.objectRef<Edge>('ContactEdge').implement({
    description: 'A contact that a search has found, at its place.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Give it as `after` to go on behind this contact.' }),
      node: t.expose('node', { type: Contact, description: 'The contact.' }),
    }),
  });
  const PageInfo = builder.objectRef<Connection['pageInfo']>('PageInfo').implement({
    description: 'Whether and how a search goes on.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', {
        description:
          'Whether there is a further page. HubSpot gives only the first 10,000 results of a search: after those it is false, even if `totalCount` is larger.',
      }),
      endCursor: t.exposeString('endCursor', {
        nullable: true,
        description: 'Give it as `after` to get the next page; null when this page is empty.',
      }),
    }),
  });
  return builder.objectRef<Connection>('ContactConnection').implement({
    description: 'A page of the contacts that a search has found.',
    fields: (t) => ({
      edges: t.expose('edges', { type: [ContactEdge], description: 'The contacts of the page, each with a cursor.' }),
      nodes: t.field({
        type: [Contact],
        description: 'The contacts of the page.',
        resolve: ({ edges }) => edges.map(({ node }) => node),
      }),
      pageInfo: t.expose('pageInfo', { type: PageInfo, description: 'Whether and how the search goes on.' }),
      totalCount: t.exposeInt('totalCount', {
        description: 'How many contacts the search finds in all, those beyond the first 10,000 included.',
      }),
    }),
  });
}

/** `place`: where the page begins. `search`: what its cursors belong to. */
export function connectionOf({ total, contacts, next }: SearchPage, place: number, search: string): Connection {
  const edges = contacts.map((node, index) => ({ cursor: cursorOf(place + index + 1, search), node }));
  const hasNextPage = next !== null && next < SEARCH_LIMITS.results;
  const endCursor = hasNextPage ? cursorOf(next, search) : (edges.at(-1)?.cursor ?? null);
  return { edges, pageInfo: { hasNextPage, endCursor }, totalCount: total };
}
