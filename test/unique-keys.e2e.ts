import { describe, expect, it, vi } from 'vitest';
import { DEFINITIONS } from './api-version.ts';
import { batchUpdates, startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on ContactError { applied message }
      ... on RateLimitedError { policy }
    }
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;

async function save({ request }: Gateway, inputs: object[], headers = {}) {
  const { data } = await request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(
    SAVE,
    { inputs },
    headers,
  );
  return data?.updateContacts.results ?? [];
}

/** `id` and `idProperty` the wrong way round, as a careless client has it. */
const swapped = Array.from({ length: 100 }, (_, index) => ({
  id: 'my_unique_property_name',
  idProperty: `code-${index}`,
  properties: { firstname: 'Ada' },
}));
const good = { id: '512', properties: { firstname: 'Ada' } };

describe('an idProperty that is no unique property', () => {
  it('is refused before anything is sent, by name, where the definitions are known to be the account’s', async () => {
    await using gateway = await startGateway();
    const results = await save(gateway, [...swapped, good]);
    expect(results.slice(0, 100)).toEqual(
      swapped.map(({ idProperty }) => ({
        __typename: 'InvalidInputError',
        applied: 'NO',
        message: `Contacts cannot be addressed by "${idProperty}": the account has no such property. "idProperty" names a unique property, and "id" holds its value.`,
      })),
    );
    expect(results[100]).toMatchObject({ __typename: 'UpdateContactSuccess' });
    expect(gateway.sandbox.calls).toHaveLength(1);
    expect(await save(gateway, [{ ...good, idProperty: 'firstname' }])).toMatchObject([
      {
        __typename: 'InvalidInputError',
        message: 'Contacts cannot be addressed by "firstname", because its values are not unique.',
      },
    ]);
  });

  it('is refused in a query as well, at its own place', async () => {
    await using gateway = await startGateway();
    const fields = Array.from(
      { length: 50 },
      (_, index) => `c${index}: contact(id: "1", idProperty: "code-${index}") { id }`,
    );
    const { errors } = await gateway.request(`{ good: contact(id: "512") { id } ${fields.join(' ')} }`);
    expect(errors).toHaveLength(50);
    expect(errors?.[7]).toMatchObject({ path: ['c7'], extensions: { code: 'BAD_USER_INPUT' } });
    expect(gateway.sandbox.calls).toHaveLength(1);
  });

  it('costs a bounded number of calls where nothing is known, and none once HubSpot has refused one', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const headers = { authorization: 'Bearer pat-careless' };
    const [results, others] = await Promise.all([
      save(gateway, swapped, headers),
      Promise.all(['512', '513'].map((id) => save(gateway, [{ ...good, id }], headers))),
    ]);
    expect(results.every(({ applied }) => applied === 'NO')).toBe(true);
    expect(results.filter(({ policy }) => policy === 'REFUSED_INPUTS').length).toBeGreaterThan(80);
    expect(others.flat()).toMatchObject(others.map(() => ({ __typename: 'UpdateContactSuccess' })));
    expect(batchUpdates(gateway.sandbox).length).toBeLessThanOrEqual(40);

    await vi.waitFor(() => expect(gateway.sandbox.calls.at(-1)?.path).toMatch(/properties/));
    const before = batchUpdates(gateway.sandbox).length;
    expect(new Set((await save(gateway, swapped, headers)).map(({ __typename }) => __typename))).toEqual(
      new Set(['InvalidInputError']),
    );
    expect(batchUpdates(gateway.sandbox)).toHaveLength(before);
  });

  it('is not refused for what the definitions said some time ago', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const headers = { authorization: 'Bearer pat-1' };
    gateway.sandbox.answerNext({
      match: { path: DEFINITIONS },
      transform: (real) => ({ ...real, status: 200, body: { results: [] } }),
    });
    await gateway.request('{ contactProperties { name } }', {}, headers);
    gateway.sandbox.addContact({ my_unique_property_name: 'u42' });
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
    try {
      const results = await save(gateway, [{ ...good, id: 'u42', idProperty: 'my_unique_property_name' }], headers);
      expect(results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

it('an update that changes its unique value by a space alone does not wait for itself', async () => {
  await using gateway = await startGateway({ DEADLINE_MS: '2000' });
  gateway.sandbox.addContact({ my_unique_property_name: 'u42' });
  const name = 'my_unique_property_name';
  const input = { id: 'u42', idProperty: name, otherProperties: [{ name, value: 'u42 ' }] };
  expect(await save(gateway, [input])).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
});
