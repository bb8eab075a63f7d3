import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, type ExecutionResult, getOperationAST } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** What is carried out without asking Yoga again. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variableValues: { readonly [name: string]: unknown } | undefined;
  /** The media type that its caller takes answers in. */
  readonly mediaType: string;
}

export interface KnownOperationsOptions {
  /** Documents that were parsed, by their text. */
  readonly documents: { get(text: string): DocumentNode | undefined };
  /** The parameters that a caller's stand for: those of a trusted document, say. Throws where they stand for none. */
  readonly resolve: (params: GraphQLParams) => GraphQLParams;
}

/** Kept are the Accept headers of so many kinds of clients, if they are not longer than any real one. */
const KEPT_ACCEPTS = 100;
const MAX_ACCEPT_LENGTH = 500;
const PARAMETERS = new Set(['query', 'variables', 'operationName', 'extensions']);
const JSON_TYPE = /^application\/(graphql-response\+)?json\b/;

/**
 * Front ends send the same few documents all the time. Once Yoga has taken a document and an Accept header, a request with
 * both needs none of what Yoga and its plugins do for each request, which is more than half of all the work. All that is
 * not quite usual, and every answer with an error, is left to Yoga.
 */
export function knownOperations({ documents, resolve }: KnownOperationsOptions) {
  const valid = new WeakSet<DocumentNode>();
  const mediaTypes = new LRUCache<string, string>({ max: KEPT_ACCEPTS });

  /** Learns from what Yoga does. */
  const learning: Plugin = {
    onValidate({ params: { documentAST } }) {
      return (outcome) => {
        if (outcome.valid) valid.add(documentAST);
      };
    },
    onResponse({ request: { method, headers }, response }) {
      const accept = headers.get('accept') ?? '';
      const mediaType = response.headers.get('content-type') ?? '';
      if (method !== 'POST' || response.status !== 200 || accept.length > MAX_ACCEPT_LENGTH) return;
      if (JSON_TYPE.test(mediaType)) mediaTypes.set(accept, mediaType);
    },
  };

  function knownParams(params: object): GraphQLParams | null {
    if (Array.isArray(params)) return null;
    try {
      const resolved = resolve(params);
      return isUsual(resolved) ? resolved : null;
    } catch {
      return null;
    }
  }

  return {
    learning,

    /** What a request asks for; null when it is for Yoga to see what that is. */
    find({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, params: object): KnownOperation | null {
      const mediaType = mediaTypes.get(headers.accept ?? '');
      if (method !== 'POST' || mediaType === undefined) return null;
      const { query = '', variables, operationName } = knownParams(params) ?? {};
      const document = documents.get(query);
      if (document === undefined || !valid.has(document) || !getOperationAST(document, operationName)) return null;
      return { document, operationName, variableValues: variables ?? undefined, mediaType };
    },
  };
}

/** Parameters of the right types, and no others. What else may come is for Yoga to refuse. */
function isUsual(params: GraphQLParams): boolean {
  const { query, operationName, variables, extensions } = params;
  const isObject = (value: unknown) => value == null || (typeof value === 'object' && !Array.isArray(value));
  return (
    typeof query === 'string' &&
    (operationName === undefined || typeof operationName === 'string') &&
    isObject(variables) &&
    isObject(extensions) &&
    Object.keys(params).every((name) => PARAMETERS.has(name))
  );
}

/** Writes an answer as Yoga does. */
export function writeResult(response: ServerResponse, mediaType: string, result: ExecutionResult): void {
  const body = JSON.stringify(result);
  response.writeHead(200, { 'Content-Type': mediaType, 'content-length': Buffer.byteLength(body) }).end(body);
}
