import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ticket } from '../../src/batching/ticket.ts';
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
