import {
  type ApolloCache,
  ApolloClient,
  ApolloLink,
  type FieldPolicy,
  HttpLink,
  InMemoryCache,
  type Reference,
  type StoreObject,
} from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import possible from '../../../schema/possible-types.json' with { type: 'json' };

type Item = StoreObject | Reference;
type Stored = Readonly<Record<string, Item>>;

/** All values of a contact that were ever read are kept in one place by their names: the list and the form show the same. */
const values: FieldPolicy<Stored, readonly Item[], readonly Item[] | undefined> = {
  keyArgs: false,
  merge: (existing = {}, incoming, { readField }) => ({
    ...existing,
    ...Object.fromEntries(incoming.map((item) => [readField<string>('name', item) ?? '', item])),
  }),
  read(existing = {}, { args }) {
    const names: readonly string[] = args?.names ?? [];
    const found = names.map((name) => existing[name]).filter((item) => item !== undefined);
    // Where one is missing, all are read.
    return found.length === names.length ? found : undefined;
  },
};

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Reference[];
}

/** The pages of one search are one list. */
const searchContacts: FieldPolicy<Page> = {
  keyArgs: ['text', 'where'],
  merge: (existing, incoming, { args }) =>
    args?.after && existing ? { ...incoming, nodes: [...existing.nodes, ...incoming.nodes] } : incoming,
};

export const createClient = (uri: string) =>
  new ApolloClient({
    // A browser sends six requests at a time where there is no HTTP/2. Mutations that belong together share a few, ten in each
    // (MAX_REQUEST_BATCH), so that they reach the gateway together and it can gather them.
    link: ApolloLink.split(
      (operation) => operation.getContext().together === true,
      new BatchHttpLink({ uri, batchMax: 10 }),
      new HttpLink({ uri }),
    ),
    cache: new InMemoryCache({
      possibleTypes: possible.possibleTypes,
      typePolicies: {
        Contact: { fields: { values } },
        ContactPropertyDefinition: { keyFields: ['name'] },
        Query: { fields: { searchContacts } },
      },
    }),
    // A value that cannot be read is null, with an error beside the data. By default it would cost all the rest of the answer,
    // and a contact that was saved would look like one that was not.
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
    devtools: { enabled: false },
  });

/** The type of the options above. */
declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy?: 'all';
      }
      interface Query {
        errorPolicy?: 'all';
      }
      interface Mutate {
        errorPolicy?: 'all';
      }
    }
  }
}

/** Takes an archived contact out of all lists. */
export function forgetContact(cache: ApolloCache, id: string): void {
  cache.modify<{ searchContacts: Page }>({
    fields: {
      searchContacts(page, { readField }) {
        if (!('nodes' in page)) return page;
        const nodes = page.nodes.filter((node) => readField('id', node) !== id);
        return { ...page, nodes, totalCount: page.totalCount - (page.nodes.length - nodes.length) };
      },
    },
  });
}
