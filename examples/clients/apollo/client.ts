import { ApolloClient, ApolloLink, type DocumentNode, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { RetryLink } from '@apollo/client/link/retry';
import schema from '../../../schema/possible-types.json' with { type: 'json' };
import type { Gateway } from '../gateway.ts';

export function createClient({ url, token, trusted }: Gateway) {
  const cache = new InMemoryCache({
    possibleTypes: schema.possibleTypes,
    typePolicies: {
      // The properties belong to their contact: what a save answers is merged into those that were read before.
      ContactProperties: { keyFields: false, merge: true },
      ContactPropertyDefinition: { keyFields: ['name'] },
    },
  });

  const links = [
    // For queries only: the gateway retries writes itself, where that is safe.
    new RetryLink({ attempts: { max: 3, retryIf: (_error, { operationType }) => operationType === 'query' } }),
    new SetContextLink((_context, { operationType }) => ({
      headers: { authorization: `Bearer ${token()}` },
      // A save goes on while its page closes.
      fetchOptions: { keepalive: operationType === 'mutation' },
    })),
    new HttpLink({ uri: url }),
  ];
  if (trusted) links.unshift(new PersistedQueryLink({ generateHash }));

  return new ApolloClient({
    cache,
    link: ApolloLink.from(links),
    // A field that failed is null, with an error beside the data. By default the error would cost all the rest of the answer.
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  });
}

/** The hash that code generation wrote into the document, and into the manifest. */
const generateHash = (document: DocumentNode & { __meta__?: { hash: string } }) => document.__meta__?.hash ?? '';

/** The type of the options above; `?` leaves other clients in the same program as they are. */
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
