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
  it('of a client that goes away do not make the updates of others wait, nor have them refused', async () => {
    await using gateway = await startGateway({ RATE_LIMIT: '3', RATE_LIMIT_INTERVAL_MS: '1000' });
    gateway.sandbox.answerNext({ match: { path: /batch\/update/ }, transform: (real) => real, delayMs: 300, times: 3 });
    const gone = new AbortController();
    const lists = sendLists(gateway.url, gone, 'gone');
    const save = async (firstname: string) => {
      const inputs = [{ id: '512', properties: { firstname } }];
      return gateway.request(MUTATION, { inputs });
    };
    // All places are taken: the lists have come as a whole.
    await vi.waitFor(async () => expect(await save('before')).toMatchObject(answered({ policy: 'QUEUE_LIMIT' })), {
      timeout: 10_000,
    });
    gone.abort();
    await Promise.allSettled(lists);

    const began = performance.now();
    expect(await save('after')).toMatchObject(answered({ __typename: 'UpdateContactSuccess' }));
    // A token is there again after a second.
    expect(performance.now() - began).toBeLessThan(3000);
    const last = batchUpdates(gateway.sandbox).at(-1);
    expect(last).toMatchObject([{ id: '512', properties: { firstname: 'after' } }]);
  });
});
