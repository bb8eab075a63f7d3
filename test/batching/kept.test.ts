import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kept } from '../../src/batching/kept.ts';
import { failed } from '../../src/outcome.ts';
import { Failure, scriptedSend } from './scripted-send.ts';

describe('a kept answer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('serves those who ask for the same within its time, and no longer', async () => {
    const { calls, send } = scriptedSend(() => [{ ok: true, value: 'all' }]);
    const sendKept = kept(send, 1000);
    expect(await sendKept(['a'])).toEqual([{ ok: true, value: 'all' }]);
    await vi.advanceTimersByTimeAsync(999);
    expect(await sendKept(['b', 'c'])).toEqual([
      { ok: true, value: 'all' },
      { ok: true, value: 'all' },
    ]);
    await vi.advanceTimersByTimeAsync(1);
    await sendKept(['d']);
    expect(calls).toEqual([['a'], ['d']]);
  });

  it('is never a failure', async () => {
    const { calls, send } = scriptedSend(() => [failed(new Failure())]);
    const sendKept = kept(send, 1000);
    await sendKept(['a']);
    await sendKept(['b']);
    expect(calls).toEqual([['a'], ['b']]);
  });
});
