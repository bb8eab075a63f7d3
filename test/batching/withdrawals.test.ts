import { describe, expect, it, vi } from 'vitest';
import { createWithdrawals } from '../../src/batching/withdrawals.ts';

describe('withdrawals', () => {
  it('tell all that a caller has waiting that it went away, and nothing of other callers', () => {
    const [gone, stays] = [new AbortController(), new AbortController()];
    const withdrawals = createWithdrawals();
    const members = Array.from({ length: 4 }, () => ({ withdraw: vi.fn() }));
    for (const [index, member] of members.entries()) withdrawals.add(index < 3 ? gone.signal : stays.signal, member);
    if (members[1]) withdrawals.delete(gone.signal, members[1]);
    gone.abort();
    expect(members.map(({ withdraw }) => withdraw.mock.calls.length)).toEqual([1, 0, 1, 0]);
  });

  it('have one listener for all of a caller, and none once it has nothing waiting', () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const withdrawals = createWithdrawals();
    const members = Array.from({ length: 1000 }, () => ({ withdraw: vi.fn() }));
    for (const member of members) withdrawals.add(signal, member);
    for (const member of members) withdrawals.delete(signal, member);
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1]);
    expect(removed.mock.calls[0]?.[1]).toBe(added.mock.calls[0]?.[1]);
  });
});
