import { describe, expect, it, vi } from 'vitest';
import { perKey } from '../../src/batching/per-key.ts';

describe('one value per key', () => {
  it('is made once and shared by all that have the key', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: 0 }));
    const first = values.get({ id: 'a' });
    expect(values.get({ id: 'a' })).toBe(first);
    expect(values.get({ id: 'b' })).not.toBe(first);
  });

  it('drops idle values when very many keys were seen, and never one that has work', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: id === 'busy' ? 1 : 0 }));
    const busy = values.get({ id: 'busy' });
    for (let count = 0; count < 5000; count += 1) values.get({ id: `k${count}` });
    expect(values.all().length).toBeLessThanOrEqual(1000);
    expect(values.get({ id: 'busy' })).toBe(busy);
  });

  it('looks through busy values a bounded number of times, however many keys are new', () => {
    let looks = 0;
    const values = perKey(({ id }: { id: string }) => ({
      id,
      get pending() {
        looks += 1;
        return 1;
      },
    }));
    for (let count = 0; count < 8000; count += 1) values.get({ id: `k${count}` });
    expect(values.all()).toHaveLength(8000);
    expect(looks).toBeLessThan(16_000);
  });

  it('drops what is not worth keeping within a moment of its being idle, and closes it', async () => {
    vi.useFakeTimers();
    const timers = vi.getTimerCount();
    const closed: string[] = [];
    const values = perKey(({ id }: { id: string }) => ({ id, pending: 1, close: async () => void closed.push(id) }));
    const [busy, idle, kept] = ['busy', 'idle', 'kept'].map((id) => values.get({ id }));
    for (const value of [busy, idle]) if (value) values.dropSoon(value);
    Object.assign(idle as object, { pending: 0 });
    Object.assign(kept as object, { pending: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(values.all()).toEqual([busy, kept]);
    Object.assign(busy as object, { pending: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect([values.all(), closed]).toEqual([[kept], ['idle', 'busy']]);
    expect(vi.getTimerCount()).toBe(timers);
    vi.useRealTimers();
  });

  it('keeps as many idle values as it is told to', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: 0 }), 20);
    for (let count = 0; count < 500; count += 1) values.get({ id: `k${count}` });
    expect(values.all().length).toBeLessThanOrEqual(20);
  });
});
