import { describe, expect, it } from 'vitest';
import { attempt } from '../../src/batching/attempt.ts';
import { Entry } from '../../src/batching/entry.ts';
import { failed } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const entry = (input: string) => new Entry<string, string>(input, { deadlineMs: 50, writes: true, repeatable: true });

describe('the last look', () => {
  it('sends what is live, and answers the others as they were decided', async () => {
    const { calls, send } = scriptedSend();
    const entries = [entry('a'), entry('b'), entry('c')];
    entries[1]?.decide(failed(new Failure()));
    expect(await attempt(send)(entries)).toEqual([...succeed(['a']), failed(new Failure()), ...succeed(['c'])]);
    expect(calls).toEqual([['a', 'c']]);
  });

  it('makes no call when nothing is live', async () => {
    const { calls, send } = scriptedSend();
    const decided = entry('a');
    decided.decide(failed(new Failure()));
    await attempt(send)([decided]);
    expect(calls).toEqual([]);
  });

  it('notes on each entry that it is on its way, and how that ended', async () => {
    const unknown = new Failure({ applied: 'UNKNOWN' });
    const [a, b] = [entry('a'), entry('b')];
    const seen: boolean[] = [];
    const send = attempt<string, string>(async () => {
      seen.push(a.sending, b.sending);
      return [{ ok: true, value: 'a' }, failed(unknown)];
    });
    await send([a, b]);
    expect(seen).toEqual([true, true]);
    expect([a.sending, b.sending, a.maybeWritten, b.maybeWritten]).toEqual([false, false, false, true]);

    const c = entry('c');
    await expect(attempt<string, string>(async () => Promise.reject(unknown))([c])).rejects.toBe(unknown);
    expect([c.sending, c.maybeWritten]).toEqual([false, true]);
  });

  it('tells an entry whose time is up before its call has left that nothing was sent, and keeps the call', async () => {
    const [late, other] = [entry('a'), entry('b')];
    const left: boolean[] = [];
    const send = attempt<string, string>(async (_inputs, gate) => {
      gate?.waits();
      late.timeUp('deadline');
      left.push(gate?.leaves() ?? true);
      throw new Failure({ resend: 'backoff' });
    });
    await expect(send([late, other])).rejects.toThrow();
    expect(late.decided).toMatchObject({ ok: false, error: { name: 'TimeUpError', applied: 'NO' } });
    expect([left, other.decided, other.maybeWritten]).toEqual([[false], null, false]);
  });

  it('tells an entry whose time is up after its call has left that it may be written', async () => {
    const late = entry('a');
    const send = attempt<string, string>(async (_inputs, gate) => {
      gate?.waits();
      expect(gate?.leaves()).toBe(true);
      late.timeUp('deadline');
      return succeed(['a']);
    });
    await send([late]);
    expect(late.decided).toMatchObject({ ok: false, error: { applied: 'UNKNOWN' } });
  });

  it('decides at once what is known, and leaves open what may be sent again', async () => {
    const again = failed(new Failure({ resend: 'alone' }));
    const entries = [entry('a'), entry('b'), entry('c')] as const;
    await attempt<string, string>(async () => [{ ok: true, value: 'a' }, failed(new Failure()), again])(entries);
    expect(entries.map(({ decided }) => decided?.ok)).toEqual([true, false, undefined]);
  });
});
