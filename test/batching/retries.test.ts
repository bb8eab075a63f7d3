import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from '../../src/batching/attempt.ts';
import { breaker, createCircuit } from '../../src/batching/circuit-breaker.ts';
import { Entry } from '../../src/batching/entry.ts';
import { isolation } from '../../src/batching/isolation.ts';
import { retries } from '../../src/batching/retries.ts';
import type { Resend, SendBatch } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const entry = (input: string, options: { deadlineMs?: number; repeatable?: boolean; signal?: AbortSignal } = {}) =>
  new Entry<string, string>(input, { deadlineMs: 30_000, writes: true, repeatable: true, ...options });

const outage = new Failure({ resend: 'backoff' });

/** A scripted send that notes the time of each call. */
function timed(answer: (inputs: readonly string[]) => ReturnType<typeof succeed>) {
  const at: number[] = [];
  const scripted = scriptedSend((inputs) => {
    at.push(performance.now());
    return answer(inputs);
  });
  return { at, ...scripted };
}

/** Fails so many times, then succeeds; each call with its time. */
function failing(times: number, resend: Resend, applied: 'NO' | 'UNKNOWN' = 'NO') {
  const at: number[] = [];
  const { calls, send } = scriptedSend((inputs) => {
    at.push(performance.now());
    if (at.length <= times) throw new Failure({ resend, applied });
    return succeed(inputs);
  });
  return { at, calls, ...retrying(send) };
}

/** Retries as they are composed: over isolation and the breaker. */
function retrying(send: SendBatch<string, string>) {
  const circuit = createCircuit();
  const isolated = isolation(breaker(attempt(send), { circuit }));
  return {
    circuit,
    send: retries(isolated, { circuit, random: () => 0.5 }),
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => entry(`c${index}`));

describe('retries', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('send a batch again after the wait that was asked for', async () => {
    const { at, send } = failing(2, { afterMs: 2000 });
    const outcomes = send([entry('a')]);
    const started = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(succeed(['a']));
    expect(at.map((time) => time - started)).toEqual([0, 2000, 4000]);
  });

  it('wait longer from attempt to attempt, by chance between nothing and the whole, when no wait was asked for', async () => {
    const { at, send } = failing(4, 'backoff');
    const started = performance.now();
    const outcomes = send([entry('a')]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await outcomes).toEqual(succeed(['a']));
    // Half of 200, 400, 800 and 1,600 ms.
    expect(at.map((time) => time - started)).toEqual([0, 100, 300, 700, 1500]);
  });

  it.each(['never', 'alone'] as const)('do not send again what is to be sent again: %s', async (resend) => {
    const { calls, send } = failing(1, resend);
    expect(await send([entry('a'), entry('b')])).toMatchObject([{ ok: false }, { ok: false }]);
    expect(calls).toEqual([['a', 'b']]);
  });

  it('let bugs pass', async () => {
    const bug = new TypeError('a bug');
    await expect(retrying(async () => Promise.reject(bug)).send([entry('a')])).rejects.toBe(bug);
  });

  it('answer at once an input whose time is up before the next attempt, and go on with the others', async () => {
    const { calls, send } = failing(1, { afterMs: 10_000 });
    const soon = entry('soon', { deadlineMs: 5_000 });
    const outcomes = send([soon, entry('later')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(soon.decided).toMatchObject({ ok: false, error: { name: 'Failure' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toMatchObject([{ ok: false }, { ok: true, value: 'later' }]);
    expect(calls).toEqual([['soon', 'later'], ['later']]);
  });

  it('never send an input that may not be repeated after a failure of unknown fate, and go on with the others', async () => {
    const { calls, send } = failing(1, 'backoff', 'UNKNOWN');
    const outcomes = send([entry('append', { repeatable: false }), entry('overwrite')]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toMatchObject([{ ok: false, error: { applied: 'UNKNOWN' } }, { ok: true }]);
    expect(calls).toEqual([['append', 'overwrite'], ['overwrite']]);
  });

  it('send such an input again after a failure that certainly wrote nothing', async () => {
    const { calls, send } = failing(1, 'backoff', 'NO');
    const outcomes = send([entry('append', { repeatable: false })]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(succeed(['append']));
    expect(calls).toHaveLength(2);
  });

  it('leave out what is withdrawn during a wait', async () => {
    const { calls, send } = failing(1, { afterMs: 1000 });
    const gone = new AbortController();
    const outcomes = send([entry('gone', { signal: gone.signal }), entry('stays')]);
    await vi.advanceTimersByTimeAsync(500);
    gone.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcomes).toMatchObject([{ ok: false, error: { name: 'WithdrawnError' } }, { ok: true }]);
    expect(calls).toEqual([['gone', 'stays'], ['stays']]);
  });

  it.each([
    [1_000, 8],
    [5_000, 12],
    [20_000, 18],
  ])(
    'an outage of %i ms costs at most %i calls in vain, and all that came meanwhile is written soon after',
    async (lastsMs, atMost) => {
      const { calls, send: scripted } = scriptedSend((inputs) => {
        if (performance.now() < lastsMs) throw outage;
        return succeed(inputs);
      });
      const { send } = retrying(scripted);
      const answeredAt: number[] = [];
      const batches: Promise<unknown>[] = [];
      // One batch of three every 150 ms, as long as the outage lasts.
      for (let now = 0; now < lastsMs; now += 150) {
        const sent = send(numbered(3)).then((outcomes) => {
          answeredAt.push(performance.now());
          return outcomes;
        });
        batches.push(sent);
        await vi.advanceTimersByTimeAsync(150);
      }
      const inVain = calls.length;
      await vi.advanceTimersByTimeAsync(20_000);
      for (const outcomes of await Promise.all(batches)) expect(outcomes).toEqual(succeed(['c0', 'c1', 'c2']));
      expect(inVain).toBeLessThanOrEqual(atMost);
      expect(Math.max(...answeredAt)).toBeLessThanOrEqual(lastsMs + 5_500);
      // What failed alone goes once more alone, the others as they were.
      expect(calls.length - inVain).toBeLessThanOrEqual(batches.length + atMost);
    },
  );

  it('wait for a lone input as long as its time allows, where nobody else is answered', async () => {
    const { calls, send } = failing(1000, 'backoff');
    const lone = entry('a', { deadlineMs: 20_000 });
    const outcomes = send([lone]);
    // The next attempt would come later than its deadline.
    await vi.advanceTimersByTimeAsync(17_000);
    expect(lone.decided).toBeNull();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await outcomes).toMatchObject([{ ok: false, error: { name: 'Failure' } }]);
    expect(calls.length).toBeLessThanOrEqual(12);
  });

  it('send a batch less and less often where nobody is answered', async () => {
    const { at, circuit, send } = failing(1000, 'backoff');
    void send(numbered(100));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(at).toEqual([0, 0, 0, 100, 300, 700]);
    await vi.advanceTimersByTimeAsync(28_000);
    expect(at.length).toBeLessThanOrEqual(18);
    void send([entry('another')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(circuit.isOpen).toBe(true);
  });

  it.each([0, 42, 99])(
    'find the one input of 100 that makes each batch fail (number %i), and write the others',
    async (bad) => {
      const { calls, send: scripted } = scriptedSend((inputs) => {
        if (inputs.includes(`c${bad}`)) throw outage;
        return succeed(inputs);
      });
      const entries = numbered(100);
      const outcomes = retrying(scripted).send(entries);
      const others = Promise.all(entries.filter((_, place) => place !== bad).map(({ outcome }) => outcome));
      const callsForOthers = others.then(() => calls.length);
      await vi.advanceTimersByTimeAsync(2_000);
      expect((await others).every(({ ok }) => ok)).toBe(true);
      expect((await callsForOthers) - 1).toBeLessThanOrEqual(14);
      await vi.advanceTimersByTimeAsync(28_000);
      expect((await outcomes).flatMap((outcome, place) => (outcome.ok ? [] : [place]))).toEqual([bad]);
    },
  );

  it('find two such inputs as well, one in each half', async () => {
    const bad = new Set(['c3', 'c77']);
    const { send: scripted } = scriptedSend((inputs) => {
      if (inputs.some((input) => bad.has(input))) throw outage;
      return succeed(inputs);
    });
    const entries = numbered(100);
    const outcomes = retrying(scripted).send(entries);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entries.filter(({ decided }) => decided?.ok === true)).toHaveLength(98);
    await vi.advanceTimersByTimeAsync(25_000);
    expect((await outcomes).filter(({ ok }) => ok)).toHaveLength(98);
  });

  it('give up an input that fails alone while others are answered, and do not keep its key for longer', async () => {
    const { send: scripted } = scriptedSend((inputs) => {
      if (inputs.includes('poison')) throw outage;
      return succeed(inputs);
    });
    const { send } = retrying(scripted);
    const poison = entry('poison');
    const outcomes = send([poison]);
    for (let count = 0; count < 40; count += 1) {
      await send([entry(`good ${count}`)]);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(await outcomes).toMatchObject([{ ok: false }]);
  });

  it('write the others at once when one input of a batch is locked, and the locked one when it is free', async () => {
    const {
      at,
      calls,
      send: scripted,
    } = timed((inputs) => {
      if (inputs.includes('c4') && performance.now() < 5_000) {
        throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
      }
      return succeed(inputs);
    });
    const entries = numbered(10);
    const outcomes = retrying(scripted).send(entries);
    await vi.advanceTimersByTimeAsync(0);
    expect(entries.filter(({ decided }) => decided?.ok === true)).toHaveLength(9);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(succeed(entries.map(({ input }) => input)));
    expect(calls.filter((_, index) => (at[index] ?? 0) > 0)).toEqual([['c4'], ['c4'], ['c4']]);
  });

  it('wait for a lock as long as the time of the input allows, also while others are answered', async () => {
    const { send: scripted } = scriptedSend((inputs) => {
      if (inputs.includes('locked') && performance.now() < 20_000) {
        throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
      }
      return succeed(inputs);
    });
    const { send } = retrying(scripted);
    const outcomes = send([entry('locked')]);
    for (let count = 0; count < 24; count += 1) {
      await send([entry(`good ${count}`)]);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(await outcomes).toEqual(succeed(['locked']));
  });

  it('do not take a lock of all for the fault of each', async () => {
    const { calls, send: scripted } = scriptedSend((inputs) => {
      if (performance.now() < 2_000) {
        throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
      }
      return succeed(inputs);
    });
    const outcomes = retrying(scripted).send(numbered(100));
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await outcomes).every(({ ok }) => ok)).toBe(true);
    expect(calls.length).toBeLessThanOrEqual(16);
  });

  it('ask about a lock of all with one part at a time', async () => {
    const { calls, send: scripted } = scriptedSend(() => {
      throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
    });
    void retrying(scripted).send(numbered(100));
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.map(({ length }) => length)).toEqual([100, 50, 50]);
    await vi.advanceTimersByTimeAsync(10_000);
    // In each round one part is told apart, down to a single input.
    expect(calls.length).toBeLessThanOrEqual(28);
  });

  it.each([
    ['two', [3, 77]],
    ['six', [10, 20, 30, 40, 50, 60]],
  ])('do not have the others wait for long when %s of a batch are locked', async (_count, locked) => {
    const bad = new Set(locked.map((place) => `c${place}`));
    const entries = numbered(100);
    const send = retrying(async (inputs) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (inputs.some((input) => bad.has(input))) {
        throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
      }
      return succeed(inputs);
    }).send;
    void send(entries);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(entries.filter(({ decided }) => decided?.ok !== true).map(({ input }) => input)).toEqual([...bad]);
  });

  it('have nobody wait for the lock of another one, wherever that stands', async () => {
    for (const { input: locked } of numbered(100)) {
      const { send: scripted } = scriptedSend((inputs) => {
        if (inputs.includes(locked)) {
          throw new Failure({ message: 'locked', resend: { afterMs: 2_000, ofInput: true } });
        }
        return succeed(inputs);
      });
      // The lock lasts longer than they may wait.
      const entries = numbered(100).map(({ input }) => entry(input, { deadlineMs: 1_500 }));
      void retrying(scripted).send(entries);
      await vi.advanceTimersByTimeAsync(0);
      expect(entries.filter(({ decided }) => decided?.ok !== true).map(({ input }) => input)).toEqual([locked]);
    }
  });

  it('wait longer from attempt to attempt for an input that fails alone while others are answered', async () => {
    const {
      at,
      calls,
      send: scripted,
    } = timed((inputs) => {
      if (inputs.includes('poison')) throw outage;
      return succeed(inputs);
    });
    const { send } = retrying(scripted);
    void send([entry('poison')]);
    for (let count = 0; count < 40; count += 1) {
      await send([entry(`good ${count}`)]);
      await vi.advanceTimersByTimeAsync(50);
    }
    const times = at.filter((_, index) => calls[index]?.includes('poison'));
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual([100, 200, 400, 800]);
  });

  it('end their waiting when all is decided', async () => {
    const { calls, send } = failing(1, { afterMs: 10_000 });
    const waiting = entry('a');
    const outcomes = send([waiting]);
    await vi.advanceTimersByTimeAsync(100);
    waiting.timeUp('shutdown');
    expect(await outcomes).toMatchObject([{ ok: false, error: { message: 'no', applied: 'NO' } }]);
    expect(calls).toHaveLength(1);
  });
});
