import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkSchedule } from './check-schedule.ts';
import { schedules } from './schedules.ts';

const runs = Number(process.env.MODEL_RUNS ?? 2000);
const seed = process.env.MODEL_SEED === undefined ? undefined : Number(process.env.MODEL_SEED);

describe('the write path', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it(`keeps its promises in ${runs} random schedules of callers, faults and delays`, { timeout: 0 }, async () => {
    let done = 0;
    const property = fc.asyncProperty(schedules, async (schedule) => {
      await checkSchedule(schedule);
      vi.clearAllTimers();
      done += 1;
      if (done % 10_000 === 0) process.stderr.write(`${done} schedules\n`);
    });
    await fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
    expect(done).toBeGreaterThanOrEqual(runs);
  });
});
