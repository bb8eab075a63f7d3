import { describe, expect, it } from 'vitest';
import { reportedLimits } from '../../src/hubspot/answer.ts';

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
