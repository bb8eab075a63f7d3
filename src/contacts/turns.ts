import type { LoadOptions } from '../batching/batcher.ts';
import { QueueFullError } from '../batching/errors.ts';
import type { Place } from '../batching/key-queue.ts';
import type { QueueShare } from '../batching/queue-limit.ts';

/** For so long a caller waits who finds no place, in ms. */
const FULL_RETRY_MS = 1_000;

interface TurnOptions {
  /** What may wait for its turn, all together: it is not in the queue yet. */
  readonly share: QueueShare;
  readonly deadlineMs: number;
  /** Once it is aborted nothing waits any more. */
  readonly closing: AbortSignal;
}

type Waiting = Pick<LoadOptions, 'signal'> & { readonly since: number };

/** The waiting of those that have to be looked up, or found out about, when it is their turn and not before. */
export function createTurns({ share, deadlineMs, closing }: TurnOptions) {
  const waiting = new Set<() => void>();
  /** One listener for all that a caller has: a signal goes through its listeners whenever one is added. */
  const goingOf = new WeakMap<AbortSignal, Promise<void>>();
  function going(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
    goingOf.set(signal, promise);
    return promise;
  }

  return {
    /**
     * Resolves when it is the turn of the place; or when its caller has gone, or has no time left, because then there is
     * nothing to wait for: whatever is asked for next is refused with the reason. Rejects when there is no room to wait.
     */
    async wait({ turn }: Pick<Place, 'turn'>, bytes: number, { signal, since }: Waiting): Promise<void> {
      if (turn === null || closing.aborted) return;
      if (!share.enter(bytes)) throw new QueueFullError(FULL_RETRY_MS);
      const { promise, resolve } = Promise.withResolvers<void>();
      const alarm = setTimeout(resolve, Math.max(0, deadlineMs - (performance.now() - since)));
      waiting.add(resolve);
      const gone = signal === undefined ? [] : [goingOf.get(signal) ?? going(signal)];
      await Promise.race([turn, promise, ...gone]);
      waiting.delete(resolve);
      clearTimeout(alarm);
      share.leave(bytes);
    },
    /** Nothing waits any more. */
    giveUp(): void {
      for (const resolve of waiting) resolve();
    },
  };
}
