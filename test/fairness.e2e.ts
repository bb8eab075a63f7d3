import { describe, expect, it, vi } from 'vitest';
import { startGateway } from './gateway.ts';

describe('tokens that HubSpot refuses', () => {
  it('are forgotten, however many of them come', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token', METRICS_PORT: '0' });
    const refused = { status: 401, body: { category: 'INVALID_AUTHENTICATION', message: 'no' } };
    gateway.sandbox.answerNext({ match: { path: /batch/ }, ...refused, times: 10_000 });
    const read = (n: number) =>
      gateway.request('{ contact(id: "512") { id } }', undefined, { authorization: `Bearer random-${n}` });
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => read(round * 50 + n)));
      expect(answers[0]?.errors).toMatchObject([{ extensions: { code: 'NOT_PERMITTED' } }]);
    }
    const credentials = async () =>
      /^contacts_gateway_credentials (\d+)/m.exec(await (await fetch(gateway.metricsUrl ?? '')).text())?.[1];
    await vi.waitFor(async () => expect(await credentials()).toBe('0'), { timeout: 5000 });
  });
});

describe('the queue', () => {
  const MUTATION =
    'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename ... on RateLimitedError { policy } } } }';
  const refused = { __typename: 'RateLimitedError', policy: 'QUEUE_LIMIT' };

  it('holds no more for many credentials than for one', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token', QUEUE_LIMIT: '50', DEADLINE_MS: '2000' });
    gateway.sandbox.answerNext({
      match: { path: /batch/ },
      transform: (real) => real,
      delayMs: 5000,
      times: 1000,
    });
    const inputs = Array.from({ length: 5 }, (_, n) => ({ id: String(501 + n), properties: { firstname: 'x' } }));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        gateway.request<{ updateContacts: { results: object[] } }, object>(
          MUTATION,
          { inputs },
          { authorization: `Bearer t${n}` },
        ),
      ),
    );
    const results = answers.flatMap(({ data }) => data?.updateContacts.results ?? []);
    expect(results).toHaveLength(500);
    const waited = results.filter((result) => !('policy' in result));
    expect(waited.length).toBeGreaterThan(25);
    expect(waited.length).toBeLessThanOrEqual(50);
  });

  it('is full when so many bytes wait, also in a list that waits for a look-up', async () => {
    await using gateway = await startGateway({ QUEUE_BYTES: '100000', DEADLINE_MS: '2000' });
    gateway.sandbox.answerNext({
      match: { path: /batch/ },
      transform: (real) => real,
      delayMs: 5000,
      times: 1000,
    });
    const large = (id: string) => ({ id, otherProperties: [{ name: 'firstname', value: 'x'.repeat(30_000) }] });
    const email = { id: 'x@example.com', idProperty: 'email', properties: { firstname: 'x' } };
    const list = gateway.request(MUTATION, { inputs: [email, large('501'), large('502')] });
    await vi.waitFor(() => expect(gateway.sandbox.calls).toHaveLength(1));
    const { data } = await gateway.request(MUTATION, { inputs: ['503', '504', '505'].map(large) });
    expect(data).toMatchObject({
      updateContacts: { results: [{ __typename: 'OutcomeUnknownError' }, refused, refused] },
    });
    await list;
  });
});

describe('the places in the queue', () => {
  it('are shared among credentials, however many ways of addressing contacts one of them uses', async () => {
    await using gateway = await startGateway({
      CALLER_AUTH: 'hubspot-token',
      QUEUE_LIMIT: '400',
      RATE_LIMIT: '5',
      RATE_LIMIT_INTERVAL_MS: '200',
      DEADLINE_MS: '2000',
    });
    gateway.sandbox.latencyMs = 50;
    const as = (token: string) => ({ authorization: `Bearer ${token}` });
    const aliases = Array.from({ length: 90 }, (_, way) => `a${way}: contact(id: "x", idProperty: "p${way}") { id }`);
    const greedy = gateway.request(`{ ${aliases.join(' ')} }`, undefined, as('greedy'));
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    const inputs = Array.from({ length: 100 }, (_, index) => ({
      id: String(501 + index),
      properties: { firstname: 'x' },
    }));
    const { data } = await gateway.request(
      'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }',
      { inputs },
      as('victim'),
    );
    const answers = inputs.map(() => ({ __typename: 'UpdateContactSuccess' }));
    expect(data).toEqual({ updateContacts: { results: answers } });
    await greedy;
  });
});
