import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from '../../src/batching/attempt.ts';
import { breaker, createCircuit } from '../../src/batching/circuit-breaker.ts';
import { Entry } from '../../src/batching/entry.ts';
import { BatchRefused } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const outage = new Failure({ resend: 'backoff' });

const entry = (input: string, deadlineMs = 30_000) =>
  new Entry<string, string>(input, { deadlineMs, writes: true, repeatable: true, keys: [`key of ${input}`] });

/** Fails as long as `error` is set; each call with its time. */
function flaky(error: Error | null = outage) {
  const state = { error };
  const at: number[] = [];
  const { calls, send } = scriptedSend((inputs) => {
    at.push(performance.now());
    if (state.error !== null) throw state.error;
    return succeed(inputs);
  });
  const circuit = createCircuit();
  const guarded = breaker(attempt<string, string>(send), { circuit });
  return {
    at,
    calls,
    state,
    circuit,
    send: (...inputs: string[]) => guarded(inputs.map((input) => entry(input))),
    guarded,
  };
}

/** Tries each of the batches once, one after the other; each is a batch of its own. */
async function fail(send: (input: string) => Promise<unknown>, ...inputs: string[]): Promise<void> {
  for (const input of inputs) await send(input).catch(() => {});
}

describe('the circuit breaker', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('holds batches back after two have failed in a row that have no input in common, and sends them when it is over', async () => {
    const { calls, send, state, circuit } = flaky();
    await fail(send, 'a', 'b');
    expect(circuit.isOpen).toBe(true);
    state.error = null;
    const waiting = send('c');
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toEqual([['a'], ['b']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await waiting).toEqual(succeed(['c']));
    expect(circuit.isOpen).toBe(false);
  });

  it('takes the failures of one batch for one, however often and in whatever parts it is sent', async () => {
    const { guarded, circuit } = flaky();
    const entries = ['a', 'b', 'c'].map((input) => entry(input));
    for (const part of [entries, entries, entries.slice(0, 2), entries.slice(2)]) await guarded(part).catch(() => {});
    expect(circuit.isOpen).toBe(false);
    // Another batch fails as well.
    await guarded([entry('d')]).catch(() => {});
    expect(circuit.isOpen).toBe(true);
  });

  it('does not take for an outage that inputs fail again that failed while others were answered, nor the next ones of their keys', async () => {
    const { guarded, send, state, circuit } = flaky();
    const bad = ['a', 'b'].map((input) => entry(input));
    await guarded(bad).catch(() => {});
    state.error = null;
    await send('c');
    state.error = outage;
    for (const each of bad) await guarded([each]).catch(() => {});
    await fail(send, 'a', 'b');
    expect(circuit.isOpen).toBe(false);
    await fail(send, 'c', 'd');
    expect(circuit.isOpen).toBe(true);
  });

  it('does not take the failure of empty batches for an outage', async () => {
    const { guarded, circuit } = flaky();
    await guarded([]).catch(() => {});
    await guarded([]).catch(() => {});
    expect(circuit.isOpen).toBe(false);
  });

  it('has those probe first that have not failed', async () => {
    const { guarded, send, state, calls } = flaky();
    const [a, b] = ['a', 'b'].map((input) => entry(input)) as [Entry<string, string>, Entry<string, string>];
    for (const each of [a, b]) await guarded([each]).catch(() => {});
    for (const each of [a, b]) void guarded([each]).catch(() => {});
    void send('c');
    state.error = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls[2]).toEqual(['c']);
  });

  it('does not open when somebody was answered in between', async () => {
    const { send, state, circuit } = flaky();
    await fail(send, 'a');
    state.error = null;
    await send('good');
    state.error = outage;
    await fail(send, 'b');
    expect(circuit.isOpen).toBe(false);
  });

  it('lets one batch probe at a time, after a second at first and less and less often, each time another one', async () => {
    const { at, calls, send } = flaky();
    await fail(send, 'a', 'b');
    for (const input of ['c', 'd', 'e', 'f']) void send(input).catch(() => {});
    await vi.advanceTimersByTimeAsync(12_000);
    expect(calls.slice(2)).toEqual([['c'], ['d'], ['e'], ['f']]);
    expect(at.slice(2)).toEqual([1_000, 3_000, 7_000, 12_000]);
  });

  it('sends all that waits once a probe was answered, and not before', async () => {
    const { calls, send, state } = flaky();
    await fail(send, 'a', 'b');
    state.error = null;
    const all = ['c', 'd', 'e'].map((input) => send(input));
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(all);
    expect(calls.slice(2)).toEqual([['c'], ['d'], ['e']]);
  });

  it('goes on with the next batch when the one that is to probe has nothing left to send', async () => {
    const { calls, send, state, guarded } = flaky();
    await fail(send, 'a', 'b');
    state.error = null;
    const gone = entry('gone');
    const left = [guarded([gone]), send('c')];
    await vi.advanceTimersByTimeAsync(500);
    gone.decide({ ok: true, value: 'decided' });
    await vi.advanceTimersByTimeAsync(500);
    await Promise.all(left);
    expect(calls.slice(2)).toEqual([['c']]);
  });

  it('keeps a pause that was asked for: tells those who have no time for it at once, and has the others wait', async () => {
    const { at, calls, state, guarded, circuit } = flaky(new Failure({ message: 'wait', resend: { afterMs: 3_000 } }));
    await guarded([entry('a')]).catch(() => {});
    expect(circuit.isOpen).toBe(true);
    state.error = null;
    const [hurried, patient] = [entry('hurried', 2_000), entry('patient')];
    const outcomes = [guarded([hurried]), guarded([patient])];
    await vi.advanceTimersByTimeAsync(0);
    expect(hurried.decided).toMatchObject({ ok: false, error: { message: 'wait' } });
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all(outcomes);
    expect(calls).toEqual([['a'], ['patient']]);
    expect(at).toEqual([0, 3_000]);
  });

  it('has nobody wait where the pause says so, and lets one batch find out when it is over', async () => {
    const { calls, state, guarded } = flaky(
      new Failure({ message: 'daily', resend: { afterMs: 3_000, tellNow: true } }),
    );
    await guarded([entry('first')]).catch(() => {});
    const told = ['a', 'b', 'c'].map((input) => entry(input));
    await Promise.all(told.map((each) => guarded([each])));
    expect(told.map(({ decided }) => decided)).toMatchObject(
      told.map(() => ({ ok: false, error: { message: 'daily' } })),
    );
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all([guarded([entry('d')]).catch(() => {}), guarded([entry('e')])]);
    expect(calls).toEqual([['first'], ['d']]);
    state.error = null;
    await vi.advanceTimersByTimeAsync(3_000);
    await guarded([entry('f')]);
    expect(calls).toEqual([['first'], ['d'], ['f']]);
  });

  it('does not take the answer to what was sent before a pause for its end', async () => {
    let answer = () => {};
    const circuit = createCircuit();
    const guarded = breaker(
      attempt<string, string>(async ([input]) => {
        if (input === 'refused') throw new Failure({ resend: { afterMs: 3_000 } });
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return succeed(['slow']);
      }),
      { circuit },
    );
    const slow = guarded([entry('slow')]);
    await guarded([entry('refused')]).catch(() => {});
    answer();
    await slow;
    expect(circuit.isOpen).toBe(true);
  });

  it('tells of an outage when it begins and when it is over, however often it opens meanwhile', async () => {
    const told: boolean[] = [];
    const state = { error: outage as Error | null };
    const circuit = createCircuit((begins) => void told.push(begins));
    const guarded = breaker(
      attempt<string, string>(async (inputs) => {
        if (state.error !== null) throw state.error;
        return succeed(inputs);
      }),
      { circuit },
    );
    const send = (input: string) => guarded([entry(input)]);
    await fail(send, 'a', 'b');
    const probe = fail(send, 'c');
    await vi.advanceTimersByTimeAsync(1_000);
    await probe;
    expect(told).toEqual([true]);
    state.error = null;
    const last = send('d');
    await vi.advanceTimersByTimeAsync(2_000);
    await last;
    expect(told).toEqual([true, false]);
  });

  it.each([
    ['a refused batch', new BatchRefused(new Failure())],
    ['a lock of one record', new Failure({ resend: { afterMs: 2000, ofInput: true } })],
    ['a missing right', new Failure()],
  ])('takes %s for no outage', async (_what, error) => {
    const { calls, send, circuit } = flaky(error);
    const inputs = Array.from({ length: 20 }, (_, index) => String(index));
    await fail(send, ...inputs);
    expect(calls).toHaveLength(20);
    expect(circuit.isOpen).toBe(false);
  });
});
