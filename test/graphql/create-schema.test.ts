import { coerceInputValue, isInputObjectType, isInputType, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { definitions } from '../definitions.ts';
import { startGateway } from '../gateway.ts';

const schema = createSchema(definitions);

it('makes each schema of its own definitions, and the same schema of the same ones', () => {
  const fewer = createSchema(definitions.filter(({ name }) => name !== 'firstname'));
  expect(printSchema(fewer)).not.toContain('firstname: String');
  expect(printSchema(createSchema(definitions))).toBe(printSchema(schema));
});

it('says of itself what it is for and where to begin, to those who look at it in GraphiQL too', async () => {
  await using gateway = await startGateway();
  const { data } = await gateway.request<{ __schema: { description: string } }, object>('{ __schema { description } }');
  expect(data?.__schema.description).toMatch(/Begin with the mutation `updateContacts`/);
});

it('finds nothing in the fields of an input type but fields', () => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) expect(type.getFields().constructor).toBeUndefined();
  }
});

it('takes no property of an object for one of a contact', () => {
  const type = schema.getType('UpdateContactInput');
  if (!isInputType(type)) throw new Error('There is no such input.');
  expect(coerceInputValue({ id: '1', properties: { firstname: 'Ada' } }, type)).toMatchObject({ id: '1' });
  expect(coerceInputValue({ id: '1', properties: { constructor: 'Ada' } }, type)).toBeUndefined();
});

it('does not take an id that JSON has rounded, whichever schema was made last', () => {
  for (const each of [schema, createSchema([])]) {
    const type = each.getType('UpdateContactInput');
    if (!isInputType(type)) throw new Error('There is no such input.');
    expect(coerceInputValue({ id: 512 }, type)).toMatchObject({ id: '512' });
    expect(coerceInputValue({ id: 2 ** 53 }, type)).toBeUndefined();
  }
});

it('has no typed properties, and everything else, without any definition', async () => {
  await using gateway = await startGateway({}, { definitions: [] });
  const { data, errors } = await gateway.request(
    `mutation {
      updateContacts(inputs: [{ id: "512", otherProperties: [{ name: "firstname", value: "Ada" }] }]) {
        results { ... on InvalidPropertiesError { problems { property code } } }
      }
    }`,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    updateContacts: { results: [{ problems: [{ property: 'firstname', code: 'PROPERTY_DOESNT_EXIST' }] }] },
  });
});
