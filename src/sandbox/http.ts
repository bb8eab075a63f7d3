import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ConfigError } from '../environment.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

/** Listens on loopback; port 0 is any free one. Resolves to the address, rejects with a `ConfigError`. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const refuse = ({ code, message }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'it is taken; set it to another one' : message;
      reject(new ConfigError([`SANDBOX_PORT=${port} cannot be listened on: ${why}.`]));
    };
    server.once('error', refuse).listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Rejects when the client goes away before its body is there. An address may be anything: it is taken apart, not checked. */
export async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const [, path = '', query = ''] = /^(?:https?:\/\/[^/?]*)?([^?]*)\??(.*)$/s.exec(incoming.url ?? '') ?? [];
  const parameters = new URLSearchParams(query);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: path === '' ? '/' : path,
    // HubSpot's own client repeats the names of lists, others join them by commas.
    query: Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')])),
    headers: Object.fromEntries(headers),
    body: parse(await text(incoming)),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

type Headers = Readonly<Record<string, string>>;

/** Sends an answer with the headers that HubSpot's answers carry. Returns its status. */
export function sendAnswer(outgoing: ServerResponse, answer: SandboxAnswer, limits: Headers): number {
  outgoing.writeHead(answer.status, headersOf(answer, limits));
  outgoing.end(textOf(answer));
  return answer.status;
}

/** Announces the whole answer, sends half of its body and breaks the connection. */
export function sendHalf(outgoing: ServerResponse, answer: SandboxAnswer, limits: Headers): void {
  const body = Buffer.from(textOf(answer));
  outgoing.writeHead(answer.status, { ...headersOf(answer, limits), 'content-length': String(body.length) });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}

const textOf = ({ body }: SandboxAnswer): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Recorded names, all of them. */
function headersOf({ body, headers = {}, limitHeaders }: SandboxAnswer, limits: Headers): Headers {
  const correlationId = headers['x-hubspot-correlation-id'] ?? randomUUIDv7();
  return {
    'content-type': typeof body === 'string' ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8',
    'x-hubspot-correlation-id': correlationId,
    'x-request-id': correlationId,
    'access-control-allow-credentials': 'false',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    vary: 'origin',
    'x-content-type-options': 'nosniff',
    ...(limitHeaders?.(limits) ?? limits),
    ...headers,
  };
}
