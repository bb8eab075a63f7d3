import { describe, expect, it } from 'vitest';
import { decoderOf, encodeValue, type InputValue, kindOf } from '../../src/graphql/property-kinds.ts';
import { type PropertyDefinition, propertyDefinitionSchema } from '../../src/hubspot/wire.ts';

const define = (type: string, fieldType: string, options: string[] = [], more: object = {}): PropertyDefinition =>
  propertyDefinitionSchema.parse({
    name: 'p',
    label: 'P',
    type,
    fieldType,
    options: options.map((value) => ({ label: value, value })),
    ...more,
  });

describe('a property in GraphQL', () => {
  it.each([
    ['string', define('string', 'text')],
    ['string', define('phone_number', 'phonenumber')],
    ['string', define('a type of the future', 'text')],
    ['number', define('number', 'number')],
    ['boolean', define('bool', 'booleancheckbox', ['true', 'false'])],
    ['boolean', define('enumeration', 'booleancheckbox', ['true', 'false'])],
    ['option', define('enumeration', 'booleancheckbox', ['yes', 'no'])],
    ['date', define('date', 'date')],
    ['datetime', define('datetime', 'date')],
    ['option', define('enumeration', 'select', ['a'])],
    ['option', define('enumeration', 'radio', ['a'])],
    ['options', define('enumeration', 'checkbox', ['a'])],
    ['string', define('enumeration', 'select', [], { externalOptions: true })],
    ['string', define('enumeration', 'select')],
  ])('is of kind %s where the definition says so', (kind, definition) => {
    expect(kindOf(definition)).toBe(kind);
  });
});

describe('a value', () => {
  const day = new Date('2026-10-31T00:00:00Z');

  it.each<[ReturnType<typeof kindOf>, InputValue, string]>([
    ['string', 'text', 'text'],
    ['string', '', ''],
    ['number', 17.5, '17.5'],
    ['number', -3, '-3'],
    ['number', 0, '0'],
    ['number', 1e21, '1000000000000000000000'],
    ['number', -1.5e-7, '-0.00000015'],
    ['number', 1.2345e25, '12345000000000000000000000'],
    ['boolean', true, 'true'],
    ['boolean', false, 'false'],
    ['date', day, '2026-10-31'],
    ['datetime', day, '2026-10-31T00:00:00.000Z'],
    ['option', 'choice_b', 'choice_b'],
    ['options', ['chocolate', 'strawberry'], 'chocolate;strawberry'],
    ['options', [], ''],
    ['number', null, ''],
    ['options', null, ''],
  ])('of kind %s: %j is sent as %j', (kind, value, wire) => {
    expect(encodeValue(kind, value)).toBe(wire);
  });

  it.each<[ReturnType<typeof kindOf>, InputValue, string]>([
    ['number', Number.POSITIVE_INFINITY, 'INVALID_NUMBER'],
    ['number', Number.NEGATIVE_INFINITY, 'INVALID_NUMBER'],
    ['datetime', new Date('9999-12-31T23:59:59-14:00'), 'INVALID_DATE'],
    ['datetime', new Date('0000-01-01T00:00:00+14:00'), 'INVALID_DATE'],
  ])('of kind %s that HubSpot has no text for is refused: %s', (kind, value, code) => {
    expect(encodeValue(kind, value)).toMatchObject({ code });
  });

  it.each([
    [define('string', 'text'), 'text', 'text'],
    [define('number', 'number'), '17', 17],
    [define('number', 'number'), '-1.0E-7', -1e-7],
    [define('number', 'number'), '.5', 0.5],
    [define('bool', 'booleancheckbox'), 'true', true],
    [define('date', 'date'), '2026-10-31', '2026-10-31'],
    [define('date', 'date'), '1572480000000', '2019-10-31'],
    [define('datetime', 'date'), '2022-02-17T19:25:29Z', new Date('2022-02-17T19:25:29Z')],
    [define('datetime', 'date'), '1762212973632', new Date(1762212973632)],
    [define('datetime', 'date'), '2022-02-17T19:25:29.5+01:00', new Date('2022-02-17T18:25:29.500Z')],
    [define('datetime', 'date'), '2022-02-17', new Date('2022-02-17T00:00:00Z')],
    [define('date', 'date'), '2024-02-29', '2024-02-29'],
    [define('date', 'date'), '2022-02-17T23:25:29Z', '2022-02-17'],
    [define('enumeration', 'select', ['a', 'b']), 'b', 'b'],
    [define('enumeration', 'checkbox', ['a', 'b']), 'a;b', ['a', 'b']],
    [define('enumeration', 'checkbox', ['a', 'b']), ';b', ['b']],
    [define('number', 'number'), '', null],
    [define('string', 'text'), null, null],
  ])('of %j stored as %j is read as %j', (definition, stored, value) => {
    expect(decoderOf(definition)(stored)).toEqual(value);
  });

  it.each([
    [define('number', 'number'), 'seventeen'],
    [define('number', 'number'), ' '],
    [define('number', 'number'), '0x10'],
    [define('number', 'number'), '1e400'],
    [define('number', 'number'), 'Infinity'],
    [define('date', 'date'), '2026-13-45'],
    [define('date', 'date'), '2026-02-30'],
    [define('date', 'date'), '253402300800000'],
    [define('date', 'date'), '99999999999999999'],
    [define('datetime', 'date'), '2026-02-30T00:00:00Z'],
    [define('datetime', 'date'), '2026-02-03T00:00:00'],
    [define('datetime', 'date'), '9999-12-31T23:59:59-14:00'],
    [define('datetime', 'date'), '253402300800000'],
    [define('datetime', 'date'), 'March 7'],
    [define('bool', 'booleancheckbox'), 'yes'],
    [define('date', 'date'), 'soon'],
    [define('datetime', 'date'), 'soon'],
    [define('enumeration', 'select', ['a']), 'z'],
    [define('enumeration', 'checkbox', ['a']), 'a;z'],
  ])('of %j stored as %j is refused, with a hint to update the definitions', (definition, stored) => {
    expect(() => decoderOf(definition)(stored)).toThrow(/does not fit .* property "p".*contact-properties\.json/s);
  });
});
