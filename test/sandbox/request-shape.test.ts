import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const UPDATE = '/crm/v3/objects/contacts/batch/update';
const ONE = '/crm/v3/objects/contacts/512';
const properties = { firstname: 'Ada' };
const UNREADABLE = 'Invalid input JSON';

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
    ['properties in a list', { inputs: [{ id: '512', properties: ['a'] }] }],
    ['a value that is an object', { inputs: [{ id: '512', properties: { a: { b: 1 } } }] }],
    ['an id that is a list', { inputs: [{ id: ['512'], properties }] }],
    ['an input that is a list', { inputs: [['512']] }],
    ['an input that is null', { inputs: [null] }],
    ['a list', []],
    ['null', null],
    ['nothing', ''],
    ['half of JSON', '{"inputs":['],
    ['inputs that are no list', { inputs: {} }],
    ['the wrong shape before what is missing', { inputs: [{}, { id: '512', properties: [] }] }],
  ])('%s', async (_what, sent) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('POST', UPDATE, sent);
    expect([status, body]).toEqual([400, { status: 'error', message: UNREADABLE, correlationId: expect.any(String) }]);
  });

  it.each([
    ['nothing of an input', { inputs: [{}] }, '[id, properties]'],
    ['null for the id', { inputs: [{ id: null, properties }] }, '[id]'],
    ['no properties', { inputs: [{ id: '512' }] }, '[properties]'],
  ])('with the names of what is missing: %s', async (_what, sent, names) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('POST', UPDATE, sent);
    expect([status, body.message, body.category]).toEqual([
      400,
      `${UNREADABLE} on line 1, column 1. Some required fields were not set: ${names}`,
      'VALIDATION_ERROR',
    ]);
  });

  it.each([
    ['{}', `${UNREADABLE} on line 1, column 1. Some required fields were not set: [properties]`],
    ['{"properties":["a"]}', UNREADABLE],
    ['[]', UNREADABLE],
    ['', UNREADABLE],
    ['{"prop', UNREADABLE],
  ])('by the single update, too: %s', async (sent, message) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('PATCH', ONE, sent);
    expect([status, body.message]).toEqual([400, message]);
  });
});
