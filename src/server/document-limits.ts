import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type ParseOptions,
  parse,
  type SelectionSetNode,
  type Source,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { DocumentLimits } from './environment.ts';

/** What a selection holds, with its fragments in place. */
interface Extent {
  /** Fields within fields. */
  depth: number;
  aliases: number;
  directives: number;
}

/**
 * Parses a document and refuses one that asks for too much, before it is validated: validation itself takes time that
 * grows faster than the document. Yoga keeps the answer for a document, so it is measured once.
 */
export function parseWithin(limits: DocumentLimits): (source: string | Source, options?: ParseOptions) => DocumentNode {
  return (source, options) => {
    try {
      const document = parse(source, { ...options, maxTokens: limits.tokens });
      refuseExcess(extentOf(document), limits);
      return document;
    } catch (error) {
      // Out of stack: it holds values within values that go thousands of levels down.
      if (error instanceof RangeError) throw excess('is nested too deeply to be read', 'depth', limits.depth);
      throw error;
    }
  };
}

function refuseExcess({ depth, aliases, directives }: Extent, limits: DocumentLimits): void {
  if (depth > limits.depth) throw excess(`is ${depth} levels deep`, 'depth', limits.depth);
  if (aliases > limits.aliases) throw excess(`has ${aliases} aliases`, 'aliases', limits.aliases);
  if (directives > limits.directives) throw excess(`has ${directives} directives`, 'directives', limits.directives);
}

/** `http.spec`: like any document that is not valid, it is an answer of GraphQL to callers that accept application/json. */
function excess(what: string, kind: keyof DocumentLimits, limit: number): GraphQLError {
  return new GraphQLError(`The document ${what}; this gateway takes at most ${limit}.`, {
    extensions: { code: 'DOCUMENT_TOO_LARGE', kind, limit, http: { status: 400, spec: true } },
  });
}

/** The operation that holds the most, and the directives of all. */
function extentOf({ definitions }: DocumentNode): Extent {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measure = measureWith(fragments);
  const whole = { depth: 0, aliases: 0, directives: 0 };
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { depth, aliases, directives } = measure(definition.selectionSet);
    whole.depth = Math.max(whole.depth, depth);
    whole.aliases = Math.max(whole.aliases, aliases);
    whole.directives = Math.max(whole.directives, directives) + (definition.directives?.length ?? 0);
    for (const { directives } of definition.variableDefinitions ?? []) whole.directives += directives?.length ?? 0;
  }
  return whole;
}

/** Each fragment is measured once, however often it is spread: otherwise a few lines could cost exponential time. */
function measureWith(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<string, Extent>();

  function ofFragment(name: string): Extent {
    const fragment = fragments.get(name);
    let extent = known.get(name);
    if (extent === undefined) {
      // Stands for a fragment within itself, which validation refuses.
      known.set(name, { depth: 0, aliases: 0, directives: 0 });
      extent = fragment === undefined ? { depth: 0, aliases: 0, directives: 0 } : measure(fragment.selectionSet);
      known.set(name, extent);
    }
    return extent;
  }

  function measure({ selections }: SelectionSetNode): Extent {
    const extent = { depth: 0, aliases: 0, directives: 0 };
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      const within =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet && measure(selection.selectionSet);
      extent.depth = Math.max(extent.depth, (within?.depth ?? 0) + (isField ? 1 : 0));
      extent.aliases += (within?.aliases ?? 0) + (isField && selection.alias !== undefined ? 1 : 0);
      extent.directives += (within?.directives ?? 0) + (selection.directives?.length ?? 0);
    }
    return extent;
  }

  return measure;
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
