import { describe, expect, it } from 'vitest';
import { createKeyQueues } from '../../src/batching/key-queue.ts';

/** Places of these keys, and the numbers of those whose turn has come. */
function placesOf(...keys: readonly string[][]) {
  const queues = createKeyQueues();
  const begun: number[] = [];
  const places = keys.map((own, number) => {
    const place = queues.enter(own);
    void Promise.resolve(place.turn).then(() => begun.push(number));
    return place;
  });
  async function leave(...numbers: readonly number[]): Promise<void> {
    for (const number of numbers) places[number]?.leave();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { queues, begun, leave };
}

describe('what has a key in common', () => {
  it('has its turn one after the other, in the order in which it came', async () => {
    const { begun, leave } = placesOf(['a'], ['a'], ['a']);
    await leave();
    expect(begun).toEqual([0]);
    await leave(0);
    expect(begun).toEqual([0, 1]);
    await leave(1);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('waits also for others that it has no key in common with, where they stand between', async () => {
    const { begun, leave } = placesOf(['a'], ['a', 'b'], ['b']);
    await leave();
    expect(begun).toEqual([0]);
    await leave(0);
    expect(begun).toEqual([0, 1]);
  });

  it('does not wait for what has no key of it, nor for what came later', () => {
    const queues = createKeyQueues();
    expect([['a'], ['b'], []].map((keys) => queues.enter(keys).turn)).toEqual([null, null, null]);
  });

  it('is not overtaken when what stands between gives up its place', async () => {
    const { begun, leave } = placesOf(['a'], ['a'], ['a']);
    await leave(1);
    expect(begun).toEqual([0]);
    await leave(0);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('gives no turn twice when it leaves twice', async () => {
    const { begun, leave } = placesOf(['a'], ['a'], ['a']);
    await leave(0, 0);
    expect(begun).toEqual([0, 1]);
  });

  it('leaves nothing behind once it has left', async () => {
    const { queues, leave } = placesOf(['a', 'b'], ['b', 'c'], ['a']);
    expect(['a', 'b', 'c'].map(queues.has)).toEqual([true, true, true]);
    await leave(2, 1, 0);
    expect(['a', 'b', 'c'].map(queues.has)).toEqual([false, false, false]);
  });
});
