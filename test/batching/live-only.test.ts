import { describe, expect, it } from 'vitest';
import { liveOnly } from '../../src/batching/live-only.ts';
import { Ticket } from '../../src/batching/ticket.ts';
import { failed } from '../../src/outcome.ts';
import { Failure, scriptedSend, succeed } from './scripted-send.ts';

const ticket = (input: string) => new Ticket<string, string>(input, { deadlineMs: 50, writes: true, repeatable: true });

describe('the last look', () => {
  it('sends what is live, and answers the others as they were decided', async () => {
    const { calls, send } = scriptedSend();
    const tickets = [ticket('a'), ticket('b'), ticket('c')];
    tickets[1]?.decide(failed(new Failure()));
    expect(await liveOnly(send)(tickets)).toEqual([...succeed(['a']), failed(new Failure()), ...succeed(['c'])]);
    expect(calls).toEqual([['a', 'c']]);
  });

  it('makes no call when nothing is live', async () => {
    const { calls, send } = scriptedSend();
    const decided = ticket('a');
    decided.decide(failed(new Failure()));
    await liveOnly(send)([decided]);
    expect(calls).toEqual([]);
  });

  it('notes on each ticket that it is on its way, and how that ended', async () => {
    const unknown = new Failure({ applied: 'UNKNOWN' });
    const [a, b] = [ticket('a'), ticket('b')];
    const seen: boolean[] = [];
    const send = liveOnly<string, string>(async () => {
      seen.push(a.sending, b.sending);
      return [{ ok: true, value: 'a' }, failed(unknown)];
    });
    await send([a, b]);
    expect(seen).toEqual([true, true]);
    expect([a.sending, b.sending, a.maybeWritten, b.maybeWritten]).toEqual([false, false, false, true]);

    const c = ticket('c');
    await expect(liveOnly<string, string>(async () => Promise.reject(unknown))([c])).rejects.toBe(unknown);
    expect([c.sending, c.maybeWritten]).toEqual([false, true]);
  });

  it('tells a ticket whose time is up before its call has left that nothing was sent, and keeps the call', async () => {
    const [late, other] = [ticket('a'), ticket('b')];
    const left: boolean[] = [];
    const send = liveOnly<string, string>(async (_inputs, departure) => {
      departure?.waits();
      late.timeUp('deadline');
      left.push(departure?.leaves() ?? true);
      throw new Failure({ resend: 'backoff' });
    });
    await expect(send([late, other])).rejects.toThrow();
    expect(late.decided).toMatchObject({ ok: false, error: { name: 'TimeUpError', applied: 'NO' } });
    expect([left, other.decided, other.maybeWritten]).toEqual([[false], null, false]);
  });

  it('tells a ticket whose time is up after its call has left that it may be written', async () => {
    const late = ticket('a');
    const send = liveOnly<string, string>(async (_inputs, departure) => {
      departure?.waits();
      expect(departure?.leaves()).toBe(true);
      late.timeUp('deadline');
      return succeed(['a']);
    });
    await send([late]);
    expect(late.decided).toMatchObject({ ok: false, error: { applied: 'UNKNOWN' } });
  });

  it('decides at once what is known, and leaves open what may be sent again', async () => {
    const again = failed(new Failure({ resend: 'alone' }));
    const tickets = [ticket('a'), ticket('b'), ticket('c')] as const;
    await liveOnly<string, string>(async () => [{ ok: true, value: 'a' }, failed(new Failure()), again])(tickets);
    expect(tickets.map(({ decided }) => decided?.ok)).toEqual([true, false, undefined]);
  });
});
