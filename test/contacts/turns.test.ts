import { describe, expect, it } from 'vitest';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { createTurns, type Turn } from '../../src/contacts/turns.ts';

const at = (ms: number) => ({ since: performance.now() - ms });
const contact = (id: string) => ({ id, properties: {}, archived: false, createdAt: undefined, updatedAt: undefined });

function openTurns(inputs = 10) {
  const closing = new AbortController();
  const share = createQueueLimit({ inputs, bytes: 1_000, shared: false }).share();
  return { ...createTurns({ share, deadlineMs: 1_000, closing: closing.signal }), closing };
}
/** One turn that is there, and one that waits for it. */
function pair({ enter }: ReturnType<typeof openTurns>): [Turn, Turn] {
  return [enter(['a']), enter(['a'])];
}

describe('a turn', () => {
  it('comes when all that named the same value before have left', async () => {
    const { enter } = openTurns();
    const [first, second, other] = [enter(['a', 'b']), enter(['b']), enter(['c'])];
    expect([first.isFirst, second.isFirst, other.isFirst]).toEqual([true, false, true]);
    let hasCome = false;
    const waiting = second.wait(1, at(0)).then(() => {
      hasCome = true;
    });
    await first.wait(1, at(0));
    expect(hasCome).toBe(false);
    first.leave();
    await waiting;
  });

  it('is waited for no longer than until the deadline', async () => {
    const [, second] = pair(openTurns());
    const since = performance.now();
    await second.wait(1, at(900));
    expect(performance.now() - since).toBeGreaterThan(50);
  });

  it('is not waited for by a caller that has gone, or goes', async () => {
    const turns = openTurns();
    const caller = new AbortController();
    const gone = { ...at(0), signal: caller.signal };
    const [, second] = pair(turns);
    const waiting = [second.wait(1, gone), turns.enter(['a']).wait(1, gone)];
    caller.abort();
    await Promise.all(waiting);
    await turns.enter(['a']).wait(1, gone);
  });

  it('is not waited for when all is closing', async () => {
    const turns = openTurns();
    const [, second] = pair(turns);
    const waiting = second.wait(1, at(0));
    turns.closing.abort();
    turns.giveUp();
    await waiting;
    await turns.enter(['a']).wait(1, at(0));
  });

  it('is refused where too much waits, until something has gone on', async () => {
    const turns = openTurns(1);
    const [first, second] = pair(turns);
    const waiting = second.wait(1, at(0));
    const third = turns.enter(['a']);
    await expect(third.wait(1, at(0))).rejects.toThrow('Too many inputs are waiting');
    third.leave();
    first.leave();
    await waiting;
    await turns.enter(['b']).wait(1, at(0));
  });

  it('is told what the one right before it found, if that was asked for after it came', () => {
    const { enter } = openTurns();
    const first = enter(['a']);
    const askedBefore = performance.now() - 1;
    const [second, third] = [enter(['a']), enter(['a'])];
    first.handOn({ contact: contact('1'), askedAt: askedBefore });
    expect(second.known).toBeNull();
    first.handOn({ contact: contact('1'), askedAt: performance.now() });
    expect(second.known).toMatchObject({ contact: { id: '1' } });
    expect(third.known).toBeNull();
  });

  it('is told nothing across one that names other values, too', () => {
    const { enter } = openTurns();
    const first = enter(['a']);
    const [list, last] = [enter(['a', 'b']), enter(['a'])];
    first.handOn({ contact: contact('1'), askedAt: performance.now() });
    expect([list.known, last.known]).toEqual([null, null]);
  });
});
