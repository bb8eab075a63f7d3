import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveOnly } from '../../src/batching/live-only.ts';
import { retries } from '../../src/batching/retries.ts';
import { Ticket } from '../../src/batching/ticket.ts';
import { nobody } from '../../src/observer.ts';
import { BatchRefused, type Resend } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const ticket = (input: string, options: { deadlineMs?: number; repeatable?: boolean; signal?: AbortSignal } = {}) =>
  new Ticket<string, string>(input, { deadlineMs: 30_000, writes: true, repeatable: true, ...options });

/** Fails so many times, then succeeds; each call with its time. */
function failing(times: number, resend: Resend, applied: 'NO' | 'UNKNOWN' = 'NO') {
  const at: number[] = [];
  const { calls, send } = scriptedSend((inputs) => {
    at.push(performance.now());
    if (at.length <= times) throw new Failure({ resend, applied });
    return succeed(inputs);
  });
  const open = new AbortController();
  const half = () => 0.5;
  return { at, calls, send: retries(liveOnly(send), open.signal, nobody, half), close: () => open.abort() };
}

describe('retries', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('send a batch again after the wait that was asked for', async () => {
    const { at, send } = failing(2, { afterMs: 2000 });
    const outcomes = send([ticket('a')]);
    const started = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(succeed(['a']));
    expect(at.map((time) => time - started)).toEqual([0, 2000, 4000]);
  });

  it('wait longer from attempt to attempt, by chance between nothing and the whole, when no wait was asked for', async () => {
    const { at, send } = failing(4, 'backoff');
    const started = performance.now();
    const outcomes = send([ticket('a')]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await outcomes).toEqual(succeed(['a']));
    // Half of 200, 400, 800 and 1,600 ms.
    expect(at.map((time) => time - started)).toEqual([0, 100, 300, 700, 1500]);
  });

  it.each(['never', 'alone'] as const)('do not send again what is to be sent again: %s', async (resend) => {
    const { calls, send } = failing(1, resend);
    expect(await send([ticket('a'), ticket('b')])).toMatchObject([{ ok: false }, { ok: false }]);
    expect(calls).toEqual([['a', 'b']]);
  });

  it('let refusals and bugs pass', async () => {
    for (const error of [new BatchRefused(new Failure()), new TypeError('a bug')]) {
      const send = retries(
        liveOnly<string, string>(async () => Promise.reject(error)),
        new AbortController().signal,
      );
      await expect(send([ticket('a')])).rejects.toBe(error);
    }
  });

  it('answer at once an input whose time is up before the next attempt, and go on with the others', async () => {
    const { calls, send } = failing(1, { afterMs: 10_000 });
    const soon = ticket('soon', { deadlineMs: 5_000 });
    const outcomes = send([soon, ticket('later')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(soon.decided).toMatchObject({ ok: false, error: { name: 'Failure' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toMatchObject([{ ok: false }, { ok: true, value: 'later' }]);
    expect(calls).toEqual([['soon', 'later'], ['later']]);
  });

  it('never send an input that may not be repeated after a failure of unknown fate, and go on with the others', async () => {
    const { calls, send } = failing(1, 'backoff', 'UNKNOWN');
    const outcomes = send([ticket('append', { repeatable: false }), ticket('overwrite')]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toMatchObject([{ ok: false, error: { applied: 'UNKNOWN' } }, { ok: true }]);
    expect(calls).toEqual([['append', 'overwrite'], ['overwrite']]);
  });

  it('send such an input again after a failure that certainly wrote nothing', async () => {
    const { calls, send } = failing(1, 'backoff', 'NO');
    const outcomes = send([ticket('append', { repeatable: false })]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(succeed(['append']));
    expect(calls).toHaveLength(2);
  });

  it('leave out what is withdrawn during a wait', async () => {
    const { calls, send } = failing(1, { afterMs: 1000 });
    const gone = new AbortController();
    const outcomes = send([ticket('gone', { signal: gone.signal }), ticket('stays')]);
    await vi.advanceTimersByTimeAsync(500);
    gone.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcomes).toMatchObject([{ ok: false, error: { name: 'WithdrawnError' } }, { ok: true }]);
    expect(calls).toEqual([['gone', 'stays'], ['stays']]);
  });

  it('do not multiply an outage: failures beyond the budget are not retried', async () => {
    const { calls, send } = failing(1000, 'backoff');
    for (let batch = 0; batch < 20; batch += 1) {
      const outcomes = send([ticket(`${batch}`)]);
      await vi.advanceTimersByTimeAsync(30_000);
      await outcomes;
    }
    // 20 batches, and the 5 retries that the budget holds at first.
    expect(calls.length).toBeLessThanOrEqual(20 + 5);
  });

  it('end their waiting when all closes', async () => {
    const { calls, send, close } = failing(1, { afterMs: 10_000 });
    const waiting = ticket('a');
    const outcomes = send([waiting]);
    await vi.advanceTimersByTimeAsync(100);
    waiting.timeUp('shutdown');
    close();
    expect(await outcomes).toMatchObject([{ ok: false, error: { name: 'TimeUpError', applied: 'NO' } }]);
    expect(calls).toHaveLength(1);
  });
});
