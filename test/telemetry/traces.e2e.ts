import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createTracing } from '../../src/telemetry/tracing.ts';
import { startGateway } from '../gateway.ts';
import { json, startScriptedServer } from '../hubspot/scripted-server.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename ... on UpdateContactSuccess { contact { id } } } }
}`;

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

/** The spans that a collector was sent. */
function spansOf({ calls }: { readonly calls: readonly { readonly body: string }[] }): SentSpan[] {
  return calls.flatMap(({ body }) =>
    JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: SentSpan[] }[] }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    ),
  );
}

const save = (id: string) => ({ inputs: [{ id, properties: { firstname: 'secret-value' } }] });
const callers = (n: number) => `00-${String(n).repeat(32)}-${String(n).repeat(16)}-01`;

describe('the traces', () => {
  it('have a span for each mutation, in the caller’s trace, and one for the REST call, linked to all of them', async () => {
    await using collector = await startScriptedServer(json(200, {}));
    const tokens: unknown[] = [];
    {
      await using gateway = await startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
      await Promise.all([1, 2, 3].map((n) => gateway.request(SAVE, save(`51${n}`), { traceparent: callers(n) })));
      tokens.push(...gateway.sandbox.calls.map(({ headers }) => headers.traceparent));
    }
    const spans = spansOf(collector);
    const mutations = spans.filter(({ name }) => name === 'updateContacts');
    expect(mutations.map(({ traceId, parentSpanId }) => [traceId, parentSpanId]).toSorted()).toEqual(
      [1, 2, 3].map((n) => [String(n).repeat(32), String(n).repeat(16)]),
    );
    const calls = spans.filter(({ name }) => name === 'POST batch/update');
    const links = calls.flatMap(({ links = [] }) => links.map(({ spanId }) => spanId));
    expect(links.toSorted()).toEqual(mutations.map(({ spanId }) => spanId).toSorted());
    expect(tokens).toEqual(calls.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`));
    expect(calls[0]?.attributes.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['contacts.batch.size', 'http.response.status_code', 'hubspot.correlation_id']),
    );
    expect(collector.calls[0]?.url).toBe('/v1/traces');
    expect(collector.calls.map(({ body }) => body).join('')).not.toContain('secret-value');
  });

  it('record nothing of a trace that its caller does not record', async () => {
    await using collector = await startScriptedServer(json(200, {}));
    {
      await using gateway = await startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
      await gateway.request(SAVE, save('512'), { traceparent: callers(1).replace(/01$/, '00') });
      expect(gateway.sandbox.calls[0]?.headers.traceparent).toBeUndefined();
    }
    expect(spansOf(collector)).toEqual([]);
  });

  it('take nothing from a traceparent that is none', async () => {
    await using collector = await startScriptedServer(json(200, {}));
    {
      await using gateway = await startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
      await gateway.request(SAVE, save('512'), { traceparent: '00-zz-xx-01' });
    }
    const [mutation] = spansOf(collector).filter(({ name }) => name === 'updateContacts');
    expect([mutation?.parentSpanId, mutation?.traceId]).toEqual([undefined, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('do not keep a gateway from answering or from stopping when nobody takes them', async () => {
    await using collector = await startScriptedServer(() => {});
    const gateway = await startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const { data } = await gateway.request(SAVE, save('512'));
    expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
    await gateway[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(collector.calls.length).toBeGreaterThan(0));
  });

  /** More spans than are kept until their time comes, so that they are sent at once. */
  function tracesTo(url: string) {
    const lines: { level: number; msg: string }[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const tracing = createTracing(url, log);
    const send = () => {
      for (let count = 0; count < 600; count += 1) tracing.mutation('updateContacts', {}, 1).end();
    };
    return { lines, send, [Symbol.asyncDispose]: () => tracing.close() };
  }

  it('that a collector refuses are one line in the log, and one when it takes them again', async () => {
    let status = 400;
    await using collector = await startScriptedServer((...args) => json(status, {})(...args));
    await using traces = tracesTo(collector.url);
    traces.send();
    await vi.waitFor(() => expect(traces.lines).toHaveLength(1), 5_000);
    const before = collector.calls.length;
    traces.send();
    await vi.waitFor(() => expect(collector.calls.length).toBeGreaterThan(before), 10_000);
    status = 200;
    await vi.waitFor(() => {
      traces.send();
      expect(traces.lines).toHaveLength(2);
    }, 10_000);
    expect(traces.lines).toMatchObject([
      { level: 40, msg: expect.stringMatching(/^traces cannot be sent to http:.*, and are lost until they can: /) },
      { level: 30, msg: expect.stringMatching(/^traces are sent to http:.* again$/) },
    ]);
  });

  it('for which no collector can be reached are one line in the log', async () => {
    const gone = await startScriptedServer(json(200, {}));
    const { url } = gone;
    await gone[Symbol.asyncDispose]();
    await using traces = tracesTo(url);
    traces.send();
    await vi.waitFor(
      () => expect(traces.lines).toMatchObject([{ level: 40, msg: expect.stringContaining('ECONNREFUSED') }]),
      20_000,
    );
  });
});
