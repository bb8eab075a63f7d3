import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

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
    while (gateway.sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
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
