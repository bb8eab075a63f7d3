import type { GraphQLParams } from 'graphql-yoga';
import { httpError } from './request-body.ts';

export type ResolveParams = (params: GraphQLParams) => GraphQLParams;

/** Makes what replaces the parameters of callers by those of the document of the manifest that they ask for by its hash. */
export function onlyTrusted(manifest: ReadonlyMap<string, string>): ResolveParams {
  const documents = new Map([...manifest].map(([hash, text]) => [withoutPrefix(hash), text]));
  return (params) => {
    const { documentId, ...rest } = params as GraphQLParams & { documentId?: unknown };
    const hash = documentId ?? params.extensions?.persistedQuery?.sha256Hash;
    const query = documents.get(withoutPrefix(hash));
    if (query === undefined || (params.query ?? query) !== query) throw notTrusted();
    return { ...rest, query };
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
