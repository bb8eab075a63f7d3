import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { countFields, type OperationPlan, planOf, refuseLongLists } from '../../src/graphql/operation-plan.ts';

const schema = createSchema([]);
const plan = (query: string, variableValues: Record<string, unknown> = {}) =>
  planOf({ schema, document: parse(query), variableValues }) as OperationPlan;
const count = (...args: Parameters<typeof plan>) => countFields(plan(...args), 10_000);
const NODES = '{ nodes { id } }';

describe('the fields of a search', () => {
  it.each<[string, string, Record<string, unknown>?]>([
    ['by a number', `{ searchContacts(first: 100) ${NODES} }`],
    ['by a variable', `query ($n: Int) { searchContacts(first: $n) ${NODES} }`, { n: 100 }],
    ['by the default of a variable', `query ($n: Int = 100) { searchContacts(first: $n) ${NODES} }`],
  ])('are counted for each contact of its page: %s', (_what, query, variables) => {
    expect(count(query, variables)).toBe(201);
  });

  it.each([
    ['nothing', '{ searchContacts { nodes { id } } }'],
    ['a variable of nothing', `query ($n: Int) { searchContacts(first: $n) ${NODES} }`],
    ['null', `{ searchContacts(first: null) ${NODES} }`],
  ])('are those of 25 contacts by %s', (_what, query) => {
    expect(count(query)).toBe(51);
  });

  it.each(['-1', '0', '201', '99999999999999999999', '1.5', '"x"'])('are few by %s, which is refused', (first) => {
    expect(count(`{ searchContacts(first: ${first}) ${NODES} }`)).toBeLessThanOrEqual(51);
  });

  it('count as one input', () => {
    expect(refuseLongLists(plan(`{ searchContacts(first: 200) ${NODES} }`), 1)).toBeNull();
  });
});
