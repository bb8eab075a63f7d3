import { describe, expect, it } from 'vitest';
import { createKeyQueues } from '../../src/batching/key-queue.ts';

/** Lanes, and the entries whose turn has come. */
function lanesOf(...entries: readonly string[]) {
  const begun: string[] = [];
  const keyQueues = createKeyQueues<string>((entry) => begun.push(entry));
  const keyOf = (entry: string) => entry.charAt(0);
  for (const entry of entries) keyQueues.enter(keyOf(entry), entry);
  return { keyQueues, begun, leave: (entry: string) => keyQueues.leave(keyOf(entry), entry) };
}

describe('keyQueues', () => {
  it('give the entries of a key their turns one after the other, in the order they came', () => {
    const { begun, leave } = lanesOf('k1', 'k2', 'k3');
    expect(begun).toEqual(['k1']);
    leave('k1');
    expect(begun).toEqual(['k1', 'k2']);
    leave('k2');
    expect(begun).toEqual(['k1', 'k2', 'k3']);
  });

  it('do not let one key wait for another', () => {
    expect(lanesOf('a1', 'b1').begun).toEqual(['a1', 'b1']);
  });

  it('let go of what gives up its place before its turn, which changes nobody else’s', () => {
    const { begun, leave } = lanesOf('k1', 'k2', 'k3');
    leave('k2');
    expect(begun).toEqual(['k1']);
    leave('k1');
    expect(begun).toEqual(['k1', 'k3']);
  });

  it('give no turn twice when an entry leaves twice', () => {
    const { begun, leave } = lanesOf('k1', 'k2', 'k3');
    leave('k1');
    leave('k1');
    expect(begun).toEqual(['k1', 'k2']);
  });

  it('forget a key once its last entry has left', () => {
    const { keyQueues, leave } = lanesOf('a1', 'a2', 'b1');
    expect([keyQueues.has('a'), keyQueues.size]).toEqual([true, 2]);
    for (const entry of ['a2', 'a1', 'b1']) leave(entry);
    expect([keyQueues.has('a'), keyQueues.size]).toEqual([false, 0]);
  });
});
