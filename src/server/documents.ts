import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** Nobody reads more; finding them takes time. */
const MAX_ERRORS = 20;

/**
 * Parses and validates documents of no more than so many tokens. That bounds all that is done with one before it is carried
 * out: the schema has no cycle, and validating the worst document of 4,000 tokens takes some 40 ms, whatever it is made of.
 * Unless `introspection` is on, nobody can read the schema, be it through introspection or through what messages suggest.
 */
export function documents({ maxTokens, introspection }: { maxTokens: number; introspection: boolean }): Plugin {
  const options = { maxErrors: MAX_ERRORS, hideSuggestions: !introspection };
  return {
    onParse({ setParseFn }) {
      setParseFn((source, parseOptions) => {
        try {
          return parse(source, { ...parseOptions, maxTokens });
        } catch (error) {
          // Out of stack: it holds values within values that go thousands of levels down.
          if (error instanceof RangeError) throw new GraphQLError('Syntax Error: The document is nested too deeply.');
          throw error;
        }
      });
    },
    onValidate({ addValidationRule, setValidationFn }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules: ValidationRule[]) => validate(schema, document, rules, options));
    },
  };
}

/** Tokens of all documents that are kept: the parsed form of a token takes some hundred bytes. */
const KEPT_TOKENS = 100_000;
const KEPT_ERROR_CHARACTERS = 100_000;

/** Yoga's own caches count documents, which may be large: a thousand of them could fill the memory. */
export const documentCaches = () => ({
  documentCache: new LRUCache<string, DocumentNode>({
    maxSize: KEPT_TOKENS,
    maxEntrySize: KEPT_TOKENS / 20,
    sizeCalculation: ({ tokenCount }, text) => Math.max(tokenCount ?? 0, Math.ceil(text.length / 100), 1),
  }),
  errorCache: new LRUCache<string, Error>({
    maxSize: KEPT_ERROR_CHARACTERS,
    sizeCalculation: (_error, text) => text.length + 1,
  }),
});
