import { GraphQLDateTime } from 'graphql-scalars';
import { describe, expect, it } from 'vitest';
import {
  batchAnswerSchema,
  contactRecordSchema,
  hubspotErrorSchema,
  propertyDefinitionsSchema,
  writtenRecordSchema,
} from '../../src/hubspot/wire.ts';
import fc from '../fast-check.ts';

const TIME = '2026-03-10T23:04:41.164Z';
const usual = { id: '1', properties: { firstname: 'Ada' }, createdAt: TIME, updatedAt: TIME };
const deep = (levels: number): unknown => JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`);

const record = (fields: object) => contactRecordSchema.parse({ ...usual, ...fields });
const properties = (sent: unknown) => ({ ...record({ properties: sent }).properties });

describe('a contact in an answer', () => {
  it('has the text of a value that is a number, a boolean or a list', () => {
    expect(properties({ a: 1, b: 1.5, c: -0, d: true, e: null, f: '', g: [1, 'x'], h: { i: 1 } })).toEqual({
      a: '1',
      b: '1.5',
      c: '0',
      d: 'true',
      e: null,
      f: '',
      g: '[1,"x"]',
      h: '{"i":1}',
    });
  });

  it('has no value where parsing the number has rounded it', () => {
    expect(properties(JSON.parse('{"a": 12345678901234567890, "b": 1e999, "c": 9007199254740991}'))).toEqual({
      b: 'Infinity',
      c: '9007199254740991',
    });
  });

  it('has a property only where one was sent, whatever its name', () => {
    const { properties } = record({ properties: JSON.parse('{"__proto__": "x", "constructor": "y"}') });
    expect(Object.entries(properties)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(properties.toString).toBeUndefined();
  });

  it.each([undefined, null, [], 'x', 7])('has no properties where these are %j', (sent) => {
    expect(properties(sent)).toEqual({});
  });

  it('is read whatever else is missing or odd', () => {
    for (const odd of [undefined, null, 7, 'x', {}, [{}], deep(20_000)]) {
      const { id, properties, ...others } = usual;
      const fields = { archived: odd, archivedAt: odd, url: odd, objectWriteTraceId: odd, warnings: odd };
      const sent = { id, properties, ...Object.fromEntries(Object.keys(others).map((name) => [name, odd])), ...fields };
      expect(contactRecordSchema.parse(sent)).toMatchObject({ id: '1', archived: false, createdAt: undefined });
    }
  });

  it('may hold its id and nothing else where it was written, and no less than its properties where it was read', () => {
    expect(writtenRecordSchema.parse({ id: '1' })).toMatchObject({ id: '1', properties: {}, archived: false });
    expect(contactRecordSchema.safeParse({ id: '1' }).success).toBe(false);
    for (const odd of [null, 'x', 7, [], {}]) expect(writtenRecordSchema.safeParse(odd).success).toBe(false);
  });

  it('takes its times from the properties where the fields are missing', () => {
    const sent = { createdate: TIME, lastmodifieddate: '2026-03-11T00:00:00Z' };
    expect(record({ createdAt: undefined, updatedAt: 'soon', properties: sent })).toMatchObject({
      createdAt: TIME,
      updatedAt: '2026-03-11T00:00:00Z',
    });
  });

  it.each([
    [1, '1'],
    [9007199254740991, '9007199254740991'],
  ])('may have the number %d as its id', (id, text) => {
    expect(record({ id }).id).toBe(text);
  });

  it.each([2 ** 53, 1.5, -1, '', '\ud800', '.', '..', null, {}])('cannot be read with the id %j', (id) => {
    expect(contactRecordSchema.safeParse({ ...usual, id }).success).toBe(false);
  });

  it('keeps the warnings that can be read', () => {
    const warnings = ['?', { category: 'W', message: 'm', context: 7 }, { category: 7 }];
    expect(record({ warnings }).warnings).toEqual([{ category: 'W', message: 'm', context: undefined }]);
  });
});

describe('a batch answer', () => {
  it.each([
    ['COMPLETE', 'COMPLETE'],
    ['complete', 'COMPLETE'],
    ['Canceled', 'CANCELED'],
    ['DONE', 'PROCESSING'],
    [undefined, 'PROCESSING'],
    [7, 'PROCESSING'],
  ])('with the status %j counts as %s, and keeps its results', (status, read) => {
    expect(batchAnswerSchema.parse({ status, results: [usual] })).toMatchObject({ status: read, results: [usual] });
  });

  it('has results or errors at least', () => {
    expect(batchAnswerSchema.parse({ status: 'COMPLETE', errors: [{}] })).toMatchObject({ results: [], errors: [{}] });
    for (const body of [
      {},
      { status: 'COMPLETE' },
      { status: 'error', errors: [{}] },
      { results: null },
      { results: {} },
      [],
      null,
      'x',
    ]) {
      expect(batchAnswerSchema.safeParse(body).success).toBe(false);
    }
  });

  it.each([-1, 1.5, 2_147_483_648, 1e300, '1', null])('has no count of errors where it is %j', (numErrors) => {
    expect(batchAnswerSchema.parse({ results: [], numErrors }).numErrors).toBeUndefined();
  });

  it('has only moments that GraphQL can represent', () => {
    const part = fc.constantFrom('00', '02', '12', '13', '23', '24', '29', '30', '31', '59', '60', '99');
    const moment = fc
      .tuple(fc.constantFrom('0000', '0001', '1900', '2024', '2026', '9999'), part, part, part, part, part)
      .chain(([year, month, day, hour, minute, second]) =>
        fc
          .constantFrom('Z', '', '+00:00', '+14:00', '-14:00', '+99:99', '.1Z', '.123456789Z', 'z')
          .map((zone) => `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`),
      );
    fc.assert(
      fc.property(fc.oneof(moment, fc.string()), (sent) => {
        const { requestedAt } = batchAnswerSchema.parse({ results: [], requestedAt: sent });
        if (requestedAt === undefined) return;
        expect(JSON.stringify(GraphQLDateTime.serialize(requestedAt))).toMatch(/^"\d{4}-[\d-]{5}T[\d:.]{12}Z"$/);
      }),
      { numRuns: 3_000 },
    );
    expect(batchAnswerSchema.parse({ results: [], requestedAt: TIME }).requestedAt).toBe(TIME);
  });
});

describe('an error in an answer', () => {
  it('keeps of deep or endless facts what every later stage can carry', () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`name${n}`, 'x'.repeat(100)]));
    for (const odd of [deep(20_000), { a: deep(20_000) }, wide, { a: Object.values(wide) }, { a: 'x'.repeat(5e6) }]) {
      const sent = {
        context: odd,
        links: odd,
        subCategory: odd,
        errors: [{ message: 'm', context: odd, subCategory: odd }],
      };
      expect(JSON.stringify(hubspotErrorSchema.parse(sent)).length).toBeLessThan(2_000_000);
    }
  });

  it('keeps what HubSpot really sends as it is', () => {
    const ids = Array.from({ length: 100 }, (_, n) => `${n}@example.com`);
    const context = { ids, propertyName: ['email'], nested: { a: [{ b: { c: [null, true, 1.5] } }] } };
    const links = { scopes: 'https://developers.hubspot.com/scopes' };
    expect(hubspotErrorSchema.parse({ context, links, subCategory: context })).toEqual({
      context,
      links,
      subCategory: context,
    });
  });

  it('keeps the details that can be read', () => {
    expect(
      hubspotErrorSchema.parse({ errors: ['text', 7, null, { message: 'm', code: 7 }, { code: 'X' }] }).errors,
    ).toEqual([{ message: 'text' }, { message: 'm' }]);
  });

  it.each(['P'.repeat(10_000), 'A\u0001', 'two words', 'é', '', 7, null])(
    'has no policy and no correlation id like %j',
    (sent) => {
      const { policyName, correlationId } = hubspotErrorSchema.parse({ policyName: sent, correlationId: sent });
      expect([policyName, correlationId]).toEqual([undefined, undefined]);
    },
  );
});

describe('a property definition', () => {
  it.each([2_147_483_648, -2_147_483_649, 1.5, 1e300, '1'])('has no place where it is %j', (displayOrder) => {
    const option = { label: 'A', value: 'a', displayOrder };
    const [definition] = propertyDefinitionsSchema.parse({
      results: [{ name: 'p', displayOrder, options: [option] }],
    }).results;
    expect(definition).toMatchObject({ displayOrder: undefined, options: [{ displayOrder: undefined }] });
  });
});
