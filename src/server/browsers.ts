import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { cameByHttps } from './http-server.ts';

/** Told of a request that is refused, before it is answered. */
type Refused = (request: IncomingMessage, response: ServerResponse, code: string) => void;

/** What a page of ours may do, and who may show it: nothing and nobody, except as graphiql.ts says. */
const SECURITY_HEADERS = [
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
] as const;

const HSTS = 'max-age=31536000';
const PREFLIGHT_S = '7200';
const HOST = /^[\w.:[\]-]+$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Sets the headers that browsers go by. True when the request may go on; otherwise it has been answered: it was a
 * preflight, or comes from a page that may not call. Clients that are no browsers send none of the headers this reads, so they
 * need no header of ours.
 */
export function browserGate(
  { allowedOrigins, callerAuth, trustProxy }: Pick<Config, 'allowedOrigins' | 'callerAuth' | 'trustProxy'>,
  refused: Refused,
) {
  const allowed = new Set<string | undefined>(allowedOrigins);
  // Where nobody has to say who they are, a page could otherwise give its own name the address 127.0.0.1 (DNS rebinding), and
  // call as if it were the gateway's own.
  const loopbackNamesOnly = callerAuth === 'none' && trustProxy === 0;

  function refusalOf(request: IncomingMessage): Refusal | null {
    const { origin, host = 'localhost' } = request.headers;
    if (!HOST.test(host) || !URL.canParse(`http://${host}`))
      return [400, 'BAD_REQUEST', 'The Host header is not the name of a host.'];
    if (loopbackNamesOnly && isPerhapsPage(request) && !LOOPBACK_HOST.test(host)) {
      const message =
        'Without CALLER_AUTH this gateway serves pages as localhost only; behind a proxy, set TRUST_PROXY.';
      return [421, 'MISDIRECTED_REQUEST', message];
    }
    if (allowed.has(origin) || isOwn(request)) return null;
    return [403, 'ORIGIN_NOT_ALLOWED', 'Pages of this origin may not call; see ALLOWED_ORIGINS.'];
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    if (cameByHttps(request, trustProxy)) response.setHeader('Strict-Transport-Security', HSTS);
    if (allowed.size > 0) response.setHeader('Vary', 'Origin');

    const refusal = refusalOf(request);
    if (refusal !== null) {
      const [status, code, message] = refusal;
      refused(request, response, code);
      const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(body);
      return false;
    }
    const { origin } = request.headers;
    return origin === undefined || !allowed.has(origin) || admitOrigin(request, response, origin);
  };
}

type Refusal = readonly [status: number, code: string, message: string];

/** Pages say their origin with a POST. With a GET to what they take for their own they say nothing. */
const isPerhapsPage = ({ method, headers }: IncomingMessage) => method !== 'POST' || headers.origin !== undefined;

function admitOrigin({ method, headers }: IncomingMessage, response: ServerResponse, origin: string): boolean {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  // By which a report of somebody who uses the page finds its lines in the log.
  response.setHeader('Access-Control-Expose-Headers', 'x-request-id');
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return true;
  response
    .setHeader('Vary', 'Origin, Access-Control-Request-Headers')
    .setHeader('Access-Control-Allow-Methods', 'GET, POST')
    .setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? 'content-type')
    .setHeader('Access-Control-Max-Age', PREFLIGHT_S)
    .writeHead(204)
    .end();
  return false;
}

/**
 * Whether a request comes from no page, or from one of the gateway's own, or is a visit to such a page. Browsers say so in
 * Sec-Fetch-Site; those that do not yet send at least the origin with all that is more than a visit.
 */
function isOwn({ method, headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  const isVisit =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (site !== undefined) return site === 'same-origin' || site === 'none' || isVisit;
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host;
}
