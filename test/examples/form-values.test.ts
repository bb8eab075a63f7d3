import { describe, expect, it } from 'vitest';
import {
  choices,
  fieldText,
  inWords,
  kindOf,
  problemOfText,
  rawValue,
  type ShownProperty,
  split,
} from '../../examples/contacts-screen/src/form-values.ts';
import fc from '../fast-check.ts';
import { OPTIONS, property, TEXTS } from './field-texts.ts';

const EPOCH = { min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') };
const MS_PER_DAY = 86_400_000;

/** What may be stored of each kind, by whomever. */
const STORED: readonly (readonly [ShownProperty, fc.Arbitrary<string>])[] = [
  [property('string', 'text'), fc.string({ minLength: 1, unit: 'binary' })],
  [property('string', 'textarea'), fc.string({ minLength: 1 })],
  [property('phone_number', 'phonenumber'), fc.string({ minLength: 1 })],
  [property('number', 'number'), fc.oneof(fc.string({ minLength: 1 }), fc.double().map(String))],
  [property('bool', 'booleancheckbox'), fc.constantFrom('true', 'false', 'maybe')],
  [
    property('date', 'date'),
    fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
      fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => String(days * MS_PER_DAY)),
      fc.string({ minLength: 1 }),
    ),
  ],
  [
    property('datetime', 'date'),
    fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.integer(EPOCH).map(String),
      fc.constantFrom('2026-03-29T02:30:00+02:00', '2026-03-29', '2026-03-29T02:30:00', '1e3', 'May 5'),
      fc.string({ minLength: 1 }),
    ),
  ],
  [property('enumeration', 'select', OPTIONS), fc.oneof(fc.constantFrom('a', 'hidden'), fc.string({ minLength: 1 }))],
  [
    property('enumeration', 'checkbox', OPTIONS),
    fc.array(fc.constantFrom('a', 'b', 'hidden', 'gone'), { minLength: 1 }).map((values) => values.join(';')),
  ],
];

describe('the fields of a form', () => {
  it.each(TEXTS)('save what they show: %s', (kind, definition, text) => {
    expect(kindOf(definition, null)).toBe(kind);
    fc.assert(
      fc.property(text, (shown) => {
        expect(problemOfText(kind, shown)).toBeNull();
        const saved = rawValue(kind, shown);
        expect(fieldText(kind, saved)).toBe(shown);
        expect(kindOf(definition, saved)).toBe(kind);
      }),
    );
  });

  it.each(STORED)('show what is stored, and would save nothing else: $0.type, $0.fieldType', (definition, raws) => {
    fc.assert(
      fc.property(raws, (raw) => {
        const kind = kindOf(definition, raw);
        const text = fieldText(kind, raw);
        expect(text).not.toBe('');
        expect(inWords(definition, raw)).not.toBe('');
        if (problemOfText(kind, text) !== null) return;
        expect(fieldText(kind, rawValue(kind, text) ?? '')).toBe(kind === 'number' ? text.trim() : text);
      }),
    );
  });

  it('clear a property when they are empty', () => {
    for (const [kind] of TEXTS) expect([kind, rawValue(kind, '')]).toEqual([kind, null]);
  });

  it('show points in time in UTC, however they are stored', () => {
    expect(fieldText('datetime', '1793000000000')).toBe('2026-10-26T07:33:20');
    expect(fieldText('datetime', '2026-03-29T02:30:00+02:00')).toBe('2026-03-29T00:30');
    expect(fieldText('datetime', '2026-03-29T00:00:00.120Z')).toBe('2026-03-29T00:00:00.120');
    expect(fieldText('date', '1772323200000')).toBe('2026-03-01');
  });

  it('are for text where something is stored that the usual field cannot show', () => {
    expect(kindOf(property('date', 'date'), '1772323200001')).toBe('text');
    expect(kindOf(property('date', 'date'), '2026-02-30')).toBe('text');
    // Without a zone it would be a guess.
    expect(kindOf(property('datetime', 'date'), '2026-03-29T02:30:00')).toBe('text');
    expect(kindOf(property('string', 'text'), 'one\ntwo')).toBe('long-text');
    expect(kindOf(property('enumeration', 'select'), '81349')).toBe('text');
  });

  it('refuse what is no number, and years that HubSpot has not', () => {
    for (const text of ['12e', 'x', '1,5', '--1', '.']) expect(problemOfText('number', text)).not.toBeNull();
    expect(problemOfText('date', '12026-01-01')).not.toBeNull();
    expect(problemOfText('datetime', '12026-01-01T00:00')).not.toBeNull();
  });

  it('offer options in their order without the hidden ones, but what is stored always', () => {
    const values = (kind: 'one' | 'several', raw: string | null) =>
      choices(property('enumeration', 'select', OPTIONS), kind, raw).map(({ value }) => value);
    expect(values('one', null)).toEqual(['b', 'a']);
    expect(values('one', 'hidden')).toEqual(['b', 'a', 'hidden']);
    expect(values('several', 'gone;a')).toEqual(['b', 'a', 'gone']);
    expect(choices(property('enumeration', 'select', OPTIONS), 'one', 'hidden').at(-1)?.label).toBe('Hidden');
    expect(split(';a;;b;a')).toEqual(['a', 'b']);
  });
});
