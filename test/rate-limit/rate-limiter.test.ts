import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter, type Departure, type Token, type Urgency } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';

/** A limiter of so many calls in so many ms, with what left by it, and when. */
function limiter(limit = 3, intervalMs = 1000) {
  const opened = createRateLimiter((onChange) => createRollingWindow({ limit, intervalMs }, onChange));
  const left: { name: string; at: number }[] = [];
  function ask(name: string, more: Partial<Departure> & { latencyMs?: number } = {}): Departure {
    const since = performance.now();
    const departure: Departure = {
      urgency: 'write' as Urgency,
      since: () => since,
      hasRoom: () => false,
      isWanted: () => true,
      leave(token: Token) {
        left.push({ name, at: Math.round(performance.now()) });
        setTimeout(token.answered, more.latencyMs ?? 0);
      },
      ...more,
    };
    opened.ask(departure);
    return departure;
  }
  return {
    ...opened,
    ask,
    left,
    names: () => left.map(({ name }) => name),
    times: () => left.map(({ at }) => at),
    opened,
  };
}

const room = { hasRoom: () => true };

describe('a rate limiter', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('lets as many full batches leave at once as there are tokens, and the others in their order as tokens come back', async () => {
    const { ask, names } = limiter();
    for (const name of ['1', '2', '3', '4', '5']) ask(name);
    expect(names()).toEqual(['1', '2', '3']);
    await vi.advanceTimersByTimeAsync(999);
    expect(names()).toEqual(['1', '2', '3']);
    await vi.advanceTimersByTimeAsync(2);
    expect(names()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('never lets more calls be counted in any interval than allowed, wherever HubSpot counts them', async () => {
    const { ask } = limiter();
    const spans: { from: number; to: number }[] = [];
    for (let count = 0; count < 20; count += 1) {
      ask(String(count), {
        hasRoom: () => count % 3 === 0,
        leave(token) {
          const from = performance.now();
          setTimeout(
            () => {
              spans.push({ from, to: performance.now() });
              token.answered();
            },
            50 + ((count * 37) % 200),
          );
        },
      });
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(spans).toHaveLength(20);
    // The worst case: earlier calls counted at their end, later ones at their beginning.
    const byBegin = spans.toSorted((a, b) => a.from - b.from);
    for (const later of byBegin) {
      const within = byBegin.filter((span) => span !== later && span.from <= later.from && span.to > later.from - 1000);
      expect(within.length).toBeLessThanOrEqual(2);
    }
  });

  it('lets a batch that has room leave at once after a time without calls', async () => {
    const { ask, times } = limiter(100, 10_000);
    ask('first', room);
    await vi.advanceTimersByTimeAsync(500);
    ask('second', room);
    expect(times()).toEqual([0, 500]);
  });

  it('spends the quota evenly on batches that have room, so that nobody waits for it to come back', async () => {
    const { ask } = limiter(100, 10_000);
    const times: number[] = [];
    const askAgain = (): void => {
      ask('', {
        ...room,
        leave(token) {
          times.push(performance.now());
          setTimeout(token.answered, 150);
          askAgain();
        },
      });
    };
    askAgain();
    await vi.advanceTimersByTimeAsync(60_000);
    const gaps = times.slice(1).map((at, place) => at - (times[place] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(250);
    // 100 calls in 10 s, each of which holds its token for 150 ms more.
    expect(times.length).toBeGreaterThan(550);
  });

  it('lets a batch go that has become full while it waited', async () => {
    const { ask, again, names } = limiter(100, 10_000);
    ask('first', room);
    let hasRoom = true;
    ask('second', { hasRoom: () => hasRoom });
    await vi.advanceTimersByTimeAsync(10);
    expect(names()).toEqual(['first']);
    hasRoom = false;
    again();
    expect(names()).toEqual(['first', 'second']);
  });

  it('lets what finishes a write go first, then writes, then reads, as long as none has waited much longer', async () => {
    const { ask, names } = limiter(1, 1000);
    ask('before');
    ask('read', { urgency: 'read' });
    ask('write');
    ask('finish', { urgency: 'finish' });
    await vi.advanceTimersByTimeAsync(3_100);
    expect(names()).toEqual(['before', 'finish', 'write', 'read']);
  });

  it('starves no read, although there is always a write', async () => {
    const { ask, names } = limiter(1, 100);
    ask('read', { urgency: 'read' });
    for (let count = 0; count < 30; count += 1) {
      ask('write');
      ask('read', { urgency: 'read' });
      await vi.advanceTimersByTimeAsync(100);
    }
    const order = names();
    expect(order.filter((name) => name === 'read').length).toBeGreaterThan(order.length / 3);
  });

  it('lets no stream of calls without room put off one that has room', async () => {
    const { ask, left } = limiter(100, 10_000);
    ask('first', room);
    await vi.advanceTimersByTimeAsync(10);
    ask('patient', room);
    for (let count = 0; count < 20; count += 1) {
      ask('single');
      await vi.advanceTimersByTimeAsync(20);
    }
    const patientAt = left.find(({ name }) => name === 'patient')?.at;
    expect(left.filter(({ name }) => name === 'single')).toHaveLength(20);
    expect(patientAt).toBeLessThan(150);
  });

  it('counts no departure that did not happen', async () => {
    const { ask, cancel, times } = limiter(100, 10_000);
    ask('first', room);
    for (let count = 0; count < 9; count += 1) {
      await vi.advanceTimersByTimeAsync(10);
      cancel(ask('gone', room));
    }
    ask('last', room);
    await vi.advanceTimersByTimeAsync(200);
    expect(times()[1]).toBeLessThan(130);
  });

  it('lets a call wait for more inputs no longer than its deadline allows', async () => {
    const { ask, times } = limiter(2, 10_000);
    ask('first', room);
    await vi.advanceTimersByTimeAsync(100);
    ask('second', { ...room, until: () => 1_100 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(times()).toEqual([0, 1_100]);
  });

  it('drops what is not wanted any more when its turn comes, and takes no token for it', async () => {
    const { ask, names, opened } = limiter(2, 1000);
    ask('a');
    ask('b');
    let dropped = false;
    ask('c', {
      isWanted: () => false,
      dropped() {
        dropped = true;
      },
    });
    await vi.advanceTimersByTimeAsync(1100);
    expect([names(), dropped, opened.left]).toEqual([['a', 'b'], true, 1]);
  });

  it('has the token back at once of a call that was not made, or that nobody wants before it leaves', async () => {
    const { ask, cancel, opened } = limiter(4, 1000);
    ask('a', room);
    const waits = ask('b', room);
    expect(opened.left).toBe(0.5);
    cancel(waits);
    expect(opened.left).toBe(0.75);
    ask('c', { leave: (token) => token.unused() });
    expect(opened.left).toBe(0.75);
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened.idle).toBe(true);
  });

  it('takes the limit and the interval from what HubSpot reports', async () => {
    const { ask, observe, names } = limiter();
    observe({ limit: 5, intervalMs: 2000 });
    for (let count = 0; count < 6; count += 1) ask(String(count));
    await vi.advanceTimersByTimeAsync(1999);
    expect(names()).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(2);
    expect(names()).toHaveLength(6);
  });

  it('recovers at once when a later answer corrects the interval', async () => {
    const { ask, observe, names } = limiter();
    observe({ intervalMs: 60_000, remaining: 0 });
    for (let count = 0; count < 3; count += 1) ask(String(count));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(names()).toEqual([]);
    observe({ intervalMs: 1_000 });
    expect(names()).toHaveLength(3);
  });

  it('counts the calls of others when HubSpot reports fewer left, once and not at every answer', async () => {
    const { ask, observe, names } = limiter();
    observe({ remaining: 1 });
    observe({ remaining: 1 });
    for (let count = 0; count < 3; count += 1) ask(String(count));
    await vi.advanceTimersByTimeAsync(900);
    expect(names()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(101);
    expect(names()).toHaveLength(3);
  });

  it('does not grow when HubSpot reports more left than we know of', () => {
    const { ask, observe, opened } = limiter();
    ask('a', { leave() {} });
    observe({ remaining: 3 });
    expect(opened.left).toBeCloseTo(2 / 3);
  });

  it('tells how long a call would wait after others', async () => {
    const { ask, waitMs } = limiter(2, 1000);
    expect(waitMs(1)).toBe(0);
    ask('a');
    ask('b');
    await vi.advanceTimersByTimeAsync(400);
    expect([waitMs(0), waitMs(1), waitMs(2), waitMs(4)]).toEqual([600, 600, 1600, 2600]);
  });
});
