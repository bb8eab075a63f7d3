import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { callerLimit } from '../../src/server/caller.ts';

const credential = credentialOf('t') as Credential;

describe('the limit of a caller', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('forgets callers after a second: many of them leave nothing behind', async () => {
    const admit = callerLimit(10);
    for (let i = 0; i < 10_000; i += 1) await admit({ credential, id: `caller-${i}` }, 1);
    expect(vi.getTimerCount()).toBe(10_000);
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['in one list', [10, 1]],
    ['in several', [4, 3, 3, 1]],
  ])(
    'lets as many through at once as in a second, %s, and as many again when the second is over',
    async (_how, lists) => {
      const admit = callerLimit(10);
      const send = async () => {
        const admitted = [];
        for (const inputs of lists) admitted.push((await admit({ credential, id: 'ada' }, inputs)).inputs);
        return admitted;
      };
      const expected = [...lists.slice(0, -1), 0];
      expect(await send()).toEqual(expected);
      vi.advanceTimersByTime(999);
      expect(await admit({ credential, id: 'ada' }, 1)).toEqual({ inputs: 0, retryAfterMs: 1 });
      vi.advanceTimersByTime(1);
      expect(await send()).toEqual(expected);
    },
  );

  it('says when the rest may come', async () => {
    const admit = callerLimit(10);
    expect(await admit({ credential, id: 'ada' }, 4)).toMatchObject({ inputs: 4 });
    vi.advanceTimersByTime(400);
    expect(await admit({ credential, id: 'ada' }, 9)).toEqual({ inputs: 6, retryAfterMs: 600 });
    expect(await admit({ credential, id: 'ada' }, 1)).toEqual({ inputs: 0, retryAfterMs: 600 });
    vi.advanceTimersByTime(600);
    expect(await admit({ credential, id: 'ada' }, 11)).toEqual({ inputs: 10, retryAfterMs: 1000 });
  });
});
