import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is served, by exact path. */
export type Routes = Readonly<Record<string, RequestListener>>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The variable that sets the port, for messages. */
  readonly portVariable: string;
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

export const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** The address cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Serves the routes and nothing else. */
export async function startHttpServer(routes: Routes, options: HttpServerOptions): Promise<HttpServer> {
  const byPath = new Map(Object.entries(routes));
  const paths = [...byPath.keys()].join(', ');
  const server = createServer((request, response) => {
    const route = byPath.get(request.url?.split('?', 1)[0] ?? '');
    if (route !== undefined) route(request, response);
    else response.writeHead(404, TEXT).end(`Nothing is here. There is: ${paths}\n`);
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

function explain({ code, message }: NodeJS.ErrnoException, { host, port, portVariable }: HttpServerOptions): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken; set ${portVariable} to another one.`;
  if (code === 'EACCES')
    return `Port ${port} needs rights that this process has not; set ${portVariable} to one above 1023.`;
  return `HOST=${host} ${portVariable}=${port} cannot be listened on: ${message}.`;
}
