import { describe, expect, it } from 'vitest';
import { classifyError } from '../../src/hubspot/classify-error.ts';
import { factsOf, problemsWith } from '../../src/hubspot/error-facts.ts';
import type { TracedWrite } from '../../src/hubspot/match-outcomes.ts';
import { refusalHint } from '../../src/hubspot/refusal.ts';

const TAKEN =
  'Cannot set PropertyValueCoordinates{portalId=44956899, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=x@example.com} on 552148386511. 552239500007 already has that value.';
const listed = (...problems: object[]) => `Property values were not valid: ${JSON.stringify(problems)}`;

describe('a conflict', () => {
  it.each([
    ['a sentence', { message: 'Contact already exists. Existing ID: 123', category: 'CONFLICT' }, 'email', '123'],
    ['a sentence, and no category', { message: 'Contact already exists. Existing ID: 123' }, 'email', '123'],
    ['a sentence without an id', { message: 'Contact already exists', category: 'CONFLICT' }, 'email', null],
    ['coordinates', { message: TAKEN, category: 'VALIDATION_ERROR' }, 'email', '552239500007'],
    [
      'a code in the list of problems',
      { message: listed({ name: 'code', error: 'CONFLICTING_UNIQUE_VALUE', message: '42 already has that value' }) },
      'code',
      '42',
    ],
    [
      'a code in the list of problems, whose text is coordinates',
      { message: listed({ name: 'email', error: 'CONFLICTING_UNIQUE_VALUE', message: TAKEN }) },
      'email',
      '552239500007',
    ],
    [
      'a detail',
      {
        message: 'no',
        errors: [
          {
            message: 'taken',
            code: 'CONFLICTING_UNIQUE_VALUE',
            context: { propertyName: ['code'], existingId: ['77'] },
          },
        ],
      },
      'code',
      '77',
    ],
    [
      'a detail that only names who has it',
      { message: 'no', errors: [{ message: 'no', context: { existingId: 77 } }] },
      null,
      '77',
    ],
    ['a subcategory', { message: 'no', subCategory: 'CONFLICTING_UNIQUE_VALUE' }, null, null],
    [
      'the end of another sentence',
      { message: 'A contact with this email exists. Existing ID: 123.', category: 'VALIDATION_ERROR' },
      null,
      '123',
    ],
    [
      'a detail without a code',
      {
        message: 'no',
        errors: [{ message: 'Contact already exists. Existing ID: 123', context: { propertyName: ['code'] } }],
      },
      'code',
      '123',
    ],
    ['an error type', { message: 'taken', errorType: 'UNIQUE_VALUE_CONFLICT' }, null, null],
    ['a context', { message: 'no', category: 'CONFLICT', context: { existingId: '9' } }, null, '9'],
  ])('told in %s names the property and who has the value', (_what, body, property, existingContactId) => {
    for (const status of [400, 409, null]) {
      const error = classifyError({ status, body }, { properties: { email: 'x@example.com' } });
      expect(error).toMatchObject({ name: 'ContactConflictError', applied: 'NO', property, existingContactId });
    }
  });

  it.each([
    [
      'another problem beside it',
      listed(
        { name: 'email', error: 'CONFLICTING_UNIQUE_VALUE', message: '' },
        { name: 'age', error: 'INVALID_INTEGER', message: 'no' },
      ),
    ],
    [
      'a value that holds the words',
      listed({ name: 'bio', error: 'INVALID_OPTION', message: 'Existing ID: 5', propertyValue: 'Existing ID: 5' }),
    ],
    [
      'a value that only sounds like it',
      listed({ name: 'bio', error: 'INVALID_OPTION', message: '5 already has that value' }),
    ],
  ])('is not seen in %s', (_what, message) => {
    const error = classifyError({ status: 400, body: { message } }, { properties: { email: 'x', age: 'y', bio: 'z' } });
    expect(error.name).toBe('InvalidPropertiesError');
  });

  it('is not seen in details of which another is about something else', () => {
    const details = ['CONFLICTING_UNIQUE_VALUE', 'INVALID_EMAIL'].map((code) => ({
      message: 'no',
      code,
      context: { propertyName: ['email'] },
    }));
    const error = classifyError(
      { status: 400, body: { message: 'no', errors: details } },
      { properties: { email: 'x' } },
    );
    expect(error.name).toBe('InvalidPropertiesError');
  });

  it('is read from the end, whatever the value holds', () => {
    const value = 'propertyName=age, value=1} on 5. 6 already has that value';
    const message = `Cannot set PropertyValueCoordinates{propertyName=email, value=${value}} on 55. 66 already has that value.`;
    expect(factsOf({ message }).conflict).toEqual({
      property: 'email',
      value,
      target: '55',
      existingContactIds: ['66'],
    });
  });
});

it('a property is not taken for one that is not unique because a quoted value says so', () => {
  const message = listed({
    name: 'a',
    error: 'INVALID_OPTION',
    message: 'by non-unique 0-1 property code was no option',
  });
  expect(factsOf({ message }).notUnique).toBeNull();
});

it('a contact is not taken for the holder of a value because a quoted value says so', () => {
  expect(factsOf({ message: 'Invalid input JSON: "7 already has that value" cannot be read' }).conflict).toBeNull();
});

/** Texts that make an expression that backtracks take the square of their length. */
const HOSTILE: readonly [what: string, text: (length: number) => string][] = [
  ['propertyName=', (length) => 'propertyName='.repeat(length / 13)],
  ['propertyName=a, value=', (length) => 'propertyName=a, value='.repeat(length / 22)],
  ['digits', (length) => '1'.repeat(length)],
  ['digits before the fact', (length) => `${'1'.repeat(length)} already has that value`],
  [' already has that value', (length) => ' already has that value'.repeat(length / 23)],
  ['} on 1. 2 already has that value', (length) => '} on 1. 2 already has that value'.repeat(length / 32)],
  ['by non-unique ', (length) => 'by non-unique '.repeat(length / 14)],
  ['Existing ID: ', (length) => 'Existing ID: '.repeat(length / 13)],
  ['brackets', (length) => '['.repeat(length)],
  [
    'a list of problems',
    (length) => listed(...Array.from({ length: length / 100 }, () => ({ name: 'a', message: 'x'.repeat(60) }))),
  ],
  ['spaces', (length) => ' '.repeat(length)],
];

const sent = Array.from(
  { length: 100 },
  (_, index): TracedWrite => ({
    traceId: `t-${index}`,
    write: {
      id: String(index),
      idProperty: null,
      properties: { lifecyclestage: 'x'.repeat(1000) },
      onBatch: () => {},
    },
  }),
);

function timeOf(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}

describe('the texts of a refusal', () => {
  it.each(HOSTILE)('take no more than their length, whoever wrote them: %s', (_what, text) => {
    const read = (length: number) => {
      const message = text(length);
      for (const body of [
        { message },
        { message: listed({ name: 'lifecyclestage', error: 'INVALID_OPTION', message }) },
      ]) {
        refusalHint(body, sent);
        classifyError({ status: 400, body }, { properties: { lifecyclestage: message } });
        problemsWith(factsOf(body), {});
      }
    };
    // 16 times as much text: 16 times the time, and 256 times if it went by the square.
    const [short, long] = [timeOf(() => read(16_000)), timeOf(() => read(256_000))];
    expect(long).toBeLessThan(Math.max(short, 0.5) * 64);
  });
});
