import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/create-schema.ts';
import {
  CONTRACT_TYPES,
  enumTypeName,
  enumValueNames,
  filterTypeName,
  isFieldName,
  isGraphQLName,
} from '../../src/graphql/graphql-names.ts';
import { definitions } from '../definitions.ts';
import fc from '../fast-check.ts';

const names = (...values: string[]) => [...enumValueNames(values).values()];

/** Texts as HubSpot has them for options, many of which differ in what a name cannot hold. */
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'é', '1', '_', '-', ' ', '+', '料', '😀', '\ud83d'), maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom(
    'true',
    'false',
    'null',
    '_true',
    '_null',
    '__proto__',
    'constructor',
    '25-50',
    '25_50',
    '_25_50',
    'a_x20',
  ),
);
const values = fc.uniqueArray(value, { maxLength: 30 });

describe('enum value names', () => {
  it.each(['choice_b', 'NEW', 'chocolate', 'a__b', '_a', 'True', 'EMPTY', 'constructor', 'a_x12'])(
    'are the value itself where it is a name: %s',
    (name) => {
      expect(names(name)).toEqual([name]);
    },
  );

  it.each([
    ['25-50', '_25_50'],
    ['2fa', '_2fa'],
    ['true', '_true'],
    ['false', '_false'],
    ['null', '_null'],
  ])('are easy to guess for what only needs an underscore in front: %s → %s', (text, name) => {
    expect(names(text)).toEqual([name]);
  });

  it.each([
    ['In progress', 'In_progress_x20'],
    ['Freely given consent', 'Freely_given_consent_x20'],
    ['en-gb', 'en_gb_x2d'],
    ['10 people', '_10_people_x20'],
  ])('of words say what stands between them: %s → %s', (text, name) => {
    expect(names(text)).toEqual([name]);
  });

  it.each([
    [/^Real_estate_x[0-9a-f]{10}$/, 'Real  estate'],
    [/^a_b_c_x[0-9a-f]{10}$/, 'a b_c'],
    [/^a_b_c_x[0-9a-f]{10}$/, 'a b-c'],
    [/^R_D_x[0-9a-f]{10}$/, 'R&D'],
    [/^E_mail_x[0-9a-f]{10}$/, 'É-mail'],
    [/^_1000_x[0-9a-f]{10}$/, '1000+'],
    [/^x_x[0-9a-f]{10}$/, '__x'],
    [/^_x[0-9a-f]{10}$/, '無料プラン'],
    [/^_x[0-9a-f]{10}$/, '😀'],
    [/^_x[0-9a-f]{10}$/, '  '],
    [/^_x[0-9a-f]{10}$/, ''],
    [/^(?:long_){9}long_x[0-9a-f]{10}$/, `${'long '.repeat(10_000)}end`],
  ])('are what can be read of any other value, with a suffix made from all of it: %s', (name, text) => {
    expect(names(text)).toEqual([expect.stringMatching(name)]);
  });

  it('are as schema/README.md says', async () => {
    const text = await readFile(new URL('../../schema/README.md', import.meta.url), 'utf8');
    const examples = [...text.matchAll(/`([^`]+)` → `([^`]+)` +\|/g)].map(([, from = '', name]) => [from, name]);
    expect(examples).toHaveLength(5);
    expect([...enumValueNames(examples.map(([from = '']) => from))]).toEqual(examples);
  });

  it.each([
    [['A+', 'A-', 'A', 'A_2', 'a', 'Á', 'A ', ' A']],
    [['無料プラン', '有料プラン', 'EMPTY', 'EMPTY_2', '', ' ', '  ', '\t', '😀', '😁', '\ud83d', '\ud83e']],
    [['25-50', '25_50', '25 50', '_25_50', '25–50', '1-1', '11']],
    [['a b', 'a_b', 'a-b', 'a__b', 'a  b', 'a b ', 'a_b_x20', 'a_b_x2d', 'a b_c', 'a_b c', 'a b c', 'a_b_c', 'a b-c']],
    [['true', 'True', '_true', 'TRUE', 'true ', 'null', '_null', '__null']],
    [['long '.repeat(1000), `${'long '.repeat(1000)}.`, 'long '.repeat(1001)]],
    // The same letter, composed and decomposed.
    [['\u00e9', 'e\u0301']],
  ])('are never the same for two values, list %#', (list) => {
    expect(new Set(names(...list)).size).toBe(list.length);
  });

  it('are never the same for a value that looks like the name of another', () => {
    const [name = ''] = names('R&D');
    expect(new Set(names('R&D', name, ...names(name))).size).toBe(3);
    for (const range of ['1-x0123456789', '1-x20', '1-x2d', '1 x20', 'a x20', 'a-x2d', 'a-x20']) {
      const again = names(...names(range));
      expect(new Set([range, ...names(range), ...again]).size).toBe(3);
      expect(new Set(names(range, ...names(range), ...again)).size).toBe(3);
    }
  });

  it('are names, differ, and depend on nothing beside their own value', () => {
    fc.assert(
      fc.property(values, fc.func(fc.nat()), (list, order) => {
        const together = enumValueNames(list);
        expect([...together.values()].filter((name) => !isGraphQLName(name))).toEqual([]);
        expect([...together.values()].filter((name) => ['true', 'false', 'null'].includes(name))).toEqual([]);
        expect(new Set(together.values()).size).toBe(list.length);
        const moved = enumValueNames(list.toSorted((a, b) => order(a) - order(b)));
        for (const [text, name] of together) {
          expect([moved.get(text), ...names(text)]).toEqual([name, name]);
        }
      }),
    );
  });

  it('that are the same in spite of all are an error, whichever comes first', () => {
    const message =
      'The options "いぇつげあ" and "うぎぎぃあ" get the same name, _xc38abc7f4a. Change one of them in HubSpot.';
    expect(() => names('うぎぎぃあ', 'いぇつげあ')).toThrow(message);
    expect(() => names('いぇつげあ', 'うぎぎぃあ')).toThrow(message);
    expect(names('うぎぎぃあ', 'うぎぎぃあ')).toEqual(['_xc38abc7f4a']);
  });
});

describe('enum type names', () => {
  it.each([
    ['hs_lead_status', 'ContactHsLeadStatus'],
    ['a1', 'ContactA1'],
    ['a_1', 'ContactA_1'],
    ['a_b', 'ContactAB'],
    ['ab', 'ContactAb'],
  ])('come from the property: %s → %s', (property, name) => {
    expect(enumTypeName(property)).toBe(name);
  });

  it.each([
    'batch',
    'properties',
    'property_option',
    'filter',
    'pet_filter',
    'aB',
    'a__b',
    'A_b',
    '_a_b',
    'a_b_',
    '_',
    '_1',
  ])('have a suffix made from the property where another one could have the name: %s', (property) => {
    expect(enumTypeName(property)).toMatch(/^Contact[0-9A-Za-z_]*_x[0-9a-f]{10}$/);
  });

  it('differ for properties that differ, and are never those of the contract', () => {
    const unit = fc.constantFrom('a', 'b', 'A', 'B', '_', '1', 'x');
    const property = fc.oneof(
      fc.string({ unit, maxLength: 6 }),
      fc.constantFrom('batch', 'Batch', 'batch_option', 'a_filter'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(property.filter(isFieldName), { maxLength: 30 }), (properties) => {
        const enums = properties.map(enumTypeName);
        const types = [...enums, ...enums.map(filterTypeName)];
        expect(types.filter((name) => !isGraphQLName(name) || CONTRACT_TYPES.has(name))).toEqual([]);
        expect(new Set(types).size).toBe(types.length);
      }),
    );
  });

  it('know all types of the contract that a property could take', () => {
    const enums = definitions.map(({ name }) => enumTypeName(name));
    const ofProperties = new Set([...enums, ...enums.map(filterTypeName)]);
    const types = Object.keys(createSchema(definitions).getTypeMap()).filter(
      (name) => /^Contact./.test(name) && !ofProperties.has(name),
    );
    expect([...CONTRACT_TYPES].toSorted()).toEqual(types.toSorted());
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
