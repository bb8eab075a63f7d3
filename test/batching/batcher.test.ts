import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from '../../src/batching/attempt.ts';
import { type BatcherOptions, createBatcher as create } from '../../src/batching/batcher.ts';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import type { SendBatch } from '../../src/outcome.ts';
import { createRateLimiter } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';
import { gatedSend, plenty, scriptedSend } from './scripted-send.ts';

const options = {
  maxSize: 3,
  maxBytes: 1000,
  urgency: 'write' as const,
  deadlineMs: 30_000,
  closing: new AbortController().signal,
  keysOf: (input: string): readonly string[] => (input.split('=')[0] ?? '').split('+'),
  bytesOf: (input: string) => input.length,
  repeatable: () => true,
  writes: true,
};

const createBatcher = (send: SendBatch<string, string>, more: Partial<BatcherOptions<string>> = {}, queueLimit = 100) =>
  create(attempt(send), {
    ...options,
    limiter: plenty(),
    share: createQueueLimit({ inputs: queueLimit, bytes: 1_000_000, shared: false }).share(),
    ...more,
  });

/** Lets a full batch leave at once, and the next part-empty one after a second. */
const scarce = () => createRateLimiter((onChange) => createRollingWindow({ limit: 60, intervalMs: 60_000 }, onChange));

/** Lets nothing leave. */
function exhausted() {
  const limiter = scarce();
  limiter.observe({ remaining: 0, intervalMs: 60_000 });
  return limiter;
}

/** Its only call is never answered. */
function hanging() {
  const limiter = createRateLimiter((onChange) => createRollingWindow({ limit: 1, intervalMs: 50 }, onChange));
  limiter.ask({ urgency: 'write', since: () => 0, hasRoom: () => false, isWanted: () => true, leave() {} });
  return limiter;
}

describe('a batcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends what comes in one turn of the event loop as one batch, without waiting any longer', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send);
    const both = Promise.all([batcher.load('a=1'), batcher.load('b=1')]);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual([['a=1', 'b=1']]);
    expect(await both).toEqual([
      { ok: true, value: 'a=1' },
      { ok: true, value: 'b=1' },
    ]);
  });

  it('sends a full batch at once, without a timer', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send);
    for (const input of ['a=1', 'b=1', 'c=1', 'd=1']) batcher.load(input);
    await Promise.resolve();
    expect(calls).toEqual([['a=1', 'b=1', 'c=1']]);
  });

  it('sends each accepted input exactly once, also when a full batch leaves as it comes', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send);
    for (const input of ['a=1', 'b=1', 'c=1', 'd=1']) batcher.load(input);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1', 'c=1'], ['d=1']]);
  });

  it('never puts two inputs of one key into a batch, and sends the later one after the earlier was answered', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send);
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
    const batcher = createBatcher(send);
    const both = Promise.all([batcher.load('a=1'), batcher.load('a=1')]);
    await vi.advanceTimersByTimeAsync(100);
    await both;
    expect(calls).toEqual([['a=1'], ['a=1']]);
  });

  it('counts what is accepted and not answered', async () => {
    const { send } = scriptedSend();
    const batcher = createBatcher(send);
    batcher.load('a=1');
    batcher.load('a=2');
    expect(batcher.pending).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(batcher.pending).toBe(0);
  });

  it('lets nothing wait for company while it drains, and is drained when everything was answered', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, { limiter: scarce() });
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

  it('refuses what comes when its places are taken, and takes the next one when a place is free', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, {}, 2);
    const taken = [batcher.load('a=1'), batcher.load('b=1')];
    expect(await batcher.load('c=1')).toMatchObject({ ok: false, error: { name: 'QueueFullError', applied: 'NO' } });
    await vi.advanceTimersByTimeAsync(10);
    release();
    await Promise.all(taken);
    await vi.advanceTimersByTimeAsync(0);
    void batcher.load('d=1');
    await vi.advanceTimersByTimeAsync(10);
    expect(calls).toEqual([['a=1', 'b=1'], ['d=1']]);
  });

  it('refuses at once what the quota does not let it send in time, and says when to come again', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, { limiter: exhausted(), deadlineMs: 70_000 }, 1000);
    // A minute until tokens are back, and then one for each second.
    const fits = Array.from({ length: 180 }, (_, n) => batcher.load(`${n}=1`));
    const early = await batcher.load('late=1', { withinMs: 50_000 });
    expect(early).toMatchObject({ error: { name: 'QueueFullError', applied: 'NO', retryAfterMs: 70_000 } });
    expect(await batcher.load('more=1')).toMatchObject({ error: { retryAfterMs: 50_000 } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await Promise.all(fits)).every(({ ok }) => ok)).toBe(true);
    expect(calls).toHaveLength(60);
  });

  it('closes a batch before it grows over the byte limit, and sends a larger input alone', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send, { maxBytes: 10 });
    for (const input of ['a=1', 'b=1', 'c=12345', 'd=1234567890', 'e=1']) void batcher.load(input);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1', 'b=1'], ['c=12345'], ['d=1234567890'], ['e=1']]);
  });

  it('does not send what was withdrawn by a caller that went away, and sends the others', async () => {
    const { calls, send } = scriptedSend();
    const batcher = createBatcher(send);
    const gone = new AbortController();
    void batcher.load('a=1', { signal: gone.signal });
    const stays = batcher.load('b=1');
    gone.abort();
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['b=1']]);
    expect(await stays).toEqual({ ok: true, value: 'b=1' });
    expect(batcher.pending).toBe(0);
  });

  it('frees the places of a caller that went away at once: in the queue, in the batch and in the order of the contact', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, { limiter: scarce() }, 5);
    void batcher.load('a=0');
    await vi.advanceTimersByTimeAsync(10);
    const gone = new AbortController();
    const caller = { signal: gone.signal };
    const withdrawn = ['a=1', 'b=1', 'b=2', 'c=1'].map((input) => batcher.load(input, caller));
    expect(await batcher.load('d=1')).toMatchObject({ error: { name: 'QueueFullError' } });
    gone.abort();
    expect(batcher.pending).toBe(1);
    for (const outcome of await Promise.all(withdrawn))
      expect(outcome).toMatchObject({ error: { name: 'WithdrawnError', applied: 'NO' } });
    const stay = ['a=9', 'b=9', 'c=9', 'd=9'].map((input) => batcher.load(input));
    await vi.advanceTimersByTimeAsync(10);
    // A full batch of three does not wait for its turn.
    expect(calls.map((call) => call.toSorted())).toEqual([['a=0'], ['b=9', 'c=9', 'd=9']]);
    for (let call = 0; call < 3; call += 1) {
      release();
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect((await Promise.all(stay)).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(calls.slice(2)).toEqual([['a=9']]);
  });

  it('has one listener for all of a caller, because a signal goes through its listeners whenever one is added', () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const batcher = createBatcher(scriptedSend().send);
    for (let count = 0; count < 50; count += 1) void batcher.load(`${count}=1`, { signal });
    expect(added).toHaveBeenCalledOnce();
  });

  it('accepts nothing of a caller that has already gone', async () => {
    const { calls, send } = scriptedSend();
    const outcome = createBatcher(send).load('a=1', { signal: AbortSignal.abort() });
    expect(await outcome).toMatchObject({ error: { name: 'WithdrawnError', applied: 'NO' } });
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([]);
  });

  it('frees the places of what has expired at once, however long its batch waits', async () => {
    const batcher = createBatcher(scriptedSend().send, { limiter: hanging() }, 2);
    const short = [batcher.load('a=1', { withinMs: 100 }), batcher.load('b=1', { withinMs: 100 })];
    await vi.advanceTimersByTimeAsync(100);
    for (const outcome of await Promise.all(short)) expect(outcome).toMatchObject({ error: { name: 'TimeUpError' } });
    expect(batcher.pending).toBe(0);
    void batcher.load('a=2');
    void batcher.load('b=2');
    expect(batcher.pending).toBe(2);
  });

  it('gives the token back of a batch that was decided before it was sent', async () => {
    const limiter = plenty();
    const gone = new AbortController();
    const batcher = create<string, string>(
      // As a breaker, which holds back what it is given.
      async (entries) => {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return attempt(scriptedSend().send)(entries);
      },
      { ...options, limiter, share: createQueueLimit({ inputs: 100, bytes: 1000, shared: false }).share() },
    );
    void batcher.load('a=1', { signal: gone.signal });
    await vi.advanceTimersByTimeAsync(10);
    expect(limiter.left).toBeLessThan(1);
    gone.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(limiter.left).toBe(1);
  });

  it('finishes what was sent before its caller went away, and keeps the order of the contact', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send);
    const gone = new AbortController();
    void batcher.load('a=1', { signal: gone.signal });
    await vi.advanceTimersByTimeAsync(10);
    gone.abort();
    void batcher.load('a=2');
    await vi.advanceTimersByTimeAsync(10);
    expect(calls).toEqual([['a=1']]);
    release();
    await vi.advanceTimersByTimeAsync(10);
    expect(calls).toEqual([['a=1'], ['a=2']]);
  });

  it('answers at the deadline: not written when it was not sent, unknown when it was', async () => {
    const { calls, send, release } = gatedSend();
    const batcher = createBatcher(send, { deadlineMs: 1000 });
    const sent = batcher.load('a=1');
    await vi.advanceTimersByTimeAsync(500);
    const behind = batcher.load('a=2');
    await vi.advanceTimersByTimeAsync(500);
    expect(await sent).toMatchObject({ ok: false, error: { name: 'TimeUpError', applied: 'UNKNOWN' } });
    await vi.advanceTimersByTimeAsync(500);
    expect(await behind).toMatchObject({ ok: false, error: { name: 'TimeUpError', applied: 'NO' } });
    // The lane was held until the call came back, and what had expired was not sent then.
    release();
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([['a=1']]);
    expect(batcher.pending).toBe(0);
  });

  it('answers what is still open when it gives up', async () => {
    const { send } = gatedSend();
    const batcher = createBatcher(send);
    const sent = batcher.load('a=1');
    await vi.advanceTimersByTimeAsync(10);
    const waiting = batcher.load('a=2');
    batcher.giveUp();
    expect(await sent).toMatchObject({ error: { name: 'TimeUpError', applied: 'UNKNOWN' } });
    expect(await waiting).toMatchObject({ error: { name: 'TimeUpError', applied: 'NO' } });
  });

  it('gives an input no more time than its caller says', async () => {
    const { send } = gatedSend();
    const short = createBatcher(send).load('a=1', { withinMs: 500 });
    await vi.advanceTimersByTimeAsync(500);
    expect(await short).toMatchObject({ error: { name: 'TimeUpError' } });
  });

  it('accepts nothing any more when the gateway has given up, nor what has no time left', async () => {
    const { calls, send } = scriptedSend();
    const late = createBatcher(send).load('a=1', { since: performance.now() - 30_000 });
    expect(await late).toMatchObject({ error: { name: 'TimeUpError', applied: 'NO' } });
    const closed = createBatcher(send, { closing: AbortSignal.abort() }).load('a=1');
    expect(await closed).toMatchObject({ error: { applied: 'NO', message: expect.stringContaining('stopped') } });
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([]);
  });

  it('rejects on a bug of the sending function, and goes on', async () => {
    let first = true;
    const batcher = createBatcher(async (inputs) => {
      if (first) {
        first = false;
        throw new TypeError('a bug');
      }
      return inputs.map((value) => ({ ok: true, value }));
    });
    const failing = expect(batcher.load('a=1')).rejects.toThrow('a bug');
    await vi.advanceTimersByTimeAsync(10);
    await failing;
    const next = batcher.load('a=2');
    await vi.advanceTimersByTimeAsync(10);
    expect(await next).toEqual({ ok: true, value: 'a=2' });
  });
});
