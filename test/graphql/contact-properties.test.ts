import { coerceInputValue, isInputType, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { enumValueNames } from '../../src/graphql/graphql-names.ts';
import { type PropertyDefinition, propertyDefinitionSchema } from '../../src/hubspot/wire.ts';
import { oddOptionValues } from '../definitions.ts';

const define = (name: string, more: object = {}): PropertyDefinition =>
  propertyDefinitionSchema.parse({ name, label: name, type: 'string', fieldType: 'text', ...more });

/** What a resolver is given of typed properties, in the schema of these definitions. */
function coerce(definitions: readonly PropertyDefinition[], properties: object): unknown {
  const type = createSchema(definitions).getType('ContactPropertiesInput');
  if (!isInputType(type)) throw new Error('There is no such input.');
  return coerceInputValue(properties, type);
}

describe('the typed properties', () => {
  it.each(['constructor', 'toString', '__proto__'])('leave out a property called %s, and work', (name) => {
    expect(coerce([define('a'), define(name)], { a: 'x' })).toEqual({ a: 'x' });
  });

  const readOnly = { modificationMetadata: { readOnlyValue: true } };
  it.each([
    ['no property at all', [], []],
    ['no property that can be written', [define('a', readOnly)], ['ContactProperties']],
    ['no property with the name of a field', [define('a-b')], []],
  ])('leave out a type that would be empty, in an account with %s', (_what, definitions, types) => {
    const schema = createSchema(definitions);
    expect(validateSchema(schema)).toEqual([]);
    expect(Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('ContactProperties'))).toEqual(types);
  });

  it('take each option by a name that means its very value, in whatever order the options come', () => {
    const names = enumValueNames(oddOptionValues);
    for (const order of [oddOptionValues, oddOptionValues.toReversed()]) {
      const options = order.map((value) => ({ label: `Label of ${value}`, value }));
      const pet = define('pet', { type: 'enumeration', fieldType: 'checkbox', options });
      expect(coerce([pet], { pet: oddOptionValues.map((value) => names.get(value)) })).toEqual({
        pet: oddOptionValues,
      });
    }
  });

  it('have a definition that was sent twice once', () => {
    const choice = { type: 'enumeration', fieldType: 'select', options: [{ label: 'A', value: 'a' }] };
    const schema = createSchema([define('pet', choice), define('pet', choice)]);
    expect(Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('ContactPet'))).toEqual([
      'ContactPet',
      'ContactPetFilter',
    ]);
  });
});
