import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const UPDATE = '/crm/v3/objects/contacts/batch/update';
const ONE = '/crm/v3/objects/contacts/512';
const properties = { firstname: 'Ada' };
const CANNOT = 'Invalid input JSON on line 1, column 1: Cannot deserialize value of type';
const INPUT = '`com.hubspot.inbounddb.publicobject.core.v2.SimplePublicObjectBatchInput$Json`';
const MAP = '`java.util.LinkedHashMap<java.lang.String,java.lang.String>`';
const ARRAY = 'from Array value (token `JsonToken.START_ARRAY`)';
const OBJECT = 'from Object value (token `JsonToken.START_OBJECT`)';

describe('an input', () => {
  it('may have null for what it may leave out', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update({
      id: '512',
      idProperty: null,
      objectWriteTraceId: null,
      properties,
    });
    expect([status, body.results[0].id, 'objectWriteTraceId' in body.results[0]]).toEqual([200, '512', false]);
    const read = await hubspot.read({ idProperty: null, properties: null, inputs: [{ id: '512' }] });
    expect([read.status, read.body.results[0].id]).toEqual([200, '512']);
  });

  it('may have numbers and truth values, which are read as their text', async () => {
    await using hubspot = await openSandbox();
    const values = { property_number: 17, property_checkbox: true, company: null };
    const { status, body } = await hubspot.update({ id: 512, properties: values, objectWriteTraceId: 1 });
    expect([status, body.results[0]]).toMatchObject([
      200,
      {
        id: '512',
        objectWriteTraceId: '1',
        properties: { property_number: '17', property_checkbox: 'true', company: '' },
      },
    ]);
    expect((await hubspot.read({ inputs: [{ id: 512 }] })).body.results[0].id).toBe('512');
  });
});

describe('a body of another shape is refused', () => {
  it.each([
    ['properties in a list', { inputs: [{ id: '512', properties: ['a'] }] }, `${CANNOT} ${MAP} ${ARRAY}`],
    [
      'a value that is an object',
      { inputs: [{ id: '512', properties: { a: { b: 1 } } }] },
      `${CANNOT} \`java.lang.String\` ${OBJECT}`,
    ],
    ['an id that is a list', { inputs: [{ id: ['512'], properties }] }, `${CANNOT} \`java.lang.String\` ${ARRAY}`],
    ['an input that is a list', { inputs: [['512']] }, `${CANNOT} ${INPUT} ${ARRAY}`],
    [
      'an input that is null',
      { inputs: [null] },
      `${CANNOT} ${INPUT} from Null value (token \`JsonToken.VALUE_NULL\`)`,
    ],
    ['a list', [], `${CANNOT} ${INPUT} ${ARRAY}`],
    ['inputs that are no list', { inputs: {} }, `${CANNOT} \`java.util.ArrayList\` ${OBJECT}`],
    [
      'the wrong shape before what is missing',
      { inputs: [{}, { id: '512', properties: [] }] },
      `${CANNOT} ${MAP} ${ARRAY}`,
    ],
  ])('%s', async (_what, sent, message) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('POST', UPDATE, sent);
    expect([status, body]).toEqual([400, { status: 'error', message, correlationId: expect.any(String) }]);
  });

  it.each([
    ['nothing of an input', { inputs: [{}] }, '[id, properties]'],
    ['null for the id', { inputs: [{ id: null, properties }] }, '[id]'],
  ])('with the names of what is missing: %s', async (_what, sent, names) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('POST', UPDATE, sent);
    expect([status, body.message, body.category]).toEqual([
      400,
      `Invalid input JSON on line 1, column 1. Some required fields were not set: ${names}`,
      'VALIDATION_ERROR',
    ]);
  });

  it.each([
    ['{}', 'Invalid input JSON on line 1, column 1. Some required fields were not set: [properties]'],
    ['{"properties":["a"]}', `${CANNOT} ${MAP} ${ARRAY}`],
    ['[]', `${CANNOT} ${INPUT} ${ARRAY}`],
    ['', 'validation error'],
    ['{"prop', `${CANNOT} ${INPUT}`],
  ])('by the single update, too: %s', async (sent, message) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('PATCH', ONE, sent);
    expect([status, body.message]).toEqual([400, message]);
  });
});
