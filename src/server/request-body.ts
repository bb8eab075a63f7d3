import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { GraphQLError } from 'graphql';

/** No request needs half of it; beyond it, code that walks through values could run out of stack. */
const MAX_NESTING = 32;

const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE, QUOTE, BACKSLASH] = [...'[]{}"\\'].map(
  (character) => character.charCodeAt(0),
);

/** A GraphQL error with an HTTP status of its own. */
export const httpError = (status: number, code: string, message: string, facts: Record<string, unknown> = {}) =>
  new GraphQLError(message, { extensions: { code, ...facts, http: { status } } });

/**
 * What is wrong with the form of a body, as its headers tell it, or null. Browsers send the types of HTML forms to other
 * sites without asking first, so nothing but JSON may ever be taken for an operation. Yoga's own parsers take form posts and
 * `text/plain`, and walk into JSON of any depth. A compressed body is refused, because no GraphQL client compresses by itself,
 * and its bytes would have to be counted twice.
 */
export function refuseBody({
  'content-type': contentType = '',
  'content-encoding': encoding = '',
}: IncomingHttpHeaders): GraphQLError | null {
  if (!isJson(contentType)) return unsupported('Send the operation as "Content-Type: application/json", in UTF-8.');
  const coded = encoding.split(',').some((name) => !['', 'identity'].includes(name.trim().toLowerCase()));
  if (!coded) return null;
  const message = `Send the body as it is: this gateway reads none with "Content-Encoding: ${encoding.slice(0, 50)}".`;
  // RFC 9110, section 15.5.16.
  return unsupported(message, { 'Accept-Encoding': 'identity' });
}

function isJson(contentType: string): boolean {
  try {
    const { essence, params } = new MIMEType(contentType);
    return essence === 'application/json' && /^'?(utf-?8)?'?$/i.test(params.get('charset') ?? '');
  } catch {
    return false;
  }
}

const unsupported = (message: string, headers: Record<string, string> = {}) =>
  new GraphQLError(message, { extensions: { code: 'UNSUPPORTED_MEDIA_TYPE', http: { status: 415, headers } } });

/** Reads a body, and stops as soon as it is larger than allowed, whatever its headers say. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      // What still comes is thrown away; http-server.ts cuts the connection when there is too much of it.
      request.off('data', collect);
      reject(tooLarge(maxBytes));
    };
    request
      .on('data', collect)
      .once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
      .once('error', () => reject(new DOMException('The caller went away.', 'AbortError')));
  });
}

const tooLarge = (maxBytes: number) =>
  httpError(413, 'REQUEST_TOO_LARGE', `The body is larger than ${maxBytes} bytes; send it in parts.`, {
    limit: maxBytes,
  });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON of a body, of no more levels than a request can need. */
export function readJson(body: Uint8Array): object {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw badRequest('The body is not valid UTF-8.');
  }
  const value = parseJson(text, 'The body');
  if (typeof value !== 'object' || value === null)
    throw badRequest('The body must be a JSON object, or a list of them.');
  if (Array.isArray(value) && value.length === 0) throw badRequest('The body is an empty list of operations.');
  return Array.isArray(value) ? value.map(withoutEmptyName) : withoutEmptyName(value);
}

/** Some clients send an empty name for none. */
function withoutEmptyName<T>(params: T): T {
  const isEmpty =
    typeof params === 'object' && params !== null && 'operationName' in params && params.operationName === '';
  return isEmpty ? { ...params, operationName: null } : params;
}

/** The operation of a GET request. */
export function readQueryString(url: string): object {
  const parameters = new URLSearchParams(/\?.*/.exec(url)?.[0]);
  const json = (name: string) => {
    const text = parameters.get(name);
    return text ? parseJson(text, `"${name}"`) : undefined;
  };
  return {
    query: parameters.get('query') ?? undefined,
    documentId: parameters.get('documentId') ?? undefined,
    operationName: parameters.get('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

/** Before it is parsed: parsing a megabyte of brackets takes longer than all else that is done for a request. */
function refuseNesting(text: string): void {
  let level = 0;
  let inText = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) inText = !inText;
    else if (inText) i += character === BACKSLASH ? 1 : 0;
    else if (character === OPENING_BRACKET || character === OPENING_BRACE) level += 1;
    else if (character === CLOSING_BRACKET || character === CLOSING_BRACE) level -= 1;
    if (level > MAX_NESTING) throw badRequest(`The JSON is nested more than ${MAX_NESTING} levels deep.`);
  }
}

function parseJson(text: string, what: string): unknown {
  refuseNesting(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`${what} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}

const badRequest = (message: string) => httpError(400, 'BAD_REQUEST', message);
