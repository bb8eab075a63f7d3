import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { GraphQLError } from 'graphql';
import { queryOf } from './accept.ts';

/** No request needs half of it; beyond it, code that walks through values could run out of stack. */
const MAX_NESTING = 32;

/** A GraphQL error with an HTTP status of its own. */
export const httpError = (
  status: number,
  code: string,
  message: string,
  { headers = {}, ...facts }: { readonly headers?: Record<string, string>; readonly limit?: number } = {},
) => new GraphQLError(message, { extensions: { code, ...facts, http: { status, headers } } });

const badRequest = (message: string) => httpError(400, 'BAD_REQUEST', message);

/**
 * Throws what is wrong with the form of a body, as its headers tell it. Browsers send the types of HTML forms to other sites
 * without asking first, so nothing but JSON may ever be taken for an operation. Yoga's own parsers take form posts and
 * `text/plain`, and walk into JSON of any depth. A compressed body is refused, because no GraphQL client compresses by itself,
 * and its bytes would have to be counted twice.
 */
export function refuseBody(headers: IncomingHttpHeaders): void {
  const { 'content-type': contentType = '', 'content-encoding': encoding = '' } = headers;
  if (!isJson(contentType)) {
    const message = 'Send the operation as "Content-Type: application/json", in UTF-8.';
    throw httpError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
  }
  if (encoding.split(',').every((name) => ['', 'identity'].includes(name.trim().toLowerCase()))) return;
  const message = `Send the body as it is: this gateway reads none with "Content-Encoding: ${encoding.slice(0, 50)}".`;
  // RFC 9110, section 15.5.16.
  throw httpError(415, 'UNSUPPORTED_MEDIA_TYPE', message, { headers: { 'Accept-Encoding': 'identity' } });
}

function isJson(contentType: string): boolean {
  try {
    const { essence, params } = new MIMEType(contentType);
    return essence === 'application/json' && /^'?(utf-?8)?'?$/i.test(params.get('charset') ?? '');
  } catch {
    return false;
  }
}

/** Reads a body, and stops as soon as it is larger than allowed, whatever its headers say. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const isTooLarge = () => Math.max(bytes, Number(request.headers['content-length'] ?? 0)) > maxBytes;
  try {
    for await (const chunk of isTooLarge() ? [] : request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (isTooLarge()) break;
    }
  } catch {
    throw new DOMException('The caller went away.', 'AbortError');
  }
  if (!isTooLarge()) return Buffer.concat(chunks);
  // What still comes is thrown away (by Node.js, of a body that nobody began to read); http-server.ts cuts the connection when
  // there is too much of it.
  if (bytes > 0) request.resume();
  const message = `The body is larger than ${maxBytes} bytes; send it in parts.`;
  throw httpError(413, 'REQUEST_TOO_LARGE', message, { limit: maxBytes });
}

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
  return value;
}

/** The operation of a GET request. */
export function readQueryString(url: string | undefined): object {
  const parameters = queryOf(url);
  const text = (name: string) => parameters.get(name) || undefined;
  const json = (name: string) => (text(name) ? parseJson(text(name) ?? '', `"${name}"`) : undefined);
  return {
    query: text('query'),
    documentId: text('documentId'),
    operationName: text('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

/** Before it is parsed: parsing a megabyte of brackets takes longer than all else that is done for a request. */
function refuseNesting(text: string): void {
  let level = 0;
  let inText = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '"') inText = !inText;
    else if (inText) i += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') level += 1;
    else if (character === ']' || character === '}') level -= 1;
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
