import { describe, expect, it } from 'vitest';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';

const enter = (share: { enter(): boolean }, times: number) =>
  Array.from({ length: times }, () => share.enter()).filter((taken) => taken).length;

describe('the queue limit', () => {
  it('gives all places to one that is alone, and no more', () => {
    const share = createQueueLimit(10).share();
    expect(enter(share, 20)).toBe(10);
    share.leave();
    expect(enter(share, 20)).toBe(1);
  });

  it('has places for a second one however many the first has taken', () => {
    const limit = createQueueLimit(10);
    const greedy = limit.share();
    enter(greedy, 20);
    expect(enter(limit.share(), 20)).toBe(5);
    expect(greedy.enter()).toBe(false);
  });

  it('gives the places back to those that remain', () => {
    const limit = createQueueLimit(10);
    const other = limit.share();
    other.enter();
    const share = limit.share();
    expect(enter(share, 20)).toBe(5);
    other.leave();
    expect(enter(share, 20)).toBe(5);
  });
});
