import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import fc from '../fast-check.ts';
import { checkSchedule } from './check-schedule.ts';
import { calmSchedules, schedules } from './schedules.ts';

const runs = Number(process.env.MODEL_RUNS ?? 2000);
/** A long run goes in parts, each with the next seed: it can be taken up again where it was left. */
const RUNS_PER_SEED = 10_000;
const firstSeed = Number(process.env.MODEL_SEED ?? 1);

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
    for (let done = 0, seed = firstSeed; done < runs; seed += 1) {
      const numRuns = Math.min(RUNS_PER_SEED, runs - done);
      await fc.assert(property, { numRuns, seed });
      done += numRuns;
      if (runs > RUNS_PER_SEED) process.stderr.write(`MODEL_SEED=${seed}: ${done} of ${runs} schedules kept\n`);
    }
  });

  it('lets nobody wait for the quota that a working HubSpot leaves', { timeout: 0 }, async () => {
    // Long schedules take long to be made smaller.
    await fc.assert(calm, { numRuns: Math.ceil(runs / 40), seed: firstSeed, endOnFailure: true });
  });
});
