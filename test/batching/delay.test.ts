import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delay } from '../../src/batching/delay.ts';

describe('a delay', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends when its time is over', async () => {
    let ended = false;
    void delay(100, new AbortController().signal).then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(99);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe(true);
  });

  it('ends at once when it is called off, and leaves no timer behind', async () => {
    const off = new AbortController();
    const waiting = delay(100, off.signal);
    off.abort();
    await waiting;
    await delay(100, off.signal);
    expect(vi.getTimerCount()).toBe(0);
  });
});
