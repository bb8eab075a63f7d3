import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { startGateway } from './gateway.ts';
import { SearchContactsDocument, UpdateAContactDocument } from './graphql-documents/graphql.ts';

interface Page {
  readonly searchContacts: {
    readonly nodes: readonly { readonly id: string }[];
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
  };
}
interface Variables {
  readonly text?: string;
  readonly where?: readonly object[];
  readonly orderBy?: object;
  readonly first?: number;
  readonly after?: string | null;
}

const SEARCH = `query ($text: String, $where: [ContactFilter!], $orderBy: ContactOrder, $first: Int, $after: String) {
  searchContacts(text: $text, where: $where, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { id } } nodes { id } pageInfo { hasNextPage endCursor } totalCount
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;
const ask = (gateway: Gateway, variables: Variables) => gateway.request<Page, Variables>(SEARCH, variables);
const found = async (gateway: Gateway, variables: Variables) => {
  const { data, errors } = await ask(gateway, variables);
  expect(errors).toBeUndefined();
  return (data as Page).searchContacts;
};

const PATH = /contacts\/search$/;
const searches = ({ calls }: Pick<Sandbox, 'calls'>) =>
  calls.filter(({ path }) => PATH.test(path)).map(({ body }) => body as Record<string, unknown>);
const statuses = ({ calls }: Pick<Sandbox, 'calls'>) => new Set(calls.map(({ status }) => status));
const page = (total: number, ids: readonly number[], after?: number) => ({
  status: 200,
  body: {
    total,
    results: ids.map((id) => ({ id: String(id), properties: {} })),
    ...(after !== undefined && { paging: { next: { after: String(after) } } }),
  },
});

describe.concurrent('a search', () => {
  it('gives the contacts that fit, in order, and the page after it by its cursor', async () => {
    await using gateway = await startGateway();
    const first = await gateway.request(SearchContactsDocument, {});
    const { nodes, pageInfo, totalCount } = first.data?.searchContacts ?? {};
    expect([nodes?.length, pageInfo?.hasNextPage]).toEqual([10, true]);
    const second = await gateway.request(SearchContactsDocument, { after: pageInfo?.endCursor ?? null });
    const names = [first, second].flatMap(
      ({ data }) => data?.searchContacts.nodes.map(({ properties }) => properties?.lastname?.toLowerCase() ?? '') ?? [],
    );
    expect(names).toEqual(names.toSorted().toReversed());
    expect(second.data?.searchContacts.totalCount).toBe(totalCount);
    const body = {
      filterGroups: [
        {
          filters: [
            { propertyName: 'createdate', operator: 'LT', value: String(Date.parse('2030-01-01')) },
            { propertyName: 'email', operator: 'HAS_PROPERTY' },
          ],
        },
      ],
      sorts: [{ propertyName: 'lastname', direction: 'DESCENDING' }],
      properties: ['email', 'firstname', 'lastname'],
      limit: 10,
    };
    expect(searches(gateway.sandbox)).toEqual([body, { ...body, after: '10' }]);
  });

  it('leads through 7,000 contacts, each of them once', async () => {
    await using gateway = await startGateway();
    for (let n = 0; n < 7_000; n += 1) gateway.sandbox.addContact({ company: 'Seven' });
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo, totalCount } = await found(gateway, {
        where: [{ company: { eq: 'seven' } }],
        first: 200,
        after,
      });
      expect(totalCount).toBe(7_000);
      ids.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect([ids.length, new Set(ids).size]).toEqual([7_000, 7_000]);
    expect(searches(gateway.sandbox)).toHaveLength(35);
    expect(statuses(gateway.sandbox)).toEqual(new Set([200]));
  });

  it('goes on behind any contact, in pages of another size as well', async () => {
    await using gateway = await startGateway();
    const { edges, nodes } = await found(gateway, { first: 4 });
    expect(edges.map(({ node }) => node)).toEqual(nodes);
    const behind = await found(gateway, { first: 2, after: edges[1]?.cursor ?? null });
    expect(behind.nodes).toEqual(nodes.slice(2));
    expect(searches(gateway.sandbox)).toMatchObject([{ limit: 4 }, { limit: 2, after: '2' }]);
  });

  it('ends after the 10,000th contact, however many there are, and asks for none behind it', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext(page(20_000, [1], 9_900));
    gateway.sandbox.answerNext(page(20_000, [2], 10_000));
    const first = await found(gateway, {});
    const last = await found(gateway, { first: 200, after: first.pageInfo.endCursor });
    expect(last).toMatchObject({ pageInfo: { hasNextPage: false }, totalCount: 20_000 });
    expect(searches(gateway.sandbox)).toMatchObject([{ limit: 25 }, { limit: 100, after: '9900' }]);
  });

  it('is refused behind the 10,000th contact', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext(page(20_000, [1], 9_999));
    gateway.sandbox.answerNext(page(20_000, [2], 10_000));
    const { pageInfo } = await found(gateway, {});
    const end = await found(gateway, { after: pageInfo.endCursor });
    const { errors } = await ask(gateway, { after: end.pageInfo.endCursor });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('the first 10000 results'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(searches(gateway.sandbox)).toHaveLength(2);
  });

  it('is refused with a cursor of another search, or with none of ours, and no call is made', async () => {
    await using gateway = await startGateway();
    const { pageInfo } = await found(gateway, { text: 'a', first: 1 });
    const after = pageInfo.endCursor;
    expect(after).not.toBeNull();
    const others = [{}, { text: 'b' }, { text: 'a', where: [{ email: { has: true } }] }];
    for (const other of [...others, { text: 'a', orderBy: { property: 'email' } }]) {
      expect((await ask(gateway, { ...other, after })).errors).toMatchObject([
        { message: expect.stringContaining('of another search'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    const forged = [[-1, 'x'], [0.5, 'x'], ['0', 'x'], [1], null].map((value) =>
      Buffer.from(JSON.stringify(value)).toString('base64url'),
    );
    for (const cursor of ['', '20', 'é', ...forged]) {
      expect((await ask(gateway, { text: 'a', after: cursor })).errors).toMatchObject([
        { message: expect.stringContaining('not a cursor of this gateway'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    expect(searches(gateway.sandbox)).toHaveLength(1);
  });

  it('asks for the properties that are selected, by either way and by fragments, and for no others', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(`
      query { searchContacts(first: 1) { ...Edges nodes { properties { lastname jobtitle @skip(if: true) } } } }
      fragment Edges on ContactConnection { edges { node { property(name: "company") properties { email } } } }
    `);
    expect(data).toMatchObject({
      searchContacts: { edges: [{ node: { properties: { email: expect.any(String) } } }] },
    });
    expect(searches(gateway.sandbox)).toEqual([
      { filterGroups: [], sorts: [], properties: ['company', 'email', 'lastname'], limit: 1 },
    ]);
  });

  it('says of a property that the account does not have that it is not there', async () => {
    await using gateway = await startGateway();
    const { errors } = await gateway.request('{ searchContacts(first: 1) { nodes { property(name: "no_such") } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_PROPERTY' } }]);
  });

  it('that only counts lists no more than it has to', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request('{ searchContacts(first: 200) { totalCount } }');
    expect(data).toEqual({ searchContacts: { totalCount: 200 } });
    expect(searches(gateway.sandbox)).toEqual([{ filterGroups: [], sorts: [], properties: [], limit: 1 }]);
  });

  it('for what HubSpot does not know is an error in its words', async () => {
    await using gateway = await startGateway();
    const { errors } = await ask(gateway, { orderBy: { property: 'no_such' } });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('no_such'), path: ['searchContacts'], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('is sent again when it fails for a reason that may pass', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 503, match: { path: PATH }, body: {} });
    expect((await found(gateway, { first: 1 })).nodes).toHaveLength(1);
    expect(searches(gateway.sandbox)).toHaveLength(2);
  });
});

describe.concurrent('searches at the same time', () => {
  it('share one call where they are equal, whatever the order of what they say', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0' });
    const filters = [
      '{ email: { has: true }, company: { eq: "a", neq: "b" } }',
      '{ company: { neq: "b", eq: "a" }, email: { has: true } }',
    ];
    const fields = ['email company', 'company email'];
    const equal = Array.from(
      { length: 50 },
      (_, n) => `a${n}: searchContacts(where: [${filters[n % 2]}]) { nodes { properties { ${fields[n % 2]} } } }`,
    );
    const { data, errors } = await gateway.request(`{ ${equal.join()} }`);
    expect([errors, Object.keys(data ?? {}).length]).toEqual([undefined, 50]);
    expect(searches(gateway.sandbox)).toHaveLength(1);
    const metrics = await (await fetch(String(gateway.metricsUrl))).text();
    expect(metrics).toContain('contacts_gateway_rest_call_duration_seconds_count{endpoint="search",status="200"} 1');
    expect(metrics).toContain('contacts_gateway_batch_size_sum{kind="search"} 1');
  });

  it('wait for their quota where they differ, and do not touch that of other calls', async () => {
    await using gateway = await startGateway({ METRICS_PORT: '0' });
    const begun = performance.now();
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(gateway, { text: `a${n}` })));
    expect(all.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(performance.now() - begun).toBeGreaterThan(2_000);
    expect(searches(gateway.sandbox)).toHaveLength(12);
    expect(statuses(gateway.sandbox)).toEqual(new Set([200]));
    const metrics = await (await fetch(String(gateway.metricsUrl))).text();
    expect(metrics).toContain('contacts_gateway_quota_left_ratio 1');
  });

  it('are told at once where their turn would not come in time, and all others are answered', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '6000', HUBSPOT_ACCESS_TOKEN: 't' }, { latencyMs: 50 });
    await found(gateway, {});
    const answers = await Promise.all(
      Array.from({ length: 80 }, async (_, n) => {
        const begun = performance.now();
        const { data, errors } = await ask(gateway, { text: `a${n}` });
        return { code: data ? 'OK' : errors?.[0]?.extensions?.code, ms: performance.now() - begun };
      }),
    );
    const count = (code: string) => answers.filter((answer) => answer.code === code).length;
    expect(count('OK')).toBeGreaterThanOrEqual(10);
    expect(count('RATE_LIMITED')).toBeGreaterThanOrEqual(20);
    for (const { code, ms } of answers) if (code === 'RATE_LIMITED') expect(ms).toBeLessThan(4_000);
    // Some may still be under way.
    expect(statuses(gateway.sandbox)).not.toContain(429);
  });

  it('pause where HubSpot says that their quota is used up, and updates and reads do not', async () => {
    await using gateway = await startGateway();
    const body = { status: 'error', message: 'You have reached your secondly limit.', category: 'RATE_LIMITS' };
    gateway.sandbox.answerNext({ match: { path: PATH }, status: 429, headers: { 'retry-after': '4' }, body });
    const answered: string[] = [];
    const searching = found(gateway, { first: 1 }).then(() => answered.push('search'));
    await vi.waitFor(() => expect(searches(gateway.sandbox)).toHaveLength(1));
    const another = found(gateway, { first: 2 }).then(() => answered.push('search'));
    await gateway.request(UpdateAContactDocument).then(() => answered.push('update'));
    await gateway.request('{ contact(id: "512") { id } }').then(() => answered.push('read'));
    await Promise.all([searching, another]);
    expect(answered).toEqual(['update', 'read', 'search', 'search']);
    expect(searches(gateway.sandbox)).toHaveLength(3);
  });

  it('do not share an answer that was there before something was written', async () => {
    await using gateway = await startGateway();
    const text = 'shared';
    expect(await found(gateway, { text })).toMatchObject({ totalCount: 0 });
    expect(await found(gateway, { text })).toMatchObject({ totalCount: 0 });
    await gateway.request(
      'mutation { updateContacts(inputs: [{ id: "512", properties: { company: "Shared" } }]) { results { __typename } } }',
    );
    expect(await found(gateway, { text })).toMatchObject({ totalCount: 1 });
    expect(searches(gateway.sandbox)).toHaveLength(2);
  });

  it('make no call for a caller that leaves before its turn', async () => {
    await using gateway = await startGateway();
    await Promise.all(Array.from({ length: 5 }, (_, n) => found(gateway, { text: `a${n}` })));
    const gone = new AbortController();
    const body = JSON.stringify({ query: SEARCH, variables: { text: 'gone' } });
    const headers = { 'content-type': 'application/json' };
    const leaving = fetch(gateway.url, { method: 'POST', headers, body, signal: gone.signal });
    const staying = found(gateway, { text: 'stays' });
    await wait(300);
    gone.abort();
    await expect(leaving).rejects.toThrow();
    await staying;
    await wait(1_200);
    expect(
      searches(gateway.sandbox)
        .map(({ query }) => query)
        .toSorted(),
    ).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'stays']);
  });

  it('of two credentials never share a call', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const as = (token: string) => gateway.request(SEARCH, { first: 1 }, { authorization: `Bearer ${token}` });
    expect((await Promise.all([as('one'), as('two')])).map(({ errors }) => errors)).toEqual([undefined, undefined]);
    const calls = gateway.sandbox.calls.filter(({ path }) => PATH.test(path));
    expect(calls.map(({ token }) => token).toSorted()).toEqual(['one', 'two']);
  });
});
