import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { breaker, createCircuit } from '../../src/batching/circuit-breaker.ts';
import { BatchRefused } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const outage = new Failure({ resend: 'backoff' });

/** Fails as long as `down` is set. */
function flaky(error: Error = outage) {
  const state = { down: true };
  const { calls, send } = scriptedSend((inputs) => {
    if (state.down) throw error;
    return succeed(inputs);
  });
  return { calls, state, send: breaker(createCircuit(), send) };
}

const fail = async (send: (inputs: string[]) => Promise<unknown>, times: number) => {
  for (let count = 0; count < times; count += 1) await send(['x']).catch(() => {});
};

describe('the circuit breaker', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('fails at once after five outage-like failures in a row, as known not to be written', async () => {
    const { calls, send } = flaky();
    await fail(send, 5);
    await expect(send(['a'])).rejects.toMatchObject({ name: 'CircuitOpenError', applied: 'NO', resend: 'never' });
    expect(calls).toHaveLength(5);
  });

  it('lets one batch probe after a while; the others wait for what it finds', async () => {
    const { calls, send, state } = flaky();
    await fail(send, 5);
    await vi.advanceTimersByTimeAsync(5000);
    state.down = false;
    const all = ['a', 'b', 'c'].map((input) => send([input]));
    expect(calls.slice(5)).toEqual([['a']]);
    await Promise.all(all);
    expect(calls.slice(5)).toEqual([['a'], ['b'], ['c']]);
  });

  it('stays open when the probe fails', async () => {
    const { calls, send } = flaky();
    await fail(send, 5);
    await vi.advanceTimersByTimeAsync(5000);
    await expect(send(['probe'])).rejects.toBe(outage);
    await expect(send(['next'])).rejects.toMatchObject({ name: 'CircuitOpenError' });
    expect(calls.slice(5)).toEqual([['probe']]);
  });

  it.each([
    ['a refused batch', new BatchRefused(new Failure())],
    ['a used-up quota', new Failure({ resend: { afterMs: 1000 } })],
    ['a missing right', new Failure()],
  ])('takes %s for no outage', async (_what, error) => {
    const { calls, send } = flaky(error);
    await fail(send, 20);
    expect(calls).toHaveLength(20);
  });
});
