import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SandboxRequest } from './rest.ts';

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
