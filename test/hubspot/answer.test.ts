import { describe, expect, it } from 'vitest';
import { readRetryAfter, reportedLimits } from '../../src/hubspot/answer.ts';
import fc from '../fast-check.ts';

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
    '5, 10',
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

const reported = (headers: Record<string, string>, status = 200, body: unknown = {}) =>
  reportedLimits({ status, headers: new Headers(headers), body });

describe('the limits that an answer reports', () => {
  it('are those of the short interval', () => {
    expect(
      reported({
        'X-HubSpot-RateLimit-Max': '190',
        'X-HubSpot-RateLimit-Remaining': '0',
        'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
        'X-HubSpot-RateLimit-Daily': '650000',
      }),
    ).toEqual({ limit: 190, remaining: 0, intervalMs: 10_000 });
  });

  it.each(['', ' ', 'many', '-1', '1.5', '1e3', 'NaN', '100, 100', '2000', '99999999999'])(
    'are none where a header says %j',
    (value) => {
      expect(reported({ 'X-HubSpot-RateLimit-Max': value, 'X-HubSpot-RateLimit-Remaining': value })).toEqual({});
    },
  );

  it.each(['', '-1', '999', '60001', '999999999', '1e4', '9999.5'])(
    'are of no interval where the header says %j',
    (value) => {
      expect(reported({ 'X-HubSpot-RateLimit-Interval-Milliseconds': value })).toEqual({});
    },
  );

  it('never leave more than the limit', () => {
    expect(reported({ 'X-HubSpot-RateLimit-Max': '100', 'X-HubSpot-RateLimit-Remaining': '101' })).toEqual({
      limit: 100,
    });
  });

  it('never make the limit or the interval zero', () => {
    expect(reported({ 'X-HubSpot-RateLimit-Max': '0', 'X-HubSpot-RateLimit-Interval-Milliseconds': '0' })).toEqual({});
  });

  it('are used up when a 429 names the burst policy, also without headers', () => {
    expect(reported({}, 429, { policyName: 'TEN_SECONDLY_ROLLING' })).toMatchObject({ remaining: 0 });
    expect(reported({}, 429, { policyName: 'DAILY' })).toEqual({});
  });
});
