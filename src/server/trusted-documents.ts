import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { httpError } from './request-body.ts';

/** Runs the documents of the manifest and no others; callers ask for one by its hash. */
export function trustedDocuments(manifest: ReadonlyMap<string, string>): Plugin {
  const documents = new Map([...manifest].map(([hash, text]) => [withoutPrefix(hash), text]));
  return {
    onParams({ params, setParams }) {
      const { documentId, ...rest } = params as GraphQLParams & { documentId?: unknown };
      const hash = documentId ?? params.extensions?.persistedQuery?.sha256Hash;
      const query = documents.get(withoutPrefix(hash));
      if (query === undefined || (params.query ?? query) !== query) throw notTrusted();
      setParams({ ...rest, query });
    },
  };
}

/** Codegen, and the GraphQL over HTTP specification, write "sha256:…"; Apollo's clients send it without. */
const withoutPrefix = (hash: unknown): string => String(hash).replace(/^sha256:/, '');

const notTrusted = () =>
  httpError(
    400,
    'DOCUMENT_NOT_TRUSTED',
    'This gateway runs only the documents it was given. Send the hash of one of them, and no document, as "documentId" or in "extensions.persistedQuery.sha256Hash".',
  );
