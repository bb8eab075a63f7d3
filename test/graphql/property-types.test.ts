import { graphql, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createBuilder } from '../../src/graphql/builder.ts';
import { enumValueNames } from '../../src/graphql/graphql-names.ts';
import { definePropertyTypes } from '../../src/graphql/property-types.ts';
import { type PropertyDefinition, propertyDefinitionSchema } from '../../src/hubspot/wire.ts';

const define = (name: string, more: object = {}): PropertyDefinition =>
  propertyDefinitionSchema.parse({ name, label: name, type: 'string', fieldType: 'text', ...more });

/** A schema whose `save` takes the properties of these definitions and answers their names, and `values` all of them. */
function schemaOf(...definitions: PropertyDefinition[]) {
  const builder = createBuilder();
  const { output, input } = definePropertyTypes(builder, definitions, () => null);
  builder.queryType({
    fields: (t) => ({
      ...(output && { contact: t.field({ type: output, resolve: () => ({}) }) }),
      save: t.stringList({
        args: { ...(input && { properties: t.arg({ type: input, required: true }) }) },
        resolve: (_root, { properties }) => Object.keys(properties ?? {}),
      }),
      values: t.string({
        args: { ...(input && { properties: t.arg({ type: input, required: true }) }) },
        resolve: (_root, { properties }) => JSON.stringify(properties ?? {}),
      }),
    }),
  });
  return builder.toSchema();
}

describe('the typed properties', () => {
  it.each(['constructor', 'toString', '__proto__'])('leave out a property called %s, and work', async (name) => {
    const { data, errors } = await graphql({
      schema: schemaOf(define('a'), define(name)),
      source: `query ($properties: ContactPropertiesInput!) { save(properties: $properties) }`,
      variableValues: { properties: { a: 'x' } },
    });
    expect([data, errors]).toEqual([{ save: ['a'] }, undefined]);
  });

  const readOnly = { modificationMetadata: { readOnlyValue: true } };
  it.each([
    ['no property at all', [], []],
    ['no property that can be written', [define('a', readOnly)], ['ContactProperties']],
    ['no property with the name of a field', [define('a-b')], []],
  ])('leave out a type that would be empty, in an account with %s', (_what, definitions, types) => {
    const schema = schemaOf(...definitions);
    expect(validateSchema(schema)).toEqual([]);
    expect(Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('ContactProperties'))).toEqual(types);
  });

  it('take each option by a name that means its very value, in whatever order the options come', async () => {
    const values = [
      'A+',
      'A-',
      'A',
      '無料プラン',
      '有料プラン',
      '😀',
      ' ',
      '',
      'true',
      '__x',
      'constructor',
      '25-50',
      '25_50',
    ];
    const names = enumValueNames(values);
    for (const order of [values, values.toReversed()]) {
      const options = order.map((value) => ({ label: `Label of ${value}`, value }));
      const schema = schemaOf(define('pet', { type: 'enumeration', fieldType: 'checkbox', options }));
      expect(validateSchema(schema)).toEqual([]);
      const { data, errors } = await graphql({
        schema,
        source: `query ($pet: [ContactPet!]) { save(properties: { pet: $pet }) values(properties: { pet: $pet }) }`,
        variableValues: { pet: values.map((value) => names.get(value)) },
      });
      expect([data, errors]).toEqual([{ save: ['pet'], values: JSON.stringify({ pet: values }) }, undefined]);
    }
  });

  it('have a definition that was sent twice once', () => {
    const choice = { type: 'enumeration', fieldType: 'select', options: [{ label: 'A', value: 'a' }] };
    const schema = schemaOf(define('pet', choice), define('pet', choice));
    expect(Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('ContactPet'))).toEqual(['ContactPet']);
  });
});
