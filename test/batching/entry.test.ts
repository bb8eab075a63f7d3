import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Entry } from '../../src/batching/entry.ts';
import { OutcomeUnknownError } from '../../src/hubspot/contact-errors.ts';
import { failed } from '../../src/outcome.ts';
import { Failure } from './scripted-send.ts';

const open = (repeatable = true) => new Entry<string, string>('a', { deadlineMs: 1000, writes: true, repeatable });
const unknown = new Failure({ applied: 'UNKNOWN' });

describe('an entry', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is decided once', async () => {
    const entry = open();
    entry.decide({ ok: true, value: 'first' });
    entry.decide(failed(new Failure()));
    expect(await entry.outcome).toEqual({ ok: true, value: 'first' });
    expect(entry.isLive()).toBe(false);
  });

  it('is not certainly unwritten when it is refused after an attempt of unknown fate', async () => {
    const entry = open();
    entry.ended(unknown);
    entry.decide(failed(new Failure()));
    expect(await entry.outcome).toMatchObject({ error: { name: 'MaybeWrittenError', applied: 'UNKNOWN' } });
  });

  it('is certainly unwritten when the refusal settles earlier attempts too', async () => {
    const entry = open();
    const gone = new Failure({ settles: true });
    entry.ended(unknown);
    entry.decide(failed(gone));
    expect(await entry.outcome).toEqual(failed(gone));
  });

  it('is certainly unwritten when it was not sent, whatever became of others', async () => {
    const entry = open();
    entry.decide(failed(new OutcomeUnknownError('503', { resend: { afterMs: 60_000 }, status: 503 })));
    expect(await entry.outcome).toMatchObject({
      error: { name: 'HubSpotUnavailableError', applied: 'NO', retryAfterMs: 60_000, status: 503 },
    });
  });

  it('is a success when a later attempt succeeds', async () => {
    const entry = open();
    entry.ended(unknown);
    entry.decide({ ok: true, value: 'a' });
    expect(await entry.outcome).toEqual({ ok: true, value: 'a' });
  });

  it.each([
    ['waits', () => {}, 'NO'],
    ['is on its way', (entry: Entry<string, string>) => Object.assign(entry, { sending: true }), 'UNKNOWN'],
    ['waits after a refusal', (entry: Entry<string, string>) => entry.ended(new Failure()), 'NO'],
    ['waits after an unknown fate', (entry: Entry<string, string>) => entry.ended(unknown), 'UNKNOWN'],
  ] as const)('whose time is up while it %s is answered as what is known', async (_state, reach, applied) => {
    const entry = open();
    reach(entry);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await entry.outcome).toMatchObject({ error: { name: 'TimeUpError', applied } });
  });

  it.each([
    ['waits', () => {}, 'before the input was sent'],
    [
      'is on its way',
      (entry: Entry<string, string>) => Object.assign(entry, { sending: true }),
      'before the answer came',
    ],
    [
      'waits after an unknown fate',
      (entry: Entry<string, string>) => entry.ended(unknown),
      'before the input was sent',
    ],
  ] as const)(
    'that only reads and whose time is up while it %s has certainly written nothing',
    async (_, reach, text) => {
      const entry = new Entry<string, string>('a', { deadlineMs: 1000, writes: false, repeatable: true });
      reach(entry);
      await vi.advanceTimersByTimeAsync(1000);
      const message = expect.stringContaining(text);
      expect(await entry.outcome).toMatchObject({ error: { name: 'TimeUpError', applied: 'NO', message } });
    },
  );

  it('is not withdrawn by its caller once it may have been written', () => {
    const gone = new AbortController();
    const entry = new Entry<string, string>('a', {
      deadlineMs: 1000,
      writes: true,
      repeatable: true,
      signal: gone.signal,
    });
    entry.ended(unknown);
    gone.abort();
    expect(entry.isLive()).toBe(true);
  });

  describe('whose caller went away', () => {
    const opened = (writes = true) => {
      const onDone = vi.fn();
      return {
        entry: new Entry<string, string>('a', { deadlineMs: 1000, writes, repeatable: true, onDone }),
        onDone,
      };
    };

    it('is decided at once while it waits, and needs no place any more', async () => {
      const { entry, onDone } = opened();
      entry.withdraw();
      expect(onDone).toHaveBeenCalledOnce();
      expect(await entry.outcome).toMatchObject({ error: { name: 'WithdrawnError', applied: 'NO' } });
    });

    it('goes on while it is being written, and where it may have been', () => {
      const { entry, onDone } = opened();
      entry.beginAttempt();
      entry.withdraw();
      expect(entry.decided).toBeNull();
      entry.ended(unknown);
      entry.withdraw();
      expect([entry.decided, onDone.mock.calls.length]).toEqual([null, 0]);
    });

    it('is decided at once while it is being read', () => {
      const { entry } = opened(false);
      entry.beginAttempt();
      entry.withdraw();
      expect(entry.decided).toMatchObject({ error: { name: 'WithdrawnError' } });
    });

    it('is not tried again after an attempt that wrote nothing', () => {
      const gone = new AbortController();
      const options = { deadlineMs: 1000, writes: true, repeatable: true, signal: gone.signal };
      const entry = new Entry<string, string>('a', options);
      entry.beginAttempt();
      gone.abort();
      entry.ended(new Failure({ resend: 'backoff' }));
      expect(entry.decided).toMatchObject({ error: { name: 'WithdrawnError' } });
    });
  });

  it('keeps its places until the attempt has ended, when its time was up meanwhile', async () => {
    const onDone = vi.fn();
    const entry = new Entry<string, string>('a', { deadlineMs: 1000, writes: true, repeatable: true, onDone });
    entry.beginAttempt();
    await vi.advanceTimersByTimeAsync(1000);
    expect([entry.decided?.ok, onDone.mock.calls.length]).toEqual([false, 0]);
    entry.ended(null);
    entry.decide({ ok: true, value: 'a' });
    expect(onDone).toHaveBeenCalledOnce();
  });

  it('is decided by an unknown fate when it may not be repeated', async () => {
    const entry = open(false);
    entry.ended(unknown);
    expect(await entry.outcome).toEqual(failed(unknown));
  });

  it('leaves no timer behind', async () => {
    const entry = open();
    entry.decide({ ok: true, value: 'a' });
    expect(vi.getTimerCount()).toBe(0);
    await entry.outcome;
  });
});
