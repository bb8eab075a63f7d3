import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is served, by exact path. */
export type Routes = Readonly<Record<string, RequestListener>>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The variable that sets the port, for messages. */
  readonly portVariable: string;
  /** Connections beyond this are closed as they come. */
  readonly maxConnections: number;
  /** How long the arrival of a request may take, headers and body. */
  readonly requestTimeoutMs: number;
  /** Looks at every request first; false when it has answered it. */
  readonly gate: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface HttpServer {
  /** http://host:port */
  readonly url: string;
  /** Takes no new connections; resolves when what is under way has been answered. */
  close(): Promise<void>;
  /** Gives those that still wait a moment to be answered, then cuts their connections. */
  cut(): void;
}

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

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** The address cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Serves the routes and nothing else. */
export async function startHttpServer(routes: Routes, options: HttpServerOptions): Promise<HttpServer> {
  const byPath = new Map(Object.entries(routes));
  const paths = [...byPath.keys()].join(', ');
  const server = createHardServer(options, (request, response) => {
    const route = byPath.get(request.url?.split('?', 1)[0] ?? '');
    if (route !== undefined) route(request, response);
    else answer(response, 404, `There is no such path. This server has: ${paths}`);
  });

  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => reject(new ListenError(explain(cause, options), { cause }));
    const { host, port } = options;
    server.once('error', fail).listen({ host, port, backlog: BACKLOG }, resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;

  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    cut: () => void setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS),
    close: () =>
      new Promise((resolve) => {
        // A kept-alive connection falls idle only after its last answer, so idle ones are looked for again and again.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
}

/**
 * A server that no client can hold up. What is malformed or late is answered by Node.js itself, with 400, 408 or 431, and
 * its connection closed.
 */
function createHardServer(options: HttpServerOptions, listener: RequestListener): Server {
  const { requestTimeoutMs, maxConnections, gate } = options;
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
      readAbsoluteTarget(request);
      if (gate(request, response)) listener(request, response);
    },
  );
  server.maxConnections = maxConnections;
  return server;
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

/** Answers with a text. */
export const answer = (response: ServerResponse, status: number, text: string) =>
  response.writeHead(status, TEXT).end(`${text}\n`);

function explain({ code, message }: NodeJS.ErrnoException, { host, port, portVariable }: HttpServerOptions): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken; set ${portVariable} to another one.`;
  if (code === 'EACCES')
    return `Port ${port} needs rights that this process does not have; set ${portVariable} to one above 1023.`;
  return `HOST=${host} ${portVariable}=${port} cannot be listened on: ${message}.`;
}

/**
 * Where a request comes from. Each of the trusted proxies added the address it saw to the end of X-Forwarded-For; what
 * stands before that was written by the client, and may be anything.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const seen = [...fieldsOf(headers['x-forwarded-for']), socket.remoteAddress ?? ''];
  return seen[Math.max(0, seen.length - 1 - trustedProxies)] ?? '';
}

/** Whether the client spoke https with the outermost of the trusted proxies. */
export function cameByHttps({ headers }: IncomingMessage, trustedProxies: number): boolean {
  if (trustedProxies === 0) return false;
  const protocols = fieldsOf(headers['x-forwarded-proto']);
  return protocols[Math.max(0, protocols.length - trustedProxies)] === 'https';
}

const fieldsOf = (header: string | string[] | undefined): string[] =>
  (header === undefined ? '' : String(header))
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
