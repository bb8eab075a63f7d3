import { buildSchema, type GraphQLResolveInfo, graphqlSync } from 'graphql';
import { describe, expect, it } from 'vitest';
import { selectedProperties } from '../../src/graphql/selected-properties.ts';

const schema = buildSchema(`
  type Query { save: Payload contact: Contact }
  type Payload { results: [Result!]! }
  union Result = Success | Failure
  type Success { contact: Contact! }
  type Failure { message: String! }
  type Contact { id: ID properties: Properties! property(name: String!): String values(names: [String!]!): [Int] }
  type Properties { a: String b: String c: String }
`);

/** What the resolver of `field` finds selected. */
function selected(source: string, field: 'save' | 'contact', path: string[], variableValues = {}): string[] {
  let found: string[] = [];
  const look = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    found = selectedProperties(info, path);
    return null;
  };
  graphqlSync({ schema, source, rootValue: { [field]: look }, variableValues });
  return found;
}

describe('the selected properties', () => {
  it('are the typed fields under a contact, by name and not by alias', () => {
    expect(selected('{ contact { id properties { x: a b __typename } } }', 'contact', [])).toEqual(['a', 'b']);
  });

  it('are also those asked for raw, by literal or by variable', () => {
    const query = 'query($n: String!) { contact { one: property(name: "b") two: property(name: $n) } }';
    expect(selected(query, 'contact', [], { n: 'any_name' })).toEqual(['b', 'any_name']);
  });

  it.each<[string, object?]>([
    ['query($n: [String!]!) { contact { values(names: $n) } }', { n: ['a', 'other'] }],
    ['query($n: [String!]! = ["a", "other"]) { contact { values(names: $n) } }'],
    ['query($n: String!) { contact { values(names: ["a", $n]) } }', { n: 'other' }],
    ['{ contact { values(names: "a") ...More } } fragment More on Contact { b: values(names: ["other", "a"]) }'],
    ['query($n: [String!]!) { contact { values(names: $n) } }', { n: 'a' }],
  ])('are all that a list names: %s', (query, variables) => {
    const { n } = { n: null, ...variables };
    expect(selected(query, 'contact', [], variables)).toEqual(n === 'a' ? ['a'] : ['a', 'other']);
  });

  it('are found through the path, fragments of any kind, and repeated fields', () => {
    const query = `
      { save { results { ... on Success { contact { properties { a } ...More } } } results { ...S } } }
      fragment More on Contact { properties { b } }
      fragment S on Success { contact { again: properties { c a } } }`;
    expect(selected(query, 'save', ['results', 'contact']).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('leave out what @skip and @include leave out', () => {
    const query = `query($no: Boolean!, $yes: Boolean!) {
      contact { properties { a @skip(if: $yes) b @include(if: $no) c @include(if: $yes) } }
    }`;
    expect(selected(query, 'contact', [], { yes: true, no: false })).toEqual(['c']);
  });

  it('are found in time that grows with the query, not with the ways through its fragments', () => {
    const depth = 200;
    const chain = Array.from(
      { length: depth },
      (_, i) => `fragment F${i} on Contact { ${i + 1 < depth ? `...F${i + 1} ...F${i + 1}` : 'properties { a }'} }`,
    );
    // Two to the power of 200 ways lead to the last fragment: a walk along each would never end.
    expect(selected(`{ contact { ...F0 } } ${chain.join(' ')}`, 'contact', [])).toEqual(['a']);
  });

  it('include those of a fragment that was left out at one place and not at another', () => {
    const query = `query($no: Boolean!) { contact { ...F @include(if: $no) ...F } }
      fragment F on Contact { properties { a } }`;
    expect(selected(query, 'contact', [], { no: false })).toEqual(['a']);
  });

  it('are none where no contact is selected', () => {
    expect(selected('{ save { results { __typename } } }', 'save', ['results', 'contact'])).toEqual([]);
  });
});
