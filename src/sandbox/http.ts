import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ConfigError } from '../environment.ts';

/** A REST request as the sandbox's handlers see it. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; the text itself when it is not JSON. */
  readonly body: unknown;
}

export interface SandboxAnswer {
  readonly status: number;
  /** An object is sent as JSON, a string as it is; empty with status 204. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What its headers tell about the limits, where that is not the usual. */
  readonly limitHeaders?: (usual: Headers) => Headers;
}

export type Headers = Readonly<Record<string, string>>;

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

/** Rejects when the client goes away before its body is there. */
export async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
  const parameters = new URLSearchParams(query);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path,
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

/** Recorded names. */
function headersOf({ status, body, headers = {}, limitHeaders }: SandboxAnswer, limits: Headers): Headers {
  const type = typeof body === 'string' ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8';
  return {
    ...(status === 204 ? {} : { 'content-type': type }),
    'x-hubspot-correlation-id': randomUUIDv7(),
    ...(limitHeaders?.(limits) ?? limits),
    ...headers,
  };
}
