import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/index.js';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

const hubspot = await openSandbox({ rateLimit: { searchesPerS: 100_000 } });
beforeEach(() => hubspot.sandbox.reset());
afterEach(() => {
  hubspot.sandbox.switches.searchLagMs = 0;
  vi.useRealTimers();
});
afterAll(() => hubspot.sandbox.close());

const { search } = hubspot;
const ids = (body: { results: { id: string }[] }) => body.results.map(({ id }) => id);

/** Adds contacts; a search for their company is not about the others. */
const add = (...contacts: Readonly<Record<string, string>>[]) =>
  contacts.map((properties) => hubspot.sandbox.addContact({ company: 'Few', ...properties }));
const OF_FEW = { propertyName: 'company', operator: 'EQ', value: 'few' };

/** The first names of those that the filters find among the few. */
async function found(...filters: object[]): Promise<string> {
  const { status, body } = await search({ filterGroups: [{ filters: [OF_FEW, ...filters] }] });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results.map(({ properties }: { properties: { firstname: string } }) => properties.firstname).join('');
}

describe("the sandbox's search", () => {
  it('answers ten contacts as reads do, where nothing is asked for, and says how many there are', async () => {
    const { status, body } = await search({});
    expect([status, body.total, body.paging]).toEqual([200, 200, { next: { after: '10' } }]);
    expect(ids(body)).toEqual(Array.from({ length: 10 }, (_, index) => String(501 + index)));
    const read = await hubspot.read({ inputs: [{ id: '501' }] });
    expect(body.results[0]).toEqual(read.body.results[0]);
  });

  it('answers the properties that are asked for: null where unset, left out where unknown', async () => {
    const { body } = await search({ properties: ['jobtitle', 'nonsense'], limit: 1 });
    expect(body.results[0].properties).toEqual({
      createdate: expect.any(String),
      hs_object_id: '501',
      jobtitle: null,
      lastmodifieddate: expect.any(String),
    });
  });

  it('pages through all contacts, each once', async () => {
    const seen: string[] = [];
    let after: string | undefined = '0';
    while (after !== undefined) {
      const { body } = await search({ limit: 30, after });
      seen.push(...ids(body));
      after = body.paging?.next.after;
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => String(501 + index)));
  });

  it('leaves out what is in the recycle bin, and what was merged', async () => {
    hubspot.sandbox.archive('501');
    hubspot.sandbox.merge('502', '503');
    const { body } = await search({ limit: 2 });
    expect([body.total, ids(body)]).toEqual([198, ['502', '504']]);
  });

  it.each(['/crm/objects/2026-03/contacts/search', '/crm/objects/2026-09/0-1/search'])(
    'is at %s, too',
    async (path) => {
      expect((await hubspot.send('POST', path, {})).body.total).toBe(200);
    },
  );

  it("serves HubSpot's own client", async () => {
    const client = new Client({ accessToken: 'pat-test', basePath: hubspot.sandbox.url });
    const answer = await client.crm.contacts.searchApi.doSearch({
      filterGroups: [
        { filters: [{ propertyName: 'email', operator: FilterOperatorEnum.ContainsToken, value: '*@example.com' }] },
      ],
      sorts: ['-hs_object_id'],
      properties: ['email'],
      limit: 2,
    });
    expect([answer.total, answer.paging?.next?.after]).toEqual([200, '2']);
    expect(answer.results.map(({ id, createdAt }) => [id, createdAt instanceof Date])).toEqual([
      ['700', true],
      ['699', true],
    ]);
    await expect(client.crm.contacts.searchApi.doSearch({ limit: 201 })).rejects.toMatchObject({ code: 400 });
  });
});

describe('the filters', () => {
  /** What each filter finds of the contacts a, b and c; c has no values. */
  const CASES: readonly (readonly [property: string, operator: string, bounds: object, finds: string])[] = [
    ['property_number', 'EQ', { value: '9.0' }, 'a'],
    ['property_number', 'EQ', { value: 9 }, 'a'],
    ['property_number', 'NEQ', { value: '9' }, 'b'],
    ['property_number', 'LT', { value: '10' }, 'a'],
    ['property_number', 'LTE', { value: '10' }, 'ab'],
    ['property_number', 'GT', { value: '9' }, 'b'],
    ['property_number', 'GTE', { value: '9' }, 'ab'],
    ['property_number', 'BETWEEN', { value: '9', highValue: '9.5' }, 'a'],
    ['property_number', 'IN', { values: ['9', '11'] }, 'a'],
    ['property_number', 'NOT_IN', { values: ['9'] }, 'b'],
    ['property_number', 'HAS_PROPERTY', {}, 'ab'],
    ['property_number', 'NOT_HAS_PROPERTY', {}, 'c'],
    ['property_string', 'EQ', { value: 'BIG blue-ish sea' }, 'a'],
    ['property_string', 'NEQ', { value: 'Big Blue-ish Sea' }, 'b'],
    ['property_string', 'LT', { value: 'C' }, 'a'],
    ['property_string', 'IN', { values: ['small'] }, 'b'],
    ['property_string', 'IN', { values: ['Small', 'x'] }, 'b'],
    ['property_string', 'NOT_IN', { values: ['small'] }, 'a'],
    ['property_string', 'CONTAINS_TOKEN', { value: 'BLUE' }, 'a'],
    ['property_string', 'CONTAINS_TOKEN', { value: 'blue ish' }, 'a'],
    ['property_string', 'CONTAINS_TOKEN', { value: 'big sea' }, ''],
    ['property_string', 'CONTAINS_TOKEN', { value: 'blu' }, ''],
    ['property_string', 'CONTAINS_TOKEN', { value: 'blu*' }, 'a'],
    ['property_string', 'CONTAINS_TOKEN', { value: '*all' }, 'b'],
    ['property_string', 'CONTAINS_TOKEN', { value: '*l*' }, 'ab'],
    ['property_string', 'CONTAINS_TOKEN', { value: '*' }, 'ab'],
    ['property_string', 'CONTAINS_TOKEN', { value: '-' }, ''],
    ['property_string', 'NOT_CONTAINS_TOKEN', { value: 'blue' }, 'b'],
    ['property_dropdown', 'EQ', { value: 'choice_a' }, 'a'],
    ['property_dropdown', 'EQ', { value: 'Choice_A' }, ''],
    ['property_dropdown', 'IN', { values: ['choice_a', 'choice_b'] }, 'ab'],
    ['property_dropdown', 'CONTAINS_TOKEN', { value: 'choice' }, ''],
    ['property_multiple_checkboxes', 'EQ', { value: 'vanilla;chocolate' }, 'a'],
    ['property_multiple_checkboxes', 'EQ', { value: 'vanilla' }, 'b'],
    ['property_multiple_checkboxes', 'NEQ', { value: 'vanilla' }, 'a'],
    ['property_multiple_checkboxes', 'IN', { values: ['vanilla'] }, 'ab'],
    ['property_multiple_checkboxes', 'NOT_IN', { values: ['chocolate'] }, 'b'],
    ['property_multiple_checkboxes', 'CONTAINS_TOKEN', { value: 'chocolate' }, 'a'],
    ['property_multiple_checkboxes', 'NOT_CONTAINS_TOKEN', { value: 'chocolate' }, 'b'],
    ['hs_email_optout', 'EQ', { value: true }, 'a'],
    ['hs_email_domain', 'EQ', { value: 'EXAMPLE.com' }, 'a'],
    ['property_date', 'EQ', { value: '2026-02-03' }, 'a'],
    ['property_date', 'EQ', { value: String(Date.UTC(2026, 1, 3)) }, 'a'],
    ['property_date', 'GT', { value: '2026-02-03' }, 'b'],
    ['closedate', 'LT', { value: '2026-02-03T05:06:07Z' }, 'a'],
    ['closedate', 'GTE', { value: '2026-02-03T07:06:07+02:00' }, 'b'],
    ['closedate', 'BETWEEN', { value: '2026-02-03', highValue: String(Date.UTC(2026, 1, 3, 5)) }, 'a'],
    ['createdate', 'GT', { value: '2026-01-01' }, 'abc'],
    ['createdate', 'HAS_PROPERTY', {}, 'abc'],
    ['hs_object_id', 'NEQ', { value: '0' }, 'abc'],
  ];
  const A = {
    firstname: 'a',
    email: 'a@example.com',
    property_number: '9',
    property_string: 'Big Blue-ish sea',
    property_dropdown: 'choice_a',
    property_multiple_checkboxes: 'chocolate;vanilla',
    hs_email_optout: 'true',
    property_date: '2026-02-03',
    closedate: '2026-02-03T04:05:06.789Z',
  };
  const B = {
    firstname: 'b',
    property_number: '10',
    property_string: 'small',
    property_dropdown: 'choice_b',
    property_multiple_checkboxes: 'vanilla',
    hs_email_optout: 'false',
    property_date: '2026-02-04',
    closedate: '2026-02-03T05:06:07Z',
  };
  beforeEach(() => void add(A, B, { firstname: 'c', property_string: '' }));

  it.each(CASES)('%s %s %o finds "%s"', async (propertyName, operator, bounds, finds) => {
    expect(await found({ propertyName, operator, ...bounds })).toBe(finds);
  });

  it('of a group hold together, and groups are alternatives', async () => {
    const named = (value: string) => ({ propertyName: 'firstname', operator: 'EQ', value });
    const numbered = { propertyName: 'property_number', operator: 'HAS_PROPERTY' };
    expect(await found(numbered, named('b'))).toBe('b');
    expect(await found(numbered, named('c'))).toBe('');
    const groups = await search({ filterGroups: [{ filters: [named('c')] }, { filters: [numbered, named('a')] }] });
    expect(groups.body.results.map((each: { properties: object }) => each.properties)).toMatchObject([
      { firstname: 'a' },
      { firstname: 'c' },
    ]);
  });

  it('may stand alone, without a group', async () => {
    expect((await search({ filters: [OF_FEW] })).body.total).toBe(3);
  });
});

describe('a query', () => {
  it.each([
    ['the beginning of an email', 'ada.ash.501@exa', ['501']],
    ['the record id', '0512', []],
    ['the record id', '512', ['512']],
    ['words of several properties, in any case and order', 'LARCH 508 gra', ['508']],
    ['a phone', '+49 555', ['1']],
    ['what is nowhere', 'ada zzz', []],
    ['the inside of a word', 'da.ash.501', []],
  ])('for %s: %s', async (_what, query, expected) => {
    const [added] = add({ phone: '+49 555 1234' });
    const { body } = await search({ query });
    expect(ids(body)).toEqual(expected.map((id) => (id === '1' ? added : id)));
  });

  it('holds together with filters', async () => {
    const all = await search({ query: 'ada' });
    const filters = [{ propertyName: 'hs_object_id', operator: 'LT', value: '600' }];
    const some = await search({ query: 'ada', filterGroups: [{ filters }] });
    expect(some.body.total).toBeGreaterThan(0);
    expect(some.body.total).toBeLessThan(all.body.total);
  });
});

describe('sorting', () => {
  const named = (rule: unknown) => search({ filters: [OF_FEW], sorts: [rule] });
  const firstnames = async (rule: unknown) =>
    (await named(rule)).body.results
      .map(({ properties }: { properties: { firstname: string } }) => properties.firstname)
      .join('');

  it.each([
    ['property_number', 'bacde'],
    ['-property_number', 'cabde'],
    [{ propertyName: 'property_number' }, 'bacde'],
    [{ propertyName: 'property_number', direction: 'DESCENDING' }, 'cabde'],
    [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }, 'edcba'],
    [{ propertyName: 'lastname', direction: 'ASCENDING' }, 'caebd'],
  ])('by %o gives %s: those without a value last, equal ones by id', async (rule, order) => {
    add(
      { firstname: 'a', property_number: '9', lastname: 'b' },
      { firstname: 'b', property_number: '-1' },
      { firstname: 'c', property_number: '10', lastname: 'A' },
      { firstname: 'd' },
      { firstname: 'e', lastname: 'B' },
    );
    expect(await firstnames(rule)).toBe(order);
  });
});

describe('a search is refused with 400 that has', () => {
  const filter = { propertyName: 'email', operator: 'HAS_PROPERTY' };
  const groups = (...sizes: number[]) => ({
    filterGroups: sizes.map((length) => ({ filters: Array.from({ length }, () => filter) })),
  });
  const one = (change: object) => ({ filterGroups: [{ filters: [{ ...filter, ...change }] }] });

  it.each<[what: string, body: object, message: RegExp]>([
    ['six groups', groups(1, 1, 1, 1, 1, 1), /5 filterGroups/],
    ['seven filters in a group', groups(7), /6 filters/],
    ['nineteen filters', groups(6, 6, 6, 1), /18 filters/],
    ['a query of 3,001 characters', { query: 'x'.repeat(3001) }, /3000 characters/],
    ['pages of 201', { limit: 201 }, /from 1 to 200/],
    ['a page beyond 10,000 results', { limit: 100, after: '9901' }, /10000 results/],
    ['an after that is no number', { after: 'abc' }, /whole number/],
    ['an unknown operator', one({ operator: 'LIKE', value: 'x' }), /'LIKE'/],
    ['an unknown property in a filter', one({ propertyName: 'nonsense' }), /'nonsense'/],
    ['an unknown property in its sorting rule', { sorts: ['-nonsense'] }, /'nonsense'/],
    ['no value', one({ operator: 'NEQ' }), /needs a value/],
    ['no upper bound', one({ operator: 'BETWEEN', value: 'a' }), /needs a highValue/],
    ['no values', one({ operator: 'NOT_IN', values: [] }), /needs values/],
    ['no number for a number', one({ propertyName: 'property_number', operator: 'GT', value: 'x' }), /'x' cannot be/],
    ['no moment for a moment', one({ propertyName: 'createdate', operator: 'LT', value: 'today' }), /'today' cannot/],
  ])('%s', async (_what, sent, message) => {
    const { status, body } = await search(sent);
    expect([status, body.category, body.message]).toEqual([400, 'VALIDATION_ERROR', expect.stringMatching(message)]);
  });

  it('another shape', async () => {
    expect(await search({ filterGroups: {} })).toMatchObject({ status: 400, body: { message: 'Invalid input JSON' } });
  });

  it('and what is just within the limits is carried out', async () => {
    for (const sent of [
      groups(6, 6, 6),
      groups(1, 1, 1, 1, 1),
      { query: 'x'.repeat(3000) },
      { limit: 200, after: 9800 },
    ]) {
      expect((await search(sent)).status).toBe(200);
    }
  });
});

describe('a search that is behind', () => {
  const lookFor = async (value: string) =>
    (await search({ filters: [{ propertyName: 'firstname', operator: 'EQ', value }] })).body;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    hubspot.sandbox.switches.searchLagMs = 5000;
  });

  it('finds a new contact late', async () => {
    const id = hubspot.sandbox.addContact({ firstname: 'New' });
    vi.advanceTimersByTime(4999);
    expect((await lookFor('New')).total).toBe(0);
    vi.advanceTimersByTime(1);
    expect(ids(await lookFor('New'))).toEqual([id]);
  });

  it('sees each of several changes late, while reads see the last one at once', async () => {
    await hubspot.update({ id: '512', properties: { firstname: 'First' } });
    vi.advanceTimersByTime(2000);
    await hubspot.update({ id: '512', properties: { firstname: 'Second' } });
    expect(hubspot.sandbox.contact('512')?.properties.firstname).toBe('Second');
    expect([(await lookFor('First')).total, (await lookFor('Second')).total]).toEqual([0, 0]);
    vi.advanceTimersByTime(3000);
    const { results } = await lookFor('First');
    expect(results).toMatchObject([{ id: '512', properties: { firstname: 'First' } }]);
    vi.advanceTimersByTime(2000);
    expect([(await lookFor('First')).total, (await lookFor('Second')).total]).toEqual([0, 1]);
  });

  it('finds for a while what was archived or merged', async () => {
    hubspot.sandbox.archive('512');
    hubspot.sandbox.merge('513', '514');
    expect((await search({})).body.total).toBe(200);
    vi.advanceTimersByTime(5000);
    expect((await search({})).body.total).toBe(198);
  });

  it('is not behind a reset', async () => {
    hubspot.sandbox.addContact({ firstname: 'New' });
    hubspot.sandbox.reset();
    expect((await search({})).body.total).toBe(200);
  });
});

describe('the limit of searches', () => {
  it('is five in any second for all tokens, apart from that of other calls', async () => {
    await using strict = await openSandbox({ rateLimit: { max: 1 } });
    vi.useFakeTimers({ toFake: ['Date'] });
    const one = async (token = 'a') =>
      (await strict.send('POST', '/crm/v3/objects/contacts/search', {}, { token })).status;
    expect([await one(), await one(), await one('b'), await one(), await one()]).toEqual(Array(5).fill(200));
    expect([await one(), await one('b')]).toEqual([429, 429]);
    vi.advanceTimersByTime(999);
    expect(await one()).toBe(429);
    expect((await strict.read({ inputs: [{ id: '512' }] })).status).toBe(200);
    vi.advanceTimersByTime(1);
    expect(await one()).toBe(200);
  });

  it('is told of only when it is reached, and the headers are about the day alone', async () => {
    await using strict = await openSandbox({ rateLimit: { searchesPerS: 1, daily: 10 } });
    vi.useFakeTimers({ toFake: ['Date'] });
    const limits = ({ headers }: { headers: Headers }) =>
      Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-hubspot-ratelimit')));
    const aboutTheDay = { 'x-hubspot-ratelimit-daily': '10', 'x-hubspot-ratelimit-daily-remaining': '9' };
    expect(limits(await strict.search({}))).toEqual(aboutTheDay);
    const refused = await strict.search({});
    expect([refused.status, limits(refused)]).toEqual([429, aboutTheDay]);
    expect(refused.body).toEqual({
      status: 'error',
      message: 'You have reached your secondly limit.',
      correlationId: expect.any(String),
      category: 'RATE_LIMITS',
    });
    strict.sandbox.reset();
    expect((await strict.search({})).status).toBe(200);
  });
});
