import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import fc from '../fast-check.ts';
import { checkLifecycle } from './check-lifecycle.ts';
import { lifecycleSchedules } from './lifecycle-schedules.ts';

const runs = Math.ceil(Number(process.env.MODEL_RUNS ?? 1000));
const seed = Number(process.env.MODEL_SEED ?? 1);

const property = fc.asyncProperty(lifecycleSchedules, async (schedule) => {
  // Also those of a schedule that failed; and the clock begins at 0 again.
  vi.clearAllTimers();
  await checkLifecycle(schedule);
});

describe('contacts that come and go', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it(`are created once, and never reported wrongly, in ${runs} random schedules`, { timeout: 0 }, async () => {
    await fc.assert(property, { numRuns: runs, seed });
  });
});
