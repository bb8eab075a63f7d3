import { describe, expect, it } from 'vitest';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { createTurns } from '../../src/contacts/turns.ts';

const never = new Promise(() => {});
const at = (ms: number) => ({ since: performance.now() - ms });

function turns(inputs = 10) {
  const closing = new AbortController();
  const share = createQueueLimit({ inputs, bytes: 1_000, shared: false }).share();
  return { ...createTurns({ share, deadlineMs: 1_000, closing: closing.signal }), closing, share };
}

describe('what waits for its turn', () => {
  it('goes on at its turn, and does not wait where there is none', async () => {
    const { wait } = turns();
    await wait({ turn: null }, 1, at(0));
    await wait({ turn: Promise.resolve() }, 1, at(0));
  });

  it('waits no longer than its deadline', async () => {
    const since = performance.now();
    await turns().wait({ turn: never }, 1, at(900));
    expect(performance.now() - since).toBeGreaterThan(50);
  });

  it('does not wait when its caller has gone, or goes', async () => {
    const { wait } = turns();
    const caller = new AbortController();
    const waiting = [1, 2].map(() => wait({ turn: never }, 1, { ...at(0), signal: caller.signal }));
    caller.abort();
    await Promise.all(waiting);
    await wait({ turn: never }, 1, { ...at(0), signal: caller.signal });
  });

  it('does not wait when all is closing', async () => {
    const { wait, giveUp, closing } = turns();
    const waiting = wait({ turn: never }, 1, at(0));
    closing.abort();
    giveUp();
    await waiting;
    await wait({ turn: never }, 1, at(0));
  });

  it('is refused where too much waits, until something has gone on', async () => {
    const { wait, giveUp } = turns(1);
    const waiting = wait({ turn: never }, 1, at(0));
    await expect(wait({ turn: Promise.resolve() }, 1, at(0))).rejects.toThrow('Too many inputs are waiting');
    giveUp();
    await waiting;
    await wait({ turn: Promise.resolve() }, 1, at(0));
  });
});
