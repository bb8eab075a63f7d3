import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatcher } from '../../src/batching/batcher.ts';
import { gatedSend, scriptedSend } from './scripted-send.ts';

const options = { maxSize: 3, windowMs: 5, keyOf: (input: string) => input.split('=')[0] ?? '' };

describe('a batcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends what comes in one turn of the event loop as one batch, without a window when nothing is in flight', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, { ...options, windowMs: 1000 });
    const both = Promise.all([batcher.load('a=1'), batcher.load('b=1')]);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual([['a=1', 'b=1']]);
    expect(await both).toEqual([
      { ok: true, value: 'a=1' },
      { ok: true, value: 'b=1' },
    ]);
  });

  it('sends a full batch at once, without a timer', () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, options);
    for (const input of ['a=1', 'b=1', 'c=1', 'd=1']) batcher.load(input);
    expect(calls).toEqual([['a=1', 'b=1', 'c=1']]);
  });

  it('sends each accepted input exactly once, also when a full batch leaves before its window ends', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, options);
    for (const input of ['a=1', 'b=1', 'c=1', 'd=1']) batcher.load(input);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1', 'c=1'], ['d=1']]);
  });

  it('never puts two inputs of one key into a batch, and sends the later one after the earlier was answered', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, options);
    const answered = Promise.all(['a=1', 'a=2', 'b=1', 'a=3'].map((input) => batcher.load(input)));
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1']]);
    release();
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1'], ['a=2']]);
    release();
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1'], ['a=2'], ['a=3']]);
    release();
    expect((await answered).map((outcome) => outcome.ok && outcome.value)).toEqual(['a=1', 'a=2', 'b=1', 'a=3']);
  });

  it('treats two equal inputs as two writes', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, options);
    const both = Promise.all([batcher.load('a=1'), batcher.load('a=1')]);
    await vi.advanceTimersByTimeAsync(100);
    await both;
    expect(calls).toEqual([['a=1'], ['a=1']]);
  });

  it('counts what is accepted and not answered', async () => {
    const { send } = scriptedSend();
    const batcher = createBatcher(send, options);
    batcher.load('a=1');
    batcher.load('a=2');
    expect(batcher.pending).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(batcher.pending).toBe(0);
  });

  it('lets nothing wait for company while it drains, and is drained when everything was answered', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, { ...options, windowMs: 60_000 });
    batcher.load('a=1');
    await vi.advanceTimersByTimeAsync(1);
    batcher.load('b=1');
    batcher.load('b=2');
    const drained = batcher.drain();
    for (let call = 0; call < 3; call += 1) {
      await vi.advanceTimersByTimeAsync(1);
      release();
    }
    await vi.advanceTimersByTimeAsync(1);
    release();
    await drained;
    expect(calls).toEqual([['a=1'], ['b=1'], ['b=2']]);
    expect(batcher.pending).toBe(0);
  });
});
