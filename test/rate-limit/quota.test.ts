import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQuota } from '../../src/rate-limit/quota.ts';

const options = { limit: 3, intervalMs: 1000 };

/** Makes calls of `latencyMs` as fast as the quota lets it, and lists when each began. */
function caller(quota: ReturnType<typeof createQuota>, latencyMs = 0) {
  const begun: number[] = [];
  const call = () =>
    quota.spend(async () => {
      begun.push(Math.round(performance.now()));
      await new Promise((resolve) => setTimeout(resolve, latencyMs));
    });
  return { begun, call };
}

describe('a quota', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('lets so many calls through at once, and the others in their order as tokens come back', async () => {
    const quota = createQuota(options);
    const order: number[] = [];
    const started = performance.now();
    const all = [1, 2, 3, 4, 5].map((number) => quota.spend(async () => void order.push(number)));
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(998);
    expect(order).toEqual([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(3);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    await Promise.all(all);
    expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
  });

  it('never lets more calls be counted in any interval than allowed, wherever HubSpot counts them', async () => {
    const quota = createQuota(options);
    const spans: { from: number; to: number }[] = [];
    for (let count = 0; count < 20; count += 1) {
      void quota.spend(async () => {
        const from = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 50 + ((count * 37) % 200)));
        spans.push({ from, to: performance.now() });
      });
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(spans).toHaveLength(20);
    // The worst case: earlier calls counted at their end, later ones at their beginning.
    const byBegin = spans.toSorted((a, b) => a.from - b.from);
    for (const later of byBegin) {
      const within = byBegin.filter((span) => span !== later && span.from <= later.from && span.to > later.from - 1000);
      expect(within.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives a token back for a call that failed', async () => {
    const quota = createQuota({ limit: 1, intervalMs: 1000 });
    await expect(quota.spend(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(quota.available).toBe(false);
    await vi.advanceTimersByTimeAsync(1001);
    expect(quota.available).toBe(true);
  });

  it('takes the limit and the interval from what HubSpot reports', async () => {
    const quota = createQuota(options);
    quota.observe({ limit: 5, intervalMs: 2000 });
    const { begun, call } = caller(quota);
    for (let count = 0; count < 6; count += 1) void call();
    await vi.advanceTimersByTimeAsync(1999);
    expect(begun).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(2);
    expect(begun).toHaveLength(6);
  });

  it('recovers at once when a later answer corrects the interval', async () => {
    const quota = createQuota(options);
    quota.observe({ intervalMs: 60_000, remaining: 0 });
    const { begun, call } = caller(quota);
    for (let count = 0; count < 3; count += 1) void call();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(begun).toEqual([]);
    quota.observe({ intervalMs: 1_000 });
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toHaveLength(3);
  });

  it('counts the calls of others when HubSpot reports fewer left, once and not at every answer', async () => {
    const quota = createQuota(options);
    quota.observe({ remaining: 1 });
    quota.observe({ remaining: 1 });
    const { begun, call } = caller(quota);
    for (let count = 0; count < 3; count += 1) void call();
    await vi.advanceTimersByTimeAsync(900);
    expect(begun).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(101);
    expect(begun).toHaveLength(3);
  });

  it('does not grow when HubSpot reports more left than we know of', () => {
    const quota = createQuota(options);
    void quota.spend(() => new Promise(() => {}));
    quota.observe({ remaining: 3 });
    expect(quota.left).toBeCloseTo(2 / 3);
  });

  it('tells when it is available again, without taking the token', async () => {
    const quota = createQuota({ limit: 1, intervalMs: 1000 });
    await quota.spend(async () => {});
    let told = 0;
    void quota.whenAvailable().then(() => {
      told += 1;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(told).toBe(0);
    await vi.advanceTimersByTimeAsync(2);
    expect([told, quota.available]).toEqual([1, true]);
  });

  it('serves those who wait for a token before those who only watch', async () => {
    const quota = createQuota({ limit: 1, intervalMs: 1000 });
    await quota.spend(async () => {});
    const log: string[] = [];
    void quota.whenAvailable().then(() => log.push('told'));
    void quota.spend(async () => void log.push('spent'));
    await vi.advanceTimersByTimeAsync(1001);
    expect(log).toEqual(['spent']);
    await vi.advanceTimersByTimeAsync(1001);
    expect(log).toEqual(['spent', 'told']);
  });

  it('is idle when no call is under way and all tokens are back', async () => {
    const quota = createQuota(options);
    expect(quota.idle).toBe(true);
    const call = quota.spend(() => new Promise<void>((resolve) => setTimeout(resolve, 10)));
    expect(quota.idle).toBe(false);
    await vi.advanceTimersByTimeAsync(10);
    await call;
    expect(quota.idle).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(quota.idle).toBe(true);
  });
});
