import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { ConfigError } from '../environment.ts';

/** `portVariable`: the variable that sets the port, for messages. */
type HttpServerOptions = Pick<Config, 'host' | 'port' | 'maxConnections' | 'requestTimeoutMs'> & {
  readonly portVariable: string;
};

/** Time for answers that are ready to be written. */
const LAST_WORDS_MS = 500;

/** Time for a client to stop sending a request that has been answered before its end. */
const LINGER_MS = 1000;

/** Longer than proxies and load balancers keep a connection (60 s is usual): they should be the ones to close it. */
const KEEP_ALIVE_MS = 75_000;

const MAX_HEADER_BYTES = 16_384;

/**
 * Connections that the system holds until they are accepted, as far as it allows. With the usual 511 some of a thousand
 * clients that come at once are dropped, and try again after a second.
 */
const BACKLOG = 4096;

/**
 * A server that no client can hold up. What is malformed or late is answered by Node.js itself, with 400, 408 or 431, and
 * its connection closed. Throws a `ConfigError` where it cannot listen.
 */
export async function startHttpServer(listener: RequestListener, options: HttpServerOptions) {
  const { host, port, portVariable, requestTimeoutMs, maxConnections } = options;
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.ceil(Math.min(1000, requestTimeoutMs / 4)),
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => {
      response.once('finish', () => cutUnlessComplete(request));
      // Of a server that is closed: its connections fall idle only after their last answer.
      response.once('close', () => server.listening || server.closeIdleConnections());
      readAbsoluteTarget(request);
      listener(request, response);
    },
  );
  server.maxConnections = maxConnections;

  const listening = Promise.withResolvers<void>();
  server.once('error', ({ message }) => {
    const what = `${portVariable}=${port} of HOST=${host}`;
    listening.reject(new ConfigError([`${what} cannot be listened on (${message}); set another one.`]));
  });
  server.listen({ host, port, backlog: BACKLOG }, listening.resolve);
  await listening.promise;
  const { address, port: taken, family } = server.address() as AddressInfo;

  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    /** Takes no new connections; resolves when what is under way has been answered. */
    close: () => new Promise((resolve) => server.close(resolve)),
    /** Gives those that still wait a moment to be answered, then cuts their connections. */
    cut: () => void setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS),
  };
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)([^#]*)/i;

/** A target may be a whole URL (RFC 9112, section 3.2.2), which then counts and not the Host header. */
function readAbsoluteTarget(request: IncomingMessage): void {
  const [, host = '', target = ''] = ABSOLUTE.exec(request.url ?? '') ?? [];
  if (host === '') return;
  request.headers.host = host;
  request.url = target.startsWith('/') ? target : `/${target}`;
}

/** An answer may come before the end of a request: its body is too large, say. Node.js throws away what still comes. */
function cutUnlessComplete(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}

/**
 * Where a request comes from. Each of the trusted proxies added the address it saw to the end of X-Forwarded-For; what
 * stands before that was written by the client, and may be anything.
 */
export const clientAddress = ({ headers, socket }: IncomingMessage, trustedProxies: number): string =>
  outermost([...fieldsOf(headers['x-forwarded-for']), socket.remoteAddress ?? ''], trustedProxies + 1) ?? '';

/** Whether the client spoke https with the outermost of the trusted proxies. */
export const cameByHttps = ({ headers }: IncomingMessage, trustedProxies: number): boolean =>
  trustedProxies > 0 && outermost(fieldsOf(headers['x-forwarded-proto']), trustedProxies) === 'https';

const outermost = (fields: readonly string[], trusted: number) => fields[Math.max(0, fields.length - trusted)];

const fieldsOf = (header: string | string[] = ''): string[] =>
  String(header)
    .split(',')
    .flatMap((field) => field.trim() || []);
