import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyQueues } from '../../src/batching/key-queue.ts';
import { createTurns } from '../../src/contacts/turns.ts';

describe('a turn that somebody waits for', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  const open = () => createTurns({ order: createKeyQueues(), deadlineMs: 100 });
  const since = 0;

  /** When it was over, in ms; undefined while it is not. */
  function watch(turn: Promise<unknown> | null) {
    const seen: { at?: number } = {};
    void turn?.then(() => {
      seen.at = performance.now();
    });
    return seen;
  }

  it('comes when the one before leaves, and is none where nobody was before', async () => {
    const turns = open();
    const first = turns.enter(['a'], { since });
    expect(first.turn).toBeNull();
    const second = watch(turns.enter(['a'], { since }).turn);
    await vi.advanceTimersByTimeAsync(20);
    expect(second.at).toBeUndefined();
    first.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(second.at).toBe(20);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over when the time of the caller is up, although nobody left', async () => {
    const turns = open();
    turns.enter(['a'], { since });
    await vi.advanceTimersByTimeAsync(30);
    const late = watch(turns.enter(['a'], { since: 10 }).turn);
    await vi.advanceTimersByTimeAsync(500);
    expect(late.at).toBe(110);
  });

  it('is over at once when the gateway stops', async () => {
    const turns = open();
    turns.enter(['a'], { since });
    const waits = watch(turns.enter(['a'], { since }).turn);
    turns.giveUp();
    const comesLater = watch(turns.enter(['a'], { since }).turn);
    await vi.advanceTimersByTimeAsync(0);
    expect([waits.at, comesLater.at]).toEqual([0, 0]);
  });
});
