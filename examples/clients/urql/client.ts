import { cacheExchange } from '@urql/exchange-graphcache';
import { persistedExchange } from '@urql/exchange-persisted';
import { Client, fetchExchange, type TypedDocumentNode } from 'urql';
import schema from '../../../schema/possible-types.json' with { type: 'json' };
import type { Gateway } from '../gateway.ts';
import type { UpdateContactInput } from '../graphql-documents/graphql.ts';

const { possibleTypes } = schema;

/** Types without an id: their objects belong to the object that they were found in. */
const PARTS = ['ContactProperties', 'ContactPropertyRule', 'PropertyProblem', 'UpdateContactsPayload'];

const cache = () =>
  cacheExchange({
    possibleTypes,
    keys: {
      ContactPropertyDefinition: ({ name }) => String(name),
      ...Object.fromEntries([...PARTS, ...possibleTypes.UpdateContactResult].map((type) => [type, () => null])),
    },
    optimistic: {
      // Shown at once, and taken back as soon as the answer is there: a success puts its values in place, an error none.
      updateContacts: ({ inputs }) => ({
        __typename: 'UpdateContactsPayload',
        results: (inputs as UpdateContactInput[]).map(({ id, properties }) => ({
          __typename: 'UpdateContactSuccess',
          contact: {
            __typename: 'Contact',
            id: String(id),
            properties: { __typename: 'ContactProperties', ...properties },
          },
        })),
      }),
    },
  });

const trustedDocuments = persistedExchange({
  enableForMutation: true,
  preferGetForPersistedQueries: false,
  // The hash that code generation wrote into the document, and into the manifest.
  generateHash: async (_text, document: TypedDocumentNode & { __meta__?: { hash: string } }) =>
    document.__meta__?.hash ?? '',
});

export const createClient = ({ url, token, trusted }: Gateway) =>
  new Client({
    url,
    // Names and emails in variables are for no URL, and so for no log on the way.
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token()}` } }),
    // No retry exchange for mutations: the gateway retries writes itself, where that is safe.
    exchanges: [cache(), ...(trusted ? [trustedDocuments] : []), fetchExchange],
  });

/** The context of a mutation that goes on while its page closes. */
export const keepalive = {
  fetch: ((input, init) => fetch(input, { ...init, keepalive: true })) satisfies typeof fetch,
};
