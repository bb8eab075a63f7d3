import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { BatchReadRequest, BatchUpdateInput, BatchWriteRequest } from '../src/hubspot/wire.ts';

/** A call as it arrived. */
export interface UpstreamCall {
  /** `batch/update`, `batch/read`, or the id of a single call. */
  readonly path: string;
  readonly method: string;
  /** The ids of its inputs. */
  readonly ids: readonly string[];
}

export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/**
 * A HubSpot that carries out every call, but those that hold a bad input: these get `refuse`, whatever else they hold. It
 * keeps what was written to each id.
 */
export async function startSpoiltUpstream(isBad: (id: string) => boolean, refuse: (ids: readonly string[]) => Refusal) {
  const calls: UpstreamCall[] = [];
  const written = new Map<string, number>();

  function carryOut(
    { method, path, ids }: UpstreamCall,
    body: Partial<BatchWriteRequest<BatchUpdateInput> & BatchReadRequest>,
  ): Refusal {
    if (ids.length === 0 ? isBad('') : ids.some(isBad)) return refuse(ids);
    if (path === 'batch/read')
      return { status: 200, body: { status: 'COMPLETE', results: ids.map((id) => record(id, {})) } };
    if (!path.startsWith('batch/')) return { status: 200, body: record(ids[0] ?? '', {}) };
    const inputs = body.inputs as BatchWriteRequest<BatchUpdateInput>['inputs'];
    if (method === 'POST') for (const { id } of inputs) written.set(id, (written.get(id) ?? 0) + 1);
    const results = inputs.map(({ id, properties, objectWriteTraceId }) => ({
      ...record(id, properties),
      objectWriteTraceId,
    }));
    return { status: 200, body: { status: 'COMPLETE', results: results.reverse() } };
  }

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^.*\/contacts\/?/, '').replace(/\?.*/, '');
    const sent = await text(request);
    const body = sent === '' ? {} : (JSON.parse(sent) as Partial<BatchWriteRequest<BatchUpdateInput>>);
    const ids = path.startsWith('batch/') ? (body.inputs ?? []).map(({ id }) => id) : [decodeURIComponent(path)];
    const call = { method: request.method ?? '', path, ids };
    calls.push(call);
    const { status, body: answer, headers } = carryOut(call, body);
    const isText = typeof answer === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
    response.end(isText ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    written,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const record = (id: string, properties: Readonly<Record<string, string>>) => ({
  id,
  properties: { ...properties, firstname: properties.firstname ?? null },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  archived: false,
});
