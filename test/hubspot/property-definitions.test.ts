import { describe, expect, it } from 'vitest';
import { propertyDefinitionsSchema } from '../../src/hubspot/wire.ts';

const usual = {
  name: 'p',
  label: 'P',
  type: 'enumeration',
  fieldType: 'select',
  options: [{ label: 'A', value: 'a' }],
};
const read = (...results: unknown[]) => propertyDefinitionsSchema.parse({ results }).results;

describe('a property definition', () => {
  it.each<[string, object, object]>([
    ['without a label is called by its name', { label: null }, { label: 'p' }],
    ['without a field type has none', { fieldType: undefined }, { fieldType: '' }],
    ['without a type has none', { type: null }, { type: '' }],
    ['without options has none', { options: null }, { options: [] }],
    ['whose metadata is null says nothing of itself', { modificationMetadata: null }, { name: 'p' }],
    [
      'may have options without a label, which are called by their value',
      { options: [{ label: null, value: 'a' }, { value: 'b' }] },
      {
        options: [
          { label: 'a', value: 'a' },
          { label: 'b', value: 'b' },
        ],
      },
    ],
    [
      'may have options whose value is a number or a boolean',
      {
        options: [
          { label: 'One', value: 1 },
          { label: 'Yes', value: true },
        ],
      },
      {
        options: [
          { label: 'One', value: '1' },
          { label: 'Yes', value: 'true' },
        ],
      },
    ],
    [
      'keeps the options that can be read',
      { options: ['?', { label: 'No value', value: null }, { label: 'A', value: 'a' }] },
      { options: [{ label: 'A', value: 'a' }] },
    ],
  ])('%s', (_what, sent, expected) => {
    expect(read({ ...usual, ...sent })).toMatchObject([expected]);
  });

  it.each([[null], ['p'], [{ ...usual, name: 7 }], [{ label: 'P' }]])(
    'that cannot be read, %j, is left out',
    (sent) => {
      expect(read(usual, sent, { ...usual, name: 'q' }).map(({ name }) => name)).toEqual(['p', 'q']);
    },
  );
});
