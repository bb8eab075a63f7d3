import { graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createBuilder } from '../../src/graphql/builder.ts';
import { definePropertyTypes } from '../../src/graphql/property-types.ts';
import { type PropertyDefinition, propertyDefinitionSchema } from '../../src/hubspot/wire.ts';

const define = (name: string, more: object = {}): PropertyDefinition =>
  propertyDefinitionSchema.parse({ name, label: name, type: 'string', fieldType: 'text', ...more });

/** A schema whose `save` takes the properties of these definitions and answers their names. */
function schemaOf(...definitions: PropertyDefinition[]) {
  const builder = createBuilder();
  const { output, input } = definePropertyTypes(builder, definitions, () => null);
  builder.queryType({
    fields: (t) => ({
      contact: t.field({ type: output, resolve: () => ({}) }),
      save: t.stringList({
        args: { properties: t.arg({ type: input, required: true }) },
        resolve: (_root, { properties }) => Object.keys(properties),
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
});
