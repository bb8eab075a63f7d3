import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../src/hubspot/answer.ts';

const now = Date.parse('2026-10-21T07:28:00Z');
const DAY_MS = 86_400_000;

describe('the wait that a Retry-After asks for', () => {
  it.each([
    ['5', 5_000],
    [' 5 ', 5_000],
    ['12.3456', 12_346],
    ['0.001', 1_000],
    ['3000000', DAY_MS],
    ['1e9', DAY_MS],
    ['Infinity', DAY_MS],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wednesday, 21-Oct-26 07:28:30 GMT', 30_000],
    ['Thu, 21 Oct 2027 07:28:00 GMT', DAY_MS],
    ['5, 10', 10_000],
    ['-3, 10', 10_000],
  ])('is read from %j', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });

  it.each([
    null,
    '',
    ' ',
    '0',
    '-0',
    '-5',
    'NaN',
    'soon',
    'in 2030',
    '5 s',
    '5,',
    'Wed, 21 Oct 2015 07:28:00 GMT',
    '-1e9',
    '9'.repeat(500),
  ])('is none in %j', (header) => {
    expect(readRetryAfter(header, now)).toBeNull();
  });

  it('is a whole number of ms from a second to a day, whatever the header says', () => {
    const headers = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(headers, (header) => {
        const ms = readRetryAfter(header, now);
        expect(ms === null || (Number.isInteger(ms) && ms >= 1_000 && ms <= DAY_MS)).toBe(true);
      }),
    );
  });
});
