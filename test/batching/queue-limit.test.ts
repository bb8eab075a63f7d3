import { describe, expect, it } from 'vitest';
import { createQueueLimit, type QueueShare } from '../../src/batching/queue-limit.ts';
import fc from '../fast-check.ts';

const enter = (share: QueueShare, times: number, bytes = 1) =>
  Array.from({ length: times }, () => share.enter(bytes)).filter((taken) => taken).length;

const queue = (inputs: number, bytes = 1_000_000) => createQueueLimit({ inputs, bytes, shared: true });

describe('the queue limit', () => {
  it('gives all places to the only credential that there is, and no more', () => {
    const share = createQueueLimit({ inputs: 10, bytes: 1_000_000, shared: false }).share();
    expect(enter(share, 20)).toBe(10);
    share.leave(1);
    expect(enter(share, 20)).toBe(1);
  });

  it('gives half of the places to one that is alone among several, and half of what is left to the next ones', () => {
    const limit = queue(16);
    expect([1, 2, 3, 4, 5, 6].map(() => enter(limit.share(), 20))).toEqual([8, 4, 2, 1, 1, 0]);
  });

  it('brings those that go on to equal parts, as places come free', () => {
    const limit = queue(300);
    const [first, second] = [limit.share(), limit.share()];
    const held = [enter(first, 300), enter(second, 300)];
    expect(held).toEqual([150, 75]);
    for (let round = 0; round < 1000; round += 1) {
      for (const [index, share] of [first, second].entries()) {
        share.leave(1);
        held[index] = (held[index] ?? 0) - 1 + enter(share, 5);
      }
    }
    expect(held).toEqual([100, 100]);
  });

  it('bounds the bytes in the same way, whatever the number of inputs', () => {
    const limit = queue(1000, 100);
    expect(enter(limit.share(), 1000, 10)).toBe(5);
    const other = limit.share();
    expect([other.enter(51), other.enter(30), other.enter(1)]).toEqual([false, true, false]);
    const only = createQueueLimit({ inputs: 1000, bytes: 100, shared: false }).share();
    expect(enter(only, 1000, 9)).toBe(11);
  });

  it('takes what is larger than all bytes when nothing else waits', () => {
    const limit = queue(10, 100);
    const share = limit.share();
    expect([share.enter(500), share.enter(1), limit.share().enter(1)]).toEqual([true, false, false]);
    share.leave(500);
    expect([share.enter(1), share.enter(500)]).toEqual([true, false]);
  });

  it('holds for 400 credentials together as for one', () => {
    const limit = queue(200, 10_000);
    const held = Array.from({ length: 400 }, () => enter(limit.share(), 10, 30));
    expect(held.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(200);
    expect(held.filter((count) => count > 0).length).toBeGreaterThanOrEqual(20);
  });

  it('is never exceeded, whoever comes and goes, and leaves room for another one beside the greediest', () => {
    const steps = fc.array(fc.record({ who: fc.nat(20), bytes: fc.nat(120), leaves: fc.boolean() }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        const limit = queue(20, 500);
        const held = Array.from({ length: 21 }, () => ({ share: limit.share(), sizes: [] as number[] }));
        for (const { who, bytes, leaves } of taken) {
          const { share, sizes } = held[who] as (typeof held)[number];
          const freed = leaves ? sizes.shift() : undefined;
          if (freed !== undefined) share.leave(freed);
          else if (share.enter(bytes)) sizes.push(bytes);
          const all = held.flatMap((one) => one.sizes);
          expect(all.length).toBeLessThanOrEqual(20);
          expect(all.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(500);
        }
        const alone = held.filter(({ sizes }) => sizes.length > 0).length === 1;
        if (alone) expect(limit.share().enter(1)).toBe(true);
      }),
    );
  });
});
