import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ticket } from '../../src/batching/ticket.ts';
import { OutcomeUnknownError } from '../../src/hubspot/update-errors.ts';
import { failed } from '../../src/outcome.ts';
import { Failure } from './scripted-send.ts';

const open = (repeatable = true) => new Ticket<string, string>('a', { deadlineMs: 1000, writes: true, repeatable });
const unknown = new Failure({ applied: 'UNKNOWN' });

describe('a ticket', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is decided once', async () => {
    const ticket = open();
    ticket.decide({ ok: true, value: 'first' });
    ticket.decide(failed(new Failure()));
    expect(await ticket.outcome).toEqual({ ok: true, value: 'first' });
    expect(ticket.isLive()).toBe(false);
  });

  it('is not certainly unwritten when it is refused after an attempt of unknown fate', async () => {
    const ticket = open();
    ticket.attempted(unknown);
    ticket.decide(failed(new Failure()));
    expect(await ticket.outcome).toMatchObject({ error: { name: 'MaybeWrittenError', applied: 'UNKNOWN' } });
  });

  it('is certainly unwritten when the refusal settles earlier attempts too', async () => {
    const ticket = open();
    const gone = new Failure({ settles: true });
    ticket.attempted(unknown);
    ticket.decide(failed(gone));
    expect(await ticket.outcome).toEqual(failed(gone));
  });

  it('is certainly unwritten when it was not sent, whatever became of others', async () => {
    const ticket = open();
    ticket.decide(failed(new OutcomeUnknownError('503', { resend: { afterMs: 60_000 } }, 503)));
    expect(await ticket.outcome).toMatchObject({
      error: { name: 'HubSpotUnavailableError', applied: 'NO', retryAfterMs: 60_000, status: 503 },
    });
  });

  it('is a success when a later attempt succeeds', async () => {
    const ticket = open();
    ticket.attempted(unknown);
    ticket.decide({ ok: true, value: 'a' });
    expect(await ticket.outcome).toEqual({ ok: true, value: 'a' });
  });

  it.each([
    ['waits', () => {}, 'NO'],
    ['is on its way', (ticket: Ticket<string, string>) => Object.assign(ticket, { sending: true }), 'UNKNOWN'],
    ['waits after a refusal', (ticket: Ticket<string, string>) => ticket.attempted(new Failure()), 'NO'],
    ['waits after an unknown fate', (ticket: Ticket<string, string>) => ticket.attempted(unknown), 'UNKNOWN'],
  ] as const)('whose time is up while it %s is answered as what is known', async (_state, reach, applied) => {
    const ticket = open();
    reach(ticket);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await ticket.outcome).toMatchObject({ error: { name: 'TimeUpError', applied } });
  });

  it.each([
    ['waits', () => {}, 'Nothing had been sent'],
    ['is on its way', (ticket: Ticket<string, string>) => Object.assign(ticket, { sending: true }), 'had not come'],
    ['waits after an unknown fate', (ticket: Ticket<string, string>) => ticket.attempted(unknown), 'Nothing had been'],
  ] as const)(
    'that only reads and whose time is up while it %s has certainly written nothing',
    async (_, reach, text) => {
      const ticket = new Ticket<string, string>('a', { deadlineMs: 1000, writes: false, repeatable: true });
      reach(ticket);
      await vi.advanceTimersByTimeAsync(1000);
      const message = expect.stringContaining(text);
      expect(await ticket.outcome).toMatchObject({ error: { name: 'TimeUpError', applied: 'NO', message } });
    },
  );

  it('is not withdrawn by its caller once it may have been written', () => {
    const gone = new AbortController();
    const ticket = new Ticket<string, string>('a', {
      deadlineMs: 1000,
      writes: true,
      repeatable: true,
      signal: gone.signal,
    });
    ticket.attempted(unknown);
    gone.abort();
    expect(ticket.isLive()).toBe(true);
  });

  describe('whose caller went away', () => {
    const opened = (writes = true) => {
      const onDone = vi.fn();
      return {
        ticket: new Ticket<string, string>('a', { deadlineMs: 1000, writes, repeatable: true, onDone }),
        onDone,
      };
    };

    it('is decided at once while it waits, and needs no place any more', async () => {
      const { ticket, onDone } = opened();
      ticket.withdraw();
      expect(onDone).toHaveBeenCalledExactlyOnceWith(ticket);
      expect(await ticket.outcome).toMatchObject({ error: { name: 'WithdrawnError', applied: 'NO' } });
    });

    it('goes on while it is being written, and where it may have been', () => {
      const { ticket, onDone } = opened();
      ticket.beginAttempt();
      ticket.withdraw();
      expect(ticket.decided).toBeNull();
      ticket.attempted(unknown);
      ticket.withdraw();
      expect([ticket.decided, onDone.mock.calls.length]).toEqual([null, 0]);
    });

    it('is decided at once while it is being read', () => {
      const { ticket } = opened(false);
      ticket.beginAttempt();
      ticket.withdraw();
      expect(ticket.decided).toMatchObject({ error: { name: 'WithdrawnError' } });
    });

    it('is not tried again after an attempt that wrote nothing', () => {
      const gone = new AbortController();
      const options = { deadlineMs: 1000, writes: true, repeatable: true, signal: gone.signal };
      const ticket = new Ticket<string, string>('a', options);
      ticket.beginAttempt();
      gone.abort();
      ticket.attempted(new Failure({ resend: 'backoff' }));
      expect(ticket.decided).toMatchObject({ error: { name: 'WithdrawnError' } });
    });
  });

  it('keeps its places until the attempt has ended, when its time was up meanwhile', async () => {
    const onDone = vi.fn();
    const ticket = new Ticket<string, string>('a', { deadlineMs: 1000, writes: true, repeatable: true, onDone });
    ticket.beginAttempt();
    await vi.advanceTimersByTimeAsync(1000);
    expect([ticket.decided?.ok, onDone.mock.calls.length]).toEqual([false, 0]);
    ticket.attempted(null);
    ticket.decide({ ok: true, value: 'a' });
    expect(onDone).toHaveBeenCalledOnce();
  });

  it('is decided by an unknown fate when it may not be repeated', async () => {
    const ticket = open(false);
    ticket.attempted(unknown);
    expect(await ticket.outcome).toEqual(failed(unknown));
  });

  it('leaves no timer behind', async () => {
    const ticket = open();
    ticket.decide({ ok: true, value: 'a' });
    expect(vi.getTimerCount()).toBe(0);
    await ticket.outcome;
  });
});
