import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Endpoint {
  readonly path: string;
  readonly serve: RequestListener;
}

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
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

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** The address cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Serves `endpoint` at its path and `/health`, exactly those, and sends `/` on to the former. */
export async function startHttpServer(endpoint: Endpoint, options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === endpoint.path) endpoint.serve(request, response);
    else if (path === '/health') response.writeHead(200, TEXT).end('ok\n');
    else if (path === '/') response.writeHead(302, { location: endpoint.path }).end();
    else response.writeHead(404, TEXT).end(`Nothing is here. GraphQL is at ${endpoint.path}.\n`);
  });

  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => reject(new ListenError(explain(cause, options), { cause }));
    server.once('error', fail).listen(options.port, options.host, resolve);
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

function explain({ code, message }: NodeJS.ErrnoException, { host, port }: HttpServerOptions): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken; set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} needs rights that this process has not; set PORT to one above 1023.`;
  return `HOST=${host} PORT=${port} cannot be listened on: ${message}.`;
}
