import type { Kind, ShownProperty } from '../../examples/contacts-screen/src/form-values.ts';
import fc from '../fast-check.ts';

const option = (value: string, displayOrder: number | null, hidden = false) => ({
  value,
  label: value === 'hidden' ? 'Hidden' : value,
  displayOrder,
  hidden,
});

export const OPTIONS = [option('a', -1), option('b', 0), option('hidden', 1, true)];

export const property = (type: string, fieldType: string, options: ShownProperty['options'] = []): ShownProperty => ({
  type,
  fieldType,
  options,
  externalOptions: false,
});

const digits = (value: number, length: number) => String(value).padStart(length, '0');
const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const time = fc
  .tuple(fc.nat(23), fc.nat(59), fc.constantFrom('', ':07', ':59', ':07.120'))
  .map(([hour, minute, rest]) => `${digits(hour, 2)}:${digits(minute, 2)}${rest}`);
const number = fc
  .tuple(fc.constantFrom('', '-'), fc.nat(), fc.constantFrom('', '.5', '.50', '.0'))
  .map((parts) => parts.join(''));

/** What a field of each kind can hold, besides nothing, and a property that has it. */
export const TEXTS: readonly (readonly [kind: Kind, property: ShownProperty, text: fc.Arbitrary<string>])[] = [
  // HubSpot and JSON have no place for half of a character, and no field types one.
  [
    'text',
    property('string', 'text'),
    fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !/[\r\n]/.test(text)),
  ],
  [
    'long-text',
    property('string', 'textarea'),
    fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\r')),
  ],
  ['number', property('number', 'number'), number],
  ['yes-no', property('bool', 'booleancheckbox'), fc.constantFrom('true', 'false')],
  ['date', property('date', 'date'), day],
  ['datetime', property('datetime', 'date'), fc.tuple(day, time).map((parts) => parts.join('T'))],
  ['one', property('enumeration', 'radio', OPTIONS), fc.constantFrom('a', 'b')],
  [
    'several',
    property('enumeration', 'checkbox', OPTIONS),
    fc.subarray(['a', 'b', 'hidden'], { minLength: 1 }).map((values) => values.join(';')),
  ],
];
