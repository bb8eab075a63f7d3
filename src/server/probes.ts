import type { RequestListener } from 'node:http';
import { TEXT } from './http-server.ts';

/** Whether the process lives: nobody else can answer this. */
export const health: RequestListener = (_request, response) => void response.writeHead(200, TEXT).end('ok\n');

/** Whether callers should be sent here. `reasons`: why not, in words; none when they should. */
export const ready =
  (reasons: () => readonly string[]): RequestListener =>
  (_request, response) => {
    const why = reasons();
    if (why.length === 0) response.writeHead(200, TEXT).end('ready\n');
    else response.writeHead(503, TEXT).end(`not ready: ${why.join('; ')}\n`);
  };

export const redirectTo =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();
