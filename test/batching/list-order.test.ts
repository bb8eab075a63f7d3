import { describe, expect, it } from 'vitest';
import { createListOrder } from '../../src/batching/list-order.ts';

/** Lists of these names, each of which goes on when it is told to and its turn has come. */
function listsOf(...names: readonly string[][]) {
  const order = createListOrder();
  const gone: number[] = [];
  const lists = names.map((of, index) => {
    const place = order.enter(new Set(of));
    const ready = Promise.withResolvers<void>();
    const done = ready.promise
      .then(() => place.turn)
      .then(() => {
        gone.push(index);
        place.leave();
      });
    return { ready: ready.resolve, done };
  });
  return { order, gone, lists };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('lists that hold a name in common', () => {
  it('go on in the order in which they came, over others that each has a name in common with', async () => {
    const { gone, lists } = listsOf(['a'], ['a', 'b'], ['b']);
    lists[2]?.ready();
    lists[1]?.ready();
    await turn();
    expect(gone).toEqual([]);
    lists[0]?.ready();
    await turn();
    expect(gone).toEqual([0, 1, 2]);
  });

  it('do not wait for lists that hold none of their names, nor for those that came later', async () => {
    const { gone, lists } = listsOf(['a'], ['b'], ['b']);
    lists[1]?.ready();
    await turn();
    expect(gone).toEqual([1]);
  });

  it('leave nothing behind once they have gone on', async () => {
    const { order, lists } = listsOf(['a', 'b'], ['b', 'c'], ['a']);
    expect(order.size).toBe(3);
    for (const { ready } of lists) ready();
    await Promise.all(lists.map(({ done }) => done));
    expect(order.size).toBe(0);
  });
});
