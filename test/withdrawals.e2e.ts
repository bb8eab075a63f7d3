import { describe, expect, it, vi } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';

const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename ... on RateLimitedError { policy } } } }';

const answered = (result: object) => ({ data: { updateContacts: { results: [result] } } });

/** A client that sends ten lists of 1,000 updates, and goes away when `gone` is aborted. */
const sendLists = (url: string, gone: AbortController, firstname: string) =>
  Array.from({ length: 10 }, (_, list) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: MUTATION,
        variables: {
          inputs: Array.from({ length: 1000 }, (_, n) => ({
            // Of every second list the same contacts, which wait for each other.
            id: String(10_000 + n + (list % 2) * list * 1000),
            properties: { firstname },
          })),
        },
      }),
      signal: gone.signal,
    }),
  );

describe('ten lists of a thousand updates', () => {
  it('of a client that goes away do not make the updates of others wait, nor take places in the queue', async () => {
    const limits = { RATE_LIMIT: '3', RATE_LIMIT_INTERVAL_MS: '1000', DEADLINE_MS: '60000', METRICS_PORT: '0' };
    await using gateway = await startGateway(limits);
    // Without the headers that would tell of a larger quota.
    gateway.sandbox.answerNext({
      match: { path: /batch\/update/ },
      transform: (real) => ({ ...real, limitHeaders: () => ({}) }),
      delayMs: 300,
      times: 1_000,
    });
    const gone = new AbortController();
    const lists = sendLists(gateway.url, gone, 'gone');
    const save = async (firstname: string) => {
      const inputs = [{ id: '512', properties: { firstname } }];
      return gateway.request(MUTATION, { inputs });
    };
    const queueLength = async () => {
      const metrics = await (await fetch(String(gateway.metricsUrl))).text();
      return Number(/^contacts_gateway_queue_length (\d+)/m.exec(metrics)?.[1]);
    };
    // The lists have come as a whole.
    await vi.waitFor(
      async () => {
        const sent = batchUpdates(gateway.sandbox).flat().length;
        expect(sent + (await queueLength())).toBeGreaterThanOrEqual(10_000);
      },
      { timeout: 20_000 },
    );
    gone.abort();
    await Promise.allSettled(lists);
    const before = batchUpdates(gateway.sandbox).length;

    expect(await save('after')).toMatchObject(answered({ __typename: 'UpdateContactSuccess' }));
    // The lists would take more than fifty calls, at 3 a second. Three may have been on their way when the client left.
    const calls = batchUpdates(gateway.sandbox).slice(before);
    expect(calls.length).toBeLessThanOrEqual(4);
    expect(calls.at(-1)).toMatchObject([{ id: '512', properties: { firstname: 'after' } }]);
    expect(await queueLength()).toBe(0);
  });
});
