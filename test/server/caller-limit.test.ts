import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { callerLimit } from '../../src/server/caller-limit.ts';

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
