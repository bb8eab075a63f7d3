import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLateLimiter } from '../../src/rate-limit/late-limiter.ts';
import { createRateLimiter, type Departure, type RateLimiter } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';

const limiterOf = (limit: number): RateLimiter =>
  createRateLimiter((onChange) => createRollingWindow({ limit, intervalMs: 10_000 }, onChange));

function setUp() {
  const finding = Promise.withResolvers<RateLimiter | null>();
  const find = vi.fn(() => finding.promise);
  const own = limiterOf(2);
  const openOwn = vi.fn(() => own);
  const left: number[] = [];
  const departure = (number: number, since = 0): Departure => ({
    urgency: 'write',
    since: () => since,
    hasRoom: () => false,
    isWanted: () => true,
    leave: (token) => {
      left.push(number);
      token.answered();
    },
  });
  const late = createLateLimiter({ find, openOwn, patienceMs: 1_000 });
  return { finding, find, own, openOwn, left, departure, late };
}

const turn = () => vi.advanceTimersByTimeAsync(0);

describe('a limiter that is found late', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks for it once, and only when something is to leave', async () => {
    const { find, finding, late, departure } = setUp();
    expect(find).not.toHaveBeenCalled();
    late.ask(departure(1));
    late.ask(departure(2));
    finding.resolve(limiterOf(5));
    await turn();
    late.ask(departure(3));
    expect(find).toHaveBeenCalledOnce();
  });

  it('lets what has waited leave by the one that was found', async () => {
    const { finding, late, departure, left, openOwn } = setUp();
    const found = limiterOf(2);
    for (const number of [1, 2, 3]) late.ask(departure(number));
    expect(late.idle).toBe(false);
    expect(left).toEqual([]);
    finding.resolve(found);
    await turn();
    expect(left).toEqual([1, 2]);
    expect(openOwn).not.toHaveBeenCalled();
    expect(late.left).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toEqual([1, 2, 3]);
  });

  it('has its own where there is none', async () => {
    const { finding, find, late, departure, left, openOwn } = setUp();
    late.ask(departure(1));
    finding.resolve(null);
    await turn();
    late.ask(departure(2));
    expect(left).toEqual([1, 2]);
    expect(openOwn).toHaveBeenCalledOnce();
    expect(find).toHaveBeenCalledOnce();
  });

  it('has its own while nobody can tell, and asks again with the next departure', async () => {
    const { finding, find, late, departure, left } = setUp();
    late.ask(departure(1));
    finding.reject(new Error('not now'));
    await turn();
    expect(left).toEqual([1]);
    find.mockResolvedValue(limiterOf(5));
    late.ask(departure(2));
    await turn();
    expect(left).toEqual([1, 2]);
    expect(find).toHaveBeenCalledTimes(2);
    expect(late.left).toBe(1);
  });

  it('waits no longer than it has patience, and changes to the one that is found after all', async () => {
    const { finding, late, departure, left, own } = setUp();
    for (const number of [1, 2, 3]) late.ask(departure(number));
    await vi.advanceTimersByTimeAsync(999);
    expect(left).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(left).toEqual([1, 2]);
    finding.resolve(limiterOf(5));
    await turn();
    late.ask(departure(4));
    expect(left).toEqual([1, 2, 4]);
    expect(late.idle).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toEqual([1, 2, 4, 3]);
    expect(own.idle).toBe(false);
  });

  it('drops what is cancelled, before it is found and after', async () => {
    const { finding, late, departure, left } = setUp();
    const [first, second, third, fourth] = [departure(1), departure(2), departure(3), departure(4)];
    for (const each of [first, second, third, fourth]) late.ask(each);
    late.cancel(first);
    finding.resolve(limiterOf(2));
    await turn();
    late.cancel(fourth);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toEqual([2, 3]);
  });

  it('closes what is found when nobody needs it any more', async () => {
    const { finding, late, departure, left, openOwn } = setUp();
    const found = limiterOf(2);
    const close = vi.spyOn(found, 'close');
    late.ask(departure(1));
    await late.close();
    finding.resolve(found);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(close).toHaveBeenCalledOnce();
    expect(openOwn).not.toHaveBeenCalled();
    expect(left).toEqual([]);
  });
});
