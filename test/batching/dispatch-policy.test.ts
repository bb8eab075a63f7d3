import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDispatchPolicy } from '../../src/batching/dispatch-policy.ts';
import { createRateLimiter, type Token } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';
import { plenty } from './scripted-send.ts';

const options = { maxSize: 100, maxBytes: 1000, urgency: 'write' } as const;

interface Waiting {
  readonly bytes: number;
  readonly acceptedAt: number;
  readonly expiresAt: number;
}

/** A policy, what left by it, and when; `answer` answers the earliest call. */
function watched(limiter = plenty()) {
  const left: number[] = [];
  const batches: (readonly Waiting[])[] = [];
  const tokens: Token[] = [];
  const policy = createDispatchPolicy<Waiting>(limiter, options, (batch, token) => {
    left.push(performance.now());
    batches.push(batch);
    tokens.push(token);
  });
  return {
    left,
    batches,
    policy,
    answer: () => tokens.shift()?.answered(),
    add(bytes = 1, times = 1): Waiting[] {
      const entries = Array.from({ length: times }, () => ({
        bytes,
        acceptedAt: performance.now(),
        expiresAt: performance.now() + 30_000,
      }));
      for (const entry of entries) policy.add(entry);
      return entries;
    },
    sizes: () => batches.map((batch) => batch.map(({ bytes }) => bytes)),
  };
}

/** With fake timers a turn of the event loop is whatever is due next. */
const turn = () => vi.advanceTimersToNextTimerAsync();

const limited = (limit: number) =>
  createRateLimiter((onChange) => createRollingWindow({ limit, intervalMs: 10_000 }, onChange));

/** No token is left for ten seconds. */
function exhausted() {
  const limiter = limited(100);
  limiter.observe({ remaining: 0 });
  return limiter;
}

describe('a batch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves after one turn of the event loop when it is alone', async () => {
    const { add, left } = watched();
    add();
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('stays open as long as each turn brings another entry', async () => {
    const { add, left } = watched();
    for (let count = 0; count < 20; count += 1) {
      add();
      await turn();
      expect(left).toEqual([]);
    }
    await turn();
    expect(left).toHaveLength(1);
  });

  it('leaves after 75 ms even when each turn brings another entry', async () => {
    const { add, left } = watched();
    const started = performance.now();
    while (left.length === 0) {
      add();
      await turn();
    }
    expect((left[0] ?? 0) - started).toBe(75);
  });

  it('leaves at once when it is full, and only once', async () => {
    const { add, left } = watched();
    add(1, 100);
    expect(left).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toHaveLength(1);
  });

  it('that is part-empty leaves half the time of a call after the last one, so that two are under way', async () => {
    const { add, left, answer } = watched();
    add();
    await vi.advanceTimersByTimeAsync(100);
    answer();
    add();
    await vi.advanceTimersByTimeAsync(10);
    add();
    await vi.advanceTimersByTimeAsync(200);
    expect(left).toHaveLength(3);
    expect((left[2] ?? 0) - (left[1] ?? 0)).toBeGreaterThanOrEqual(50);
    expect((left[2] ?? 0) - (left[1] ?? 0)).toBeLessThan(55);
  });

  it('does not wait for calls that hang', async () => {
    const { add, left } = watched();
    for (let count = 0; count < 5; count += 1) {
      add();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(left).toHaveLength(5);
  });

  it('stays open as long as it could not be sent, and is full at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isUseful = false;
    const held = { ...options, untilUseful: () => (isUseful ? null : promise) };
    const sizes: number[] = [];
    const policy = createDispatchPolicy<Waiting>(plenty(), held, (batch) => void sizes.push(batch.length));
    const add = () => policy.add({ bytes: 1, acceptedAt: performance.now(), expiresAt: performance.now() + 30_000 });
    for (let count = 0; count < 3; count += 1) {
      add();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(sizes).toEqual([]);
    for (let count = 0; count < 97; count += 1) add();
    expect(sizes).toEqual([100]);
    add();
    await vi.advanceTimersByTimeAsync(1000);
    isUseful = true;
    resolve();
    await vi.advanceTimersByTimeAsync(1);
    expect(sizes).toEqual([100, 1]);
  });

  it('waits for its part of the quota, and stays open to newcomers', async () => {
    const { add, batches } = watched(limited(100));
    add();
    await vi.advanceTimersByTimeAsync(10);
    add();
    await vi.advanceTimersByTimeAsync(50);
    add();
    expect(batches).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches.map(({ length }) => length)).toEqual([1, 2]);
  });

  it('waits for a token, and stays open to newcomers', async () => {
    const { add, batches } = watched(exhausted());
    add();
    await vi.advanceTimersByTimeAsync(1000);
    add();
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(9100);
    expect(batches.map(({ length }) => length)).toEqual([2]);
  });

  it('leaves when an entry comes that has no room in it, which goes with the next one', async () => {
    const { add, sizes } = watched();
    add(600);
    add(300);
    expect(sizes()).toEqual([]);
    add(101);
    expect(sizes()).toEqual([[600, 300]]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sizes()).toEqual([[600, 300], [101]]);
  });

  it('that is larger than a batch may be goes alone', () => {
    const { add, sizes } = watched();
    add(10);
    add(5000);
    expect(sizes()).toEqual([[10], [5000]]);
  });

  it('has its places and bytes free for others when what was in it is not to be sent any more', async () => {
    const { policy, add, batches } = watched();
    const gone = [...add(1, 50), ...add(700)];
    const [stays] = add(2);
    for (const entry of gone) policy.delete(entry);
    const newcomers = add(9, 98);
    expect(batches).toEqual([]);
    add(3);
    expect(batches).toMatchObject([[stays, ...newcomers, { bytes: 3 }]]);
  });

  it('does not leave when nothing of it is left, and the next one waits as any other', async () => {
    const { policy, add, left } = watched();
    const [gone] = add();
    if (gone) policy.delete(gone);
    await vi.advanceTimersByTimeAsync(1000);
    expect(left).toEqual([]);
    add();
    await turn();
    expect(left).toEqual([]);
    await turn();
    expect(left).toHaveLength(1);
  });

  it('takes no token when nothing of it is left while it waits for one', async () => {
    const limiter = exhausted();
    const { policy, add, left } = watched(limiter);
    const gone = add(1, 100);
    await vi.advanceTimersByTimeAsync(1000);
    for (const entry of gone) policy.delete(entry);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([left, limiter.left]).toEqual([[], 1]);
  });

  it('of those that wait for tokens is filled up again when what was in it goes', async () => {
    const { policy, add, batches } = watched(exhausted());
    const gone = add(1, 990);
    const stay = add(2, 40);
    await vi.advanceTimersByTimeAsync(1000);
    for (const entry of gone) policy.delete(entry);
    const late = add(3, 60);
    await vi.advanceTimersByTimeAsync(9100);
    expect(batches).toEqual([[...stay, ...late]]);
  });

  it('leaves at once, and the next ones too, when there is hurry', async () => {
    const { policy, add, left } = watched(limited(100));
    add();
    policy.hurry();
    expect(left).toHaveLength(1);
    add();
    expect(left).toHaveLength(2);
  });
});
