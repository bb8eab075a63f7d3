import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import fc from '../fast-check.ts';
import { checkLifecycle } from './check-lifecycle.ts';
import { knownSchedules, lifecycleSchedules } from './lifecycle-schedules.ts';
import { playInParts, runs } from './runs.ts';

/** One of these takes as long as two or three of those of updates. */
const count = Math.ceil(0.4 * runs);

const property = fc.asyncProperty(lifecycleSchedules, async (schedule) => {
  // Also those of a schedule that failed; and the clock begins at 0 again.
  vi.clearAllTimers();
  await checkLifecycle(schedule);
});

describe('contacts that come and go', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it(`are created once, and nobody is told what is not so, in ${count} random schedules`, { timeout: 0 }, async () => {
    await playInParts(property, count, knownSchedules);
  });
});
