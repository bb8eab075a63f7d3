import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import fc from '../fast-check.ts';
import { checkSchedule } from './check-schedule.ts';
import { firstSeed, playInParts, runs } from './runs.ts';
import { calmSchedules, schedules } from './schedules.ts';

const property = fc.asyncProperty(schedules, async (schedule) => {
  // Also those of a schedule that failed; and the clock begins at 0 again.
  vi.clearAllTimers();
  await checkSchedule(schedule);
});

const calm = fc.asyncProperty(calmSchedules, async (schedule) => {
  vi.clearAllTimers();
  await checkSchedule(schedule, true);
});

describe('the write path', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it(`keeps its promises in ${runs} random schedules of callers, faults and delays`, { timeout: 0 }, async () => {
    await playInParts(property, runs);
  });

  it('lets nobody wait for the quota that a working HubSpot leaves', { timeout: 0 }, async () => {
    // Long schedules take long to be made smaller.
    await fc.assert(calm, { numRuns: Math.ceil(runs / 40), seed: firstSeed, endOnFailure: true });
  });
});
