import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { PARTLY_DONE } from '../api-version.ts';
import { startGateway } from '../gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename ... on UpdateContactSuccess { contact { id } } } }
}`;
const named = (...ids: string[]) => ids.map((id) => ({ id, properties: { firstname: 'x' } }));

async function scrape(url: string | null) {
  const response = await fetch(url ?? '');
  const text = await response.text();
  /** The value of a series; NaN where there is none. */
  const value = (series: string) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`contacts_gateway_${series} `));
    return Number(line?.split(' ')[1] ?? Number.NaN);
  };
  return { response, text, value };
}

describe('the metrics', () => {
  it('count requests, answers by type, batches, waits, REST calls and those saved', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0' });
    await gateway.request(SAVE, { inputs: named('501', '502', '503', '999999') });
    await gateway.request(SAVE, { inputs: named('504') });

    const { response, value } = await scrape(gateway.metricsUrl);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(value('request_duration_seconds_count{status="200"}')).toBe(2);
    expect(value('inputs_total{result="UpdateContactSuccess"}')).toBe(4);
    expect(value('inputs_total{result="ContactNotFoundError"}')).toBe(1);
    expect(value('batch_size_sum{kind="update"}')).toBe(5);
    expect(value('batch_size_count{kind="update"}')).toBe(2);
    expect(value('queue_wait_seconds_count{kind="update"}')).toBe(5);
    const calls = (status: number) =>
      value(`rest_call_duration_seconds_count{endpoint="batch/update",status="${status}"}`);
    // One of the two calls was done in part; version 2026-09 tells of that with a 200, too.
    expect([calls(PARTLY_DONE), calls(200)]).toEqual(PARTLY_DONE === 200 ? [2, 2] : [1, 1]);
    expect(value('rest_calls_saved_total')).toBe(3);
    expect(value('queue_length')).toBe(0);
    expect(value('quota_left_ratio')).toBeCloseTo(0.98);
  });

  it('count splits and retries, and a wait once however often the input is sent', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0' });
    gateway.sandbox.answerNext({ status: 400, body: { message: 'no', category: 'VALIDATION_ERROR' } });
    await gateway.request(SAVE, { inputs: named('501', '502') });
    gateway.sandbox.answerNext({ status: 502, body: '<html>' });
    await gateway.request(SAVE, { inputs: named('503') });

    const { value } = await scrape(gateway.metricsUrl);
    expect(value('batch_splits_total{kind="update"}')).toBe(1);
    expect(value('retries_total{kind="update"}')).toBe(1);
    expect(value('queue_wait_seconds_count{kind="update"}')).toBe(3);
    expect(value('batch_size_count{kind="update"}')).toBe(5);
  });

  it('tell that the circuit is open', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0', DEADLINE_MS: '3000' });
    gateway.sandbox.answerNext({ status: 503, body: '', times: 100 });
    const answered = gateway.request(SAVE, { inputs: named('501') });
    // What fails for one caller alone may be about its input.
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    const another = gateway.request(SAVE, { inputs: named('502') });
    await vi.waitFor(async () => {
      const { value } = await scrape(gateway.metricsUrl);
      expect(value('circuits_open')).toBe(1);
    });
    await Promise.all([answered, another]);
  });

  it('have no label that a caller or HubSpot could make', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0', CALLER_AUTH: 'hubspot-token' });
    const headers = { authorization: 'Bearer pat-secret', 'x-request-id': 'label' };
    await gateway.request('query label { contact(id: "label@example.com", idProperty: "email") { id } }', {}, headers);
    await gateway.request('query label { contact(id: "820") { id } }', {}, headers);
    const { text } = await scrape(gateway.metricsUrl);
    const labels = (text.match(/(?<=^contacts_gateway_\w+)\{.*\}/gm) ?? []).join('\n');
    expect(labels).toContain('endpoint="contact"');
    expect(labels).not.toMatch(/label|secret|820|example/);
  });

  it('are on a port of their own, and only when it is set', async () => {
    await using gateway = await startGateway();
    expect(gateway.metricsUrl).toBeNull();
    expect((await fetch(new URL('/metrics', gateway.url))).status).toBe(404);
  });

  it('are what the dashboard shows, all of them and no other', async () => {
    const { registry, readState } = createMetrics();
    readState(
      () => [],
      () => 'none',
    );
    const ours = registry
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('contacts_gateway_'));
    const file = new URL('../../deploy/grafana/contacts-gateway.json', import.meta.url);
    const shown = readFileSync(file, 'utf8').match(/contacts_gateway_[a-z_]+/g) ?? [];
    const bare = shown.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    expect([...new Set(bare)].toSorted()).toEqual(ours.toSorted());
  });
});
