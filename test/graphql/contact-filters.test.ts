import { type ExecutionResult, graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialOf } from '../../src/credential.ts';
import { AnswerLimit } from '../../src/graphql/answer-limit.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { createClient } from '../../src/hubspot/client.ts';
import { type Search, type SearchPage, searchContacts } from '../../src/hubspot/search-contacts.ts';
import type { SearchRequest } from '../../src/hubspot/wire.ts';
import type { Outcome } from '../../src/outcome.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { definitions } from '../definitions.ts';
import fc from '../fast-check.ts';

const schema = createSchema(definitions);
const SEARCH = `query ($where: [ContactFilter!], $text: String, $orderBy: ContactOrder, $first: Int) {
  searchContacts(where: $where, text: $text, orderBy: $orderBy, first: $first) { nodes { id } totalCount }
}`;
interface Found {
  readonly searchContacts: { readonly nodes: readonly { readonly id: string }[]; readonly totalCount: number };
}

/** The schema without the stages below it: `search` stands for those. */
async function execute(search: (search: SearchRequest) => Promise<SearchPage>, variableValues: object, from = schema) {
  const context: Partial<GatewayContext> = {
    credential: () => credentialOf('t') as never,
    accessOf: () => ({ search: (asked: Search) => search(asked.search) }) as never,
    signal: new AbortController().signal,
    answer: new AnswerLimit(),
  };
  const result = await graphql({
    schema: from,
    source: SEARCH,
    variableValues: { ...variableValues },
    contextValue: context,
  });
  return result as unknown as ExecutionResult<Found>;
}

/** What leaves for a search. */
async function sent(variables: object, from = schema) {
  const requests: SearchRequest[] = [];
  const search = async (request: SearchRequest) => {
    requests.push(request);
    return { total: 0, contacts: [], next: null };
  };
  return { ...(await execute(search, variables, from)), requests };
}
const groupsOf = async (...where: object[]) => (await sent({ where })).requests[0]?.filterGroups;

describe('a filter', () => {
  it('becomes a group of conditions in HubSpot’s form, and its alternatives others', async () => {
    expect(
      await groupsOf(
        {
          firstname: { eq: 'Ada', notContainsToken: 'x*' },
          property_number: { between: { from: 1e21, to: -0.5 } },
          property_checkbox: { neq: true },
          email: { has: true },
        },
        { company: { has: false }, lifecyclestage: { eq: 'lead' } },
      ),
    ).toEqual([
      {
        filters: [
          { propertyName: 'email', operator: 'HAS_PROPERTY' },
          { propertyName: 'firstname', operator: 'EQ', value: 'Ada' },
          { propertyName: 'firstname', operator: 'NOT_CONTAINS_TOKEN', value: 'x*' },
          { propertyName: 'property_checkbox', operator: 'NEQ', value: 'true' },
          { propertyName: 'property_number', operator: 'BETWEEN', value: '1000000000000000000000', highValue: '-0.5' },
        ],
      },
      {
        filters: [
          { propertyName: 'company', operator: 'NOT_HAS_PROPERTY' },
          { propertyName: 'lifecyclestage', operator: 'EQ', value: 'lead' },
        ],
      },
    ]);
  });

  it('has times in epoch milliseconds, a day as its midnight in UTC', async () => {
    expect(
      await groupsOf({ closedate: { gte: '2026-03-10T23:04:41.164+01:00' }, property_date: { eq: '1969-12-31' } }),
    ).toMatchObject([{ filters: [{ value: '1773180281164' }, { value: '-86400000' }] }]);
  });

  it('has lists of texts in lower case, and options as they are', async () => {
    const [option] = definitions.find(({ name }) => name === 'hs_lead_status')?.options ?? [];
    expect(
      await groupsOf({ firstname: { in: ['Ada', 'GRACE'] }, hs_lead_status: { notIn: [option?.value] } }),
    ).toMatchObject([{ filters: [{ values: ['ada', 'grace'] }, { values: [option?.value] }] }]);
  });

  it('has the account’s own options, by their names', async () => {
    const options = [{ label: 'A plus', value: 'A+', hidden: false }];
    const grade = {
      ...definitions[0],
      name: 'grade',
      label: 'Grade',
      type: 'enumeration',
      fieldType: 'select',
      options,
    };
    const { requests, errors } = await sent({ where: [{ grade: { eq: 'A_x' } }] }, createSchema([grade as never]));
    expect([requests, errors?.[0]?.message]).toEqual([[], expect.stringContaining('ContactGrade')]);
    const type = createSchema([grade as never]).getType('ContactGrade') as unknown as {
      getValues(): { name: string }[];
    };
    const named = await sent({ where: [{ grade: { eq: type.getValues()[0]?.name } }] }, createSchema([grade as never]));
    expect(named.requests).toMatchObject([{ filterGroups: [{ filters: [{ value: 'A+' }] }] }]);
  });

  it('takes raw conditions as they are, without definitions as well', async () => {
    const otherProperties = [
      { name: 'Not-A-Name', operator: 'EQ', value: 'X' },
      { name: 'b', operator: 'NOT_IN', values: ['X'] },
      { name: 'c', operator: 'BETWEEN', value: '1', highValue: '2' },
      { name: 'd', operator: 'HAS_PROPERTY', value: null },
    ];
    const { requests } = await sent({ where: [{ otherProperties }] }, createSchema([]));
    expect(requests[0]?.filterGroups).toEqual([
      {
        filters: [
          { propertyName: 'Not-A-Name', operator: 'EQ', value: 'X' },
          { propertyName: 'b', operator: 'NOT_IN', values: ['X'] },
          { propertyName: 'c', operator: 'BETWEEN', value: '1', highValue: '2' },
          { propertyName: 'd', operator: 'HAS_PROPERTY' },
        ],
      },
    ]);
  });

  it('that is null, or no list of filters, is none', async () => {
    expect(await groupsOf()).toEqual([]);
    expect((await sent({ where: null, text: '' })).requests).toMatchObject([{ filterGroups: [], sorts: [] }]);
    expect(await groupsOf({ firstname: { eq: 'a', neq: null }, lastname: null })).toMatchObject([
      { filters: [{ value: 'a' }] },
    ]);
  });
});

const is = (value: string) => ({ firstname: { eq: value } });
const several = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `p${n}`, operator: 'HAS_PROPERTY' }));

describe('what HubSpot would not take', () => {
  it.each<[string, object, string]>([
    ['six filters', { where: Array.from({ length: 6 }, () => is('a')) }, '"where" has 6 filters'],
    ['seven conditions in a filter', { where: [{ otherProperties: several(7) }] }, '"where[0]" has 7 conditions'],
    [
      '19 conditions',
      { where: [5, 5, 5, 4].map((n) => ({ otherProperties: several(n) })) },
      'has 19 conditions in all',
    ],
    ['an empty filter', { where: [is('a'), {}] }, '"where[1]" is empty'],
    ['a filter of nothing', { where: [{ firstname: null, otherProperties: [] }] }, '"where[0]" is empty'],
    ['an empty condition', { where: [{ firstname: {} }] }, '"where[0].firstname" is empty'],
    ['a condition of nothing', { where: [{ firstname: { eq: null } }] }, '"where[0].firstname" is empty'],
    ['an empty list', { where: [{ firstname: { in: [] } }] }, '"where[0].firstname.in" is empty'],
    ['a long text', { text: 'x'.repeat(3001) }, '"text" has 3001 characters'],
    ['long filters', { where: [is('x'.repeat(3000))] }, '"where" and "orderBy" have 3'],
    ['half of a character', { where: [is('\ud800')] }, '"where[0].firstname.eq" contains half of a character'],
    ['half of a character in the text', { text: '\ud800' }, '"text" contains half of a character'],
    ['half of a character in the order', { orderBy: { property: '\ud800' } }, '"orderBy.property" contains half'],
    ['a year of five digits', { where: [{ closedate: { lt: '0000-01-01T00:00:00+14:00' } }] }, 'years 0000 to 9999'],
    [
      'a raw condition without its values',
      { where: [{ otherProperties: [{ name: 'a', operator: 'IN', value: 'x' }] }] },
      '"where[0].otherProperties[0]" has no "values", which the operator IN needs.',
    ],
    [
      'a raw condition of no property',
      { where: [{ otherProperties: [{ name: ' ', operator: 'HAS_PROPERTY' }] }] },
      '"where[0].otherProperties[0].name" is empty',
    ],
    ['a page of no contact', { first: 0 }, '"first" is 0; a page has 1 to 200 contacts.'],
    ['a page of 201 contacts', { first: 201 }, '"first" is 201'],
  ])('is refused by name, and no call is made: %s', async (_what, variables, message) => {
    const { requests, errors } = await sent(variables);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(requests).toEqual([]);
  });

  it('is not what just fits', async () => {
    const { requests } = await sent({
      text: 'x'.repeat(3000),
      where: [6, 6, 3, 2, 1].map((n) => ({ otherProperties: several(n) })),
      first: 200,
    });
    expect(requests).toMatchObject([{ limit: 200 }]);
  });
});

/** Values of each kind that contacts have, as GraphQL takes them; and the text that HubSpot keeps. */
const POOLS = {
  property_string: ['alpha', 'Beta', 'alpha beta', 'ALPHA', 'gamma-alpha'],
  property_number: [-1.5, 0, 7, 70],
  property_checkbox: [true, false],
  property_date: ['1969-12-31', '2026-03-10', '2026-03-11'],
  closedate: ['2026-03-10T00:00:00.000Z', '2026-03-10T00:00:00.001Z', '2027-01-01T12:00:00.000Z'],
  property_dropdown: ['choice_a', 'choice_b', 'choice_c'],
  property_multiple_checkboxes: ['chocolate', 'strawberry', 'vanilla'],
} as const;
type Property = keyof typeof POOLS;
type Held = string | number | boolean | readonly string[] | null;
type Contact = Readonly<Record<Property, Held>> & { readonly id: string };

const contactOf = fc.record(
  Object.fromEntries(
    Object.entries(POOLS).map(([name, pool]) => [
      name,
      name === 'property_multiple_checkboxes'
        ? fc.option(fc.subarray([...POOLS.property_multiple_checkboxes], { minLength: 1 }))
        : fc.option(fc.constantFrom<Held[]>(...pool)),
    ]),
  ),
);

/** What an operator says of a value that a contact has. Texts are compared without case. */
const comparable = (held: Held) => (typeof held === 'string' ? held.toLowerCase() : (held as number | boolean));
type Compared = ReturnType<typeof comparable>;
const MEANINGS: Record<string, (held: Compared, given: Compared) => boolean> = {
  eq: (held, given) => held === given,
  neq: (held, given) => held !== given,
  lt: (held, given) => held < given,
  lte: (held, given) => held <= given,
  gt: (held, given) => held > given,
  gte: (held, given) => held >= given,
  containsToken: (held, given) => String(held).split(/[ -]/).includes(String(given)),
  notContainsToken: (held, given) => !String(held).split(/[ -]/).includes(String(given)),
};

/** The plain reading of one condition. */
function holds(held: Held, operator: string, given: unknown): boolean {
  if (operator === 'has') return (held !== null) === given;
  if (held === null) return false;
  if (operator === 'in') return (given as Held[]).some((one) => isAmong(held, one));
  if (operator === 'notIn') return !(given as Held[]).some((one) => isAmong(held, one));
  if (operator === 'between') {
    const { from, to } = given as { from: Held; to: Held };
    return holds(held, 'gte', from) && holds(held, 'lte', to);
  }
  const value = Array.isArray(held) ? held.join(';') : held;
  return MEANINGS[operator]?.(comparable(value), comparable(given as Held)) === true;
}
const isAmong = (held: Held, one: Held): boolean =>
  Array.isArray(held) ? held.includes(String(one)) : comparable(held) === comparable(one);

const COMPARING = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'between', 'has'];
const OPERATORS: Record<Property, readonly string[]> = {
  property_string: ['eq', 'neq', 'in', 'notIn', 'containsToken', 'notContainsToken', 'has'],
  property_number: COMPARING,
  property_checkbox: ['eq', 'neq', 'has'],
  property_date: COMPARING,
  closedate: COMPARING,
  property_dropdown: ['eq', 'neq', 'in', 'notIn', 'has'],
  property_multiple_checkboxes: ['eq', 'neq', 'in', 'notIn', 'has'],
};

const conditionOf = (property: Property, operator: string) => {
  const one = operator.endsWith('Token')
    ? fc.constantFrom('alpha', 'beta')
    : fc.constantFrom<Held[]>(...POOLS[property]);
  const given: fc.Arbitrary<unknown> =
    operator === 'has'
      ? fc.boolean()
      : operator === 'between'
        ? fc.record({ from: one, to: one })
        : operator === 'in' || operator === 'notIn'
          ? fc.array(one, { minLength: 1, maxLength: 3 })
          : one;
  return given.map((value) => ({ [property]: { [operator]: value } }));
};
const every = (Object.keys(POOLS) as Property[]).flatMap((property) =>
  OPERATORS[property].map((operator) => [property, operator] as const),
);
const anyCondition = fc.oneof(...every.map(([property, operator]) => conditionOf(property, operator)));

const textOf = (held: Held): string => (Array.isArray(held) ? held.join(';') : String(held));

describe('what is found', () => {
  let sandbox: Sandbox;
  let client: ReturnType<typeof createClient>;
  const contacts: Contact[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({ definitions, rateLimit: { max: 1e6, searchesPerS: 1e6 } });
    client = createClient({ baseUrl: sandbox.url, apiVersion: 'v3', timeoutMs: 5_000 });
    for (const values of fc.sample(contactOf, { numRuns: 60, seed: 1 })) {
      const held = Object.entries(values).filter(([, value]) => value !== null);
      const properties = Object.fromEntries(held.map(([name, value]) => [name, textOf(value)]));
      // Those that were there before have no such company.
      const id = sandbox.addContact({ ...properties, company: 'Scan' });
      contacts.push({ ...(values as Omit<Contact, 'id'>), id });
    }
  });
  afterAll(async () => {
    await client.close();
    await sandbox.close();
  });

  async function idsFound(where: readonly object[]): Promise<readonly string[]> {
    const call = client.as(credentialOf('t') as never);
    const search = async (request: SearchRequest) => {
      const [outcome] = (await searchContacts(call)([{ search: request }])) as [Outcome<SearchPage>];
      if (!outcome.ok) throw outcome.error;
      return outcome.value;
    };
    const { data, errors } = await execute(search, { where, first: 200 });
    expect(errors).toBeUndefined();
    return data?.searchContacts.nodes.map(({ id }) => id).toSorted() ?? [];
  }

  const idsScanned = (where: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]) =>
    contacts
      .filter((contact) =>
        where.some((filter) =>
          Object.entries(filter).every(([property, given]) =>
            Object.entries(given).every(([operator, value]) => holds(contact[property as Property], operator, value)),
          ),
        ),
      )
      .map(({ id }) => id)
      .toSorted();

  it.each(every)('is what a plain scan finds, by %s: %s', async (property, operator) => {
    await fc.assert(
      fc.asyncProperty(conditionOf(property, operator), async (filter) => {
        expect(await idsFound([{ company: { eq: 'scan' }, ...filter }])).toEqual(idsScanned([filter]));
      }),
      { numRuns: 8 },
    );
  });

  it('is what a plain scan finds, by alternatives of several conditions', async () => {
    const filter = fc.array(anyCondition, { minLength: 1, maxLength: 3 }).map((parts) => Object.assign({}, ...parts));
    await fc.assert(
      fc.asyncProperty(fc.array(filter, { minLength: 1, maxLength: 3 }), async (where) => {
        const ofThese = where.map((each) => ({ ...each, company: { eq: 'Scan' } }));
        expect(await idsFound(ofThese)).toEqual(idsScanned(where));
      }),
      { numRuns: 60 },
    );
  });
});
