import type { KeyQueues, Place } from '../batching/key-queue.ts';

export interface TurnOptions {
  readonly order: Pick<KeyQueues, 'enter'>;
  /** For how long a caller waits for anything, in ms. */
  readonly deadlineMs: number;
}

/**
 * Turns of what is not in a batcher yet, which minds the time of all that it holds: nobody waits for a turn longer than for the
 * answer. Whoever goes on because the time is up has nothing accepted any more, and so overtakes nobody.
 */
export function createTurns({ order, deadlineMs }: TurnOptions) {
  const waiting = new Set<() => void>();
  let closed = false;

  async function inTime(turn: Promise<unknown>, since: number): Promise<void> {
    if (closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const alarm = setTimeout(resolve, Math.max(0, Math.ceil(deadlineMs - (performance.now() - since))));
    waiting.add(resolve);
    void turn.then(() => resolve());
    await promise;
    clearTimeout(alarm);
    waiting.delete(resolve);
  }

  return {
    /** A place in the order of these keys. `turn` also resolves when the time of the caller is up. */
    enter(keys: Iterable<string>, { since }: { readonly since: number }): Place {
      const { turn, leave } = order.enter(keys);
      return { turn: turn && inTime(turn, since), leave };
    },
    /** From now on nobody waits. */
    giveUp(): void {
      closed = true;
      for (const resolve of waiting) resolve();
    },
  };
}
