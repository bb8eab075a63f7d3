import { QueryClient } from '@tanstack/react-query';
import { type DocumentNode, getOperationAST } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import * as documents from '../documents.ts';
import type { Gateway } from '../gateway.ts';

/** The hashes that code generation wrote into the documents, and into the manifest, by the names of their operations. */
const hashes = new Map(
  Object.values(documents).map((document: DocumentNode & { __meta__?: { hash: string } }) => [
    getOperationAST(document)?.name?.value,
    document.__meta__?.hash,
  ]),
);

export const createClient = ({ url, token, trusted }: Gateway) =>
  new GraphQLClient(url, {
    headers: () => ({ authorization: `Bearer ${token()}` }),
    // A field that failed is null, with an error beside the data. By default the error would cost all the rest of the answer.
    errorPolicy: 'all',
    requestMiddleware(request) {
      const { query, variables }: { query: string; variables: unknown } = JSON.parse(String(request.body));
      const documentId = hashes.get(request.operationName);
      return {
        ...request,
        ...(trusted && { body: JSON.stringify({ documentId, variables }) }),
        // A save goes on while its page closes.
        keepalive: query.startsWith('mutation'),
      };
    },
    responseMiddleware(response) {
      // With errorPolicy 'all' even the errors of a request that was refused as a whole would pass in silence.
      if (!(response instanceof Error) && !response.data) throw new Error(response.errors?.[0]?.message);
    },
  });

// By default queries are tried again and mutations are not. That is right: the gateway retries writes itself.
export const createQueryClient = () => new QueryClient();
