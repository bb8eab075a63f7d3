import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type ParseOptions,
  parse,
  type Source,
  validate,
} from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Config } from '../config.ts';
import { MAX_ERRORS } from '../graphql/variable-errors.ts';
import { httpError } from './request-body.ts';

/** Tokens of all documents that are kept: the parsed form of a token takes some hundred bytes. */
const KEPT_TOKENS = 100_000;

/**
 * Parses and validates documents up to a number of tokens. That bounds all work on a document before it is carried out: the
 * schema has no cycle, and validating the worst document of 4,000 tokens takes some 40 ms, whatever it consists of. With
 * `introspection: false` nobody can read the schema, neither by introspection nor from the suggestions in messages.
 */
export function documents({ maxTokens, introspection }: Pick<Config, 'maxTokens' | 'introspection'>): Plugin {
  const options = { maxErrors: MAX_ERRORS, hideSuggestions: !introspection };

  function parseWithin(source: string | Source, parseOptions?: ParseOptions): DocumentNode {
    try {
      return parse(source, { ...parseOptions, maxTokens });
    } catch (error) {
      // The parser ran out of stack: values are nested thousands of levels deep.
      if (error instanceof RangeError) throw new GraphQLError('Syntax Error: The document is nested too deeply.');
      throw error;
    }
  }

  return {
    onParse: ({ setParseFn }) => setParseFn(parseWithin),
    onValidate({ addValidationRule, setValidationFn }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((...[schema, document, rules]: Parameters<typeof validate>) =>
        validate(schema, document, rules, options),
      );
    },
  };
}

/**
 * Where Yoga keeps parsed documents. Its own cache counts documents and errors, which may be large, so a thousand of them could
 * fill the memory.
 */
export const documentCaches = () => ({
  documentCache: new LRUCache<string, DocumentNode>({
    maxSize: KEPT_TOKENS,
    maxEntrySize: KEPT_TOKENS / 20,
    sizeCalculation: ({ tokenCount }, text) => Math.max(tokenCount ?? 0, Math.ceil(text.length / 100), 1),
  }),
  errorCache: { get: () => undefined, set() {} },
});

/**
 * Runs the documents of the manifest and no others; callers ask for one by its hash. Not with
 * @graphql-yoga/plugin-persisted-operations, which takes one of the two ways to send a hash, and refuses codegen's form of it.
 */
export function trustedDocuments(manifest: ReadonlyMap<string, string>): Plugin {
  const texts = new Map([...manifest].map(([hash, text]) => [withoutPrefix(hash), text]));
  return {
    onParams({ params, setParams }) {
      const { documentId, ...rest } = given(params);
      const hash = hashOf({ documentId, ...rest });
      const query = typeof hash === 'string' ? texts.get(withoutPrefix(hash)) : undefined;
      if (query === undefined || (rest.query ?? query) !== query) throw notTrusted();
      setParams({ ...rest, query });
    },
  };
}

/**
 * Where no documents are given to the gateway, a hash alone names none. Apollo's and urql's clients go by these words, and
 * by this code, send the document itself, and no further hashes. The status is that of an answer: browsers would show any
 * other one as a failure.
 */
export const withoutTrustedDocuments: Plugin = {
  onParams({ params }) {
    if (!given(params).query && hashOf(given(params)) !== undefined) {
      throw httpError(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    }
  },
};

type Params = GraphQLParams & { readonly documentId?: unknown };

/** Of several operations one may be null. */
const given = (params: GraphQLParams | null): Params => params ?? {};

/** Of a document, in one of the two ways to send it. */
const hashOf = ({ documentId, extensions }: Params): unknown =>
  documentId ?? extensions?.persistedQuery?.sha256Hash ?? undefined;

/** Codegen and the GraphQL over HTTP specification write "sha256:…"; Apollo's clients leave the prefix out. */
const withoutPrefix = (hash: string): string => hash.replace(/^sha256:/, '');

const notTrusted = () =>
  httpError(
    400,
    'DOCUMENT_NOT_TRUSTED',
    'This gateway runs only the documents it was given. Send the hash of one of them, and no document, as "documentId" or in "extensions.persistedQuery.sha256Hash".',
  );
