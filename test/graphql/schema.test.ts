import { coerceInputValue, isInputObjectType, isInputType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

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
