import { describe, expect, it, vi } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { contact { id properties { firstname } } }
      ... on ContactError { message applied retryable }
      ... on RateLimitedError { retryAfterMs policy }
    }
    batches { size status }
  }
}`;
const update = (id: string | number, firstname: string) => ({ id: String(id), properties: { firstname } });
const sizes = (sandbox: Parameters<typeof batchUpdates>[0]) => batchUpdates(sandbox).map(({ length }) => length);

type Gateway = Awaited<ReturnType<typeof startGateway>>;
type Saved = { updateContacts: { results: { __typename: string }[]; batches: { size: number }[] } };
const save = (gateway: Gateway, ...inputs: object[]) => gateway.request<Saved, { inputs: object[] }>(SAVE, { inputs });

const UPSERT = `mutation ($inputs: [UpsertContactInput!]!) {
  upsertContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpsertContactSuccess { created contact { id properties { firstname } } }
    }
  }
}`;

describe('concurrent mutations', () => {
  it('of one contact each, 100 of them in 100 requests, are gathered into at most 5 REST calls', async () => {
    await using gateway = await startGateway();
    const ids = Array.from({ length: 100 }, (_, index) => String(501 + index));
    const answers = await Promise.all(ids.map((id) => save(gateway, update(id, `n${id}`))));
    expect(answers.map(({ data }) => data?.updateContacts.results)).toEqual(
      ids.map((id) => [{ __typename: 'UpdateContactSuccess', contact: { id, properties: { firstname: `n${id}` } } }]),
    );
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(100);
    expect(sizes(gateway.sandbox).length).toBeLessThanOrEqual(5);
  });

  it('that upsert by 100 emails, half of them known, look up, update and create with at most 5 calls each', async () => {
    await using gateway = await startGateway();
    const emails = Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? String(gateway.sandbox.contact(String(530 + index))?.properties.email)
        : `new.${index}@example.com`,
    );
    const answers = await Promise.all(
      emails.map((id, index) => {
        const inputs = [{ id, idProperty: 'email', properties: { firstname: `n${index}` } }];
        return gateway.request<{ upsertContacts: { results: { contact: { id: string } }[] } }, object>(UPSERT, {
          inputs,
        });
      }),
    );
    for (const [index, { data }] of answers.entries()) {
      const [result] = data?.upsertContacts.results ?? [];
      expect(result).toMatchObject({
        __typename: 'UpsertContactSuccess',
        created: index % 2 === 1,
        contact: { properties: { firstname: `n${index}` } },
      });
      expect(gateway.sandbox.contact(result?.contact.id ?? '')?.properties.email).toBe(emails[index]);
    }
    const calls = Map.groupBy(gateway.sandbox.calls, ({ path }) => path.split('/').at(-1));
    expect(new Set(calls.keys())).toEqual(new Set(['read', 'update', 'create']));
    for (const [name, { length }] of calls) expect(length, name).toBeLessThanOrEqual(5);
  });

  it.each([
    // Ten full batches, and a part-empty one for each tenth of a second in which the requests come.
    ['a contact each', (index: number) => 100_000 + index, 'ContactNotFoundError', 20],
    // Five updates of each contact, one after the other: ten full batches at best.
    ['200 contacts among them', (index: number) => 501 + (index % 200), 'UpdateContactSuccess', 25],
  ])('of 1,000 callers, %s, need few REST calls when HubSpot takes 100 ms', async (_who, idOf, typename, atMost) => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 100;
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => save(gateway, update(idOf(index), `n${index}`))),
    );
    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect(data?.updateContacts.results).toMatchObject([{ __typename: typename }]);
    }
    expect(sizes(gateway.sandbox).reduce((sum, size) => sum + size, 0)).toBe(1000);
    expect(sizes(gateway.sandbox).length).toBeLessThanOrEqual(atMost);
  });

  it('of one contact are written one after the other in the order they came, while other contacts go on', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 50;
    const [first, second, third, other] = [
      save(gateway, update(512, 'first')),
      save(gateway, update(512, 'second'), update(512, 'third')),
      save(gateway, update(512, 'fourth')),
      save(gateway, update(513, 'other')),
    ];
    await other;
    const callsBeforeOther = sizes(gateway.sandbox).length;
    await Promise.all([first, second, third]);
    expect(callsBeforeOther).toBeLessThanOrEqual(2);
    const written = batchUpdates(gateway.sandbox)
      .flat()
      .filter(({ id }) => id === '512');
    expect(written).toHaveLength(4);
    expect(gateway.sandbox.contact('512')?.properties.firstname).toBe(written.at(-1)?.properties.firstname);
  });

  it('list the REST calls that carried their inputs, parts of a split batch included', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-test' });
    const { data } = await save(gateway, update(512, 'a'), { ...update('x', 'b'), idProperty: 'lastname' });
    expect(data?.updateContacts.batches).toMatchObject([{ size: 1, status: 'COMPLETE' }]);
    expect(sizes(gateway.sandbox)).toEqual([2, 1, 1]);
  });
});

describe('a credential whose inputs are refused again and again', () => {
  it('does not slow another one', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    gateway.sandbox.latencyMs = 50;
    const as = (token: string, inputs: object[]) =>
      gateway.request(SAVE, { inputs }, { authorization: `Bearer ${token}` });
    // A batch that HubSpot refuses whole, and each part of it again.
    const bad = Array.from({ length: 32 }, (_, index) => ({
      id: String(540 + index),
      otherProperties: [{ name: 'property_dropdown', value: `nonsense-${index}` }],
    }));
    gateway.sandbox.switches.invalidValues = 'batch';
    const refused = as('bad', bad);
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    await as('good', [update(512, 'a')]);
    const callsMeanwhile = gateway.sandbox.calls.filter(({ token }) => token === 'bad').length;
    await refused;
    const callsInAll = gateway.sandbox.calls.filter(({ token }) => token === 'bad').length;
    expect(callsInAll).toBeGreaterThan(20);
    expect(callsMeanwhile).toBeLessThan(callsInAll / 4);
  });
});

describe('a bad answer of HubSpot', () => {
  it.each([
    ['a 503 in HTML', { status: 503, body: '<html>' }],
    ['a 504 after the write', { status: 504, body: '<html>', applied: true }],
    ['a 423', { status: 423, body: { message: 'locked' }, headers: { 'retry-after': '0' } }],
    ['a broken connection', { breakConnection: true as const }],
    ['half a body after the write', { breakConnection: 'half-body' as const, applied: true }],
  ])('is not the end: after %s the batch is sent again', async (_what, fault) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext(fault);
    const { data } = await save(gateway, update(512, 'Ada'), update(513, 'Grace'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess' },
      { __typename: 'UpdateContactSuccess' },
    ]);
    // In parts: the reason may lie in one of them.
    expect(sizes(gateway.sandbox)).toEqual([2, 1, 1]);
  });

  it('to what it took is not a reason to write again', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 200, body: '<html>', applied: true });
    const { data } = await save(gateway, update(512, 'Ada'), update(513, 'Grace'));
    const unknown = { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' };
    expect(data?.updateContacts.results).toMatchObject([unknown, unknown]);
    expect(sizes(gateway.sandbox)).toEqual([2]);
  });

  it('is never repeated for a value that appends, when it may have been written', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 504, body: '<html>', applied: true });
    const append = { id: '512', otherProperties: [{ name: 'property_multiple_checkboxes', value: ';vanilla' }] };
    const { data } = await save(gateway, append, update(513, 'Grace'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
      { __typename: 'UpdateContactSuccess' },
    ]);
    expect(batchUpdates(gateway.sandbox).map((inputs) => inputs.map(({ id }) => id))).toEqual([
      ['512', '513'],
      ['513'],
    ]);
  });

  it('about the daily limit fails at once, with the wait', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 429, body: { message: 'daily', policyName: 'DAILY' } });
    const { data } = await save(gateway, update(512, 'Ada'));
    expect(data?.updateContacts.results).toMatchObject([
      {
        __typename: 'RateLimitedError',
        policy: 'DAILY',
        applied: 'NO',
        retryable: true,
        retryAfterMs: expect.any(Number),
      },
    ]);
    expect(sizes(gateway.sandbox)).toEqual([1]);
  });

  it.each([401, 403])('with status %i is not repeated', async (status) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status, body: { message: 'no' } });
    const { data } = await save(gateway, update(512, 'Ada'));
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'NotPermittedError', applied: 'NO' }]);
    expect(sizes(gateway.sandbox)).toEqual([1]);
  });
});

describe('the bounds', () => {
  it('refuse at once what the queue cannot hold, and say how long to wait', async () => {
    await using gateway = await startGateway({ QUEUE_LIMIT: '2' });
    gateway.sandbox.latencyMs = 100;
    const { data } = await save(gateway, update(512, 'a'), update(513, 'b'), update(514, 'c'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess' },
      { __typename: 'UpdateContactSuccess' },
      { __typename: 'RateLimitedError', policy: 'QUEUE_LIMIT', applied: 'NO', retryable: true, retryAfterMs: 1000 },
    ]);
  });

  it('answer an input whose time is up: unknown when it was sent, not applied when it was not', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '200' });
    gateway.sandbox.latencyMs = 1000;
    const { data } = await save(gateway, update(512, 'a'), update(512, 'b'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
      { __typename: expect.stringMatching(/HubSpotUnavailableError|OutcomeUnknownError/) },
    ]);
  });

  it('withdraw what was not sent when its caller goes away, and finish what was', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 200;
    const ask = (signal: AbortSignal | null, ...inputs: object[]) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: SAVE, variables: { inputs } }),
        signal,
      });
    const gone = new AbortController();
    const left = ask(gone.signal, update(512, 'sent'), update(512, 'withdrawn'));
    const stays = ask(null, update(513, 'stays'));
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    gone.abort();
    await expect(left).rejects.toThrow();
    expect((await stays).status).toBe(200);
    // The next update of the contact comes after all that was to be written before it.
    await save(gateway, update(512, 'next'));
    const written = batchUpdates(gateway.sandbox).flat();
    expect(written.map(({ properties }) => properties.firstname)).toEqual(
      expect.arrayContaining(['sent', 'stays', 'next']),
    );
    expect(written.map(({ properties }) => properties.firstname)).not.toContain('withdrawn');
  });
});

describe('searches of many clients', () => {
  const SEARCH = `query ($text: String!) { searchContacts(text: $text) { totalCount nodes { id properties { email } } } }`;
  type Found = { searchContacts: { totalCount: number; nodes: { id: string }[] } };
  const searches = ({ sandbox }: Gateway) => sandbox.calls.filter(({ path }) => path.endsWith('/search'));
  const find = (gateway: Gateway, text: string) => gateway.request<Found, { text: string }>(SEARCH, { text });

  it.each([0, 100])(
    'share one call where they are equal and HubSpot takes %d ms; a moment later there is another',
    async (ms) => {
      await using gateway = await startGateway();
      gateway.sandbox.latencyMs = ms;
      await find(gateway, 'warm');
      const pages = await Promise.all(Array.from({ length: 50 }, () => find(gateway, 'ada')));
      expect(new Set(pages.map(({ data }) => data?.searchContacts.nodes.map(({ id }) => id).join())).size).toBe(1);
      expect(searches(gateway)).toHaveLength(2);
      await new Promise((resolve) => setTimeout(resolve, 800));
      await find(gateway, 'ada');
      expect(searches(gateway)).toHaveLength(3);
    },
  );

  it('need one call, as an update of what was found and a read of it do, for a whole screen', async () => {
    await using gateway = await startGateway();
    const { data } = await find(gateway, 'ada');
    const ids = data?.searchContacts.nodes.map(({ id }) => id) ?? [];
    const read = '($ids: [ID!]!) { contacts(ids: $ids) { id properties { email company } } }';
    await Promise.all([
      save(gateway, update(ids[0] ?? '', 'Ada')),
      gateway.request(`query ${read}`, { ids }),
      gateway.request(`query Other${read}`, { ids: ids.slice(1) }),
    ]);
    expect(gateway.sandbox.calls.map(({ path }) => path.split('/').at(-1)).toSorted()).toEqual([
      'read',
      'search',
      'update',
    ]);
  });
});
