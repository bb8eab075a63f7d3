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
}

type Waiting = Pick<LoadOptions, 'signal'> & { readonly since: number };

/** The waiting of those that have to be looked up, or found out about, when it is their turn and not before. */
export function createTurns({ share, deadlineMs }: TurnOptions) {
  /** One listener for all that a caller has: a signal goes through its listeners whenever one is added. */
  const goingOf = new WeakMap<AbortSignal, Promise<void>>();
  function going(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
    goingOf.set(signal, promise);
    return promise;
  }

  /**
   * Resolves when it is the turn of the place; or when its caller has gone, or has no time left, because then there is nothing
   * to wait for: whatever is asked for next is refused with the reason. Rejects when there is no room to wait.
   */
  return async ({ turn }: Pick<Place, 'turn'>, bytes: number, { signal, since }: Waiting): Promise<void> => {
    if (turn === null) return;
    if (!share.enter(bytes)) throw new QueueFullError(FULL_RETRY_MS);
    const late = Promise.withResolvers<void>();
    const alarm = setTimeout(late.resolve, Math.max(0, deadlineMs - (performance.now() - since)));
    const gone = signal === undefined ? [] : [goingOf.get(signal) ?? going(signal)];
    await Promise.race([turn, late.promise, ...gone]);
    clearTimeout(alarm);
    share.leave(bytes);
  };
}
