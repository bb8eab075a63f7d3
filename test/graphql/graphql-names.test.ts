import { describe, expect, it } from 'vitest';
import { enumTypeName, enumValueNames, isFieldName, isGraphQLName } from '../../src/graphql/graphql-names.ts';

const names = (...values: string[]) => [...enumValueNames(values).values()];

describe('enum value names', () => {
  it('are the option values themselves where these are names', () => {
    expect(names('choice_b', 'NEW', 'chocolate')).toEqual(['choice_b', 'NEW', 'chocolate']);
  });

  it('replace what a name cannot hold', () => {
    expect(names('Real estate', 'R&D', 'É-mail', '1-10', '  ', '名前')).toEqual([
      'Real_estate',
      'R_D',
      'E_mail',
      '_1_10',
      'EMPTY',
      'EMPTY_2',
    ]);
  });

  it('avoid the words that GraphQL keeps for itself', () => {
    expect(names('true', 'false', 'null', '__x')).toEqual(['_true', '_false', '_null', 'x']);
  });

  it('are never the same for two values, and never take the name of a value that is one', () => {
    expect(names('a b', 'a_b', 'a-b')).toEqual(['a_b_2', 'a_b', 'a_b_3']);
  });
});

describe('enum type names', () => {
  it('come from the property', () => {
    expect(enumTypeName('hs_lead_status', new Set())).toBe('ContactHsLeadStatus');
  });

  it('leave the types of the contract alone', () => {
    expect(enumTypeName('batch', new Set(['ContactBatch']))).toBe('ContactBatchOption');
  });

  it('differ for properties that differ', () => {
    const taken = new Set<string>();
    const names = ['a_b', 'a__b', 'aB'].map((property) => enumTypeName(property, taken));
    expect(new Set(names).size).toBe(3);
  });
});

describe('a GraphQL name', () => {
  it.each([
    ['firstname', true],
    ['__proto__', false],
    ['2fa', false],
    ['a-b', false],
    ['', false],
  ])('%j: %s', (name, yes) => {
    expect(isGraphQLName(name)).toBe(yes);
  });
});

describe('the name of a field', () => {
  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'a-b'])('is never %s', (name) => {
    expect(isFieldName(name)).toBe(false);
  });
});
