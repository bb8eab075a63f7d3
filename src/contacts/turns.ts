import type { LoadOptions } from '../batching/batcher.ts';
import { QueueFullError } from '../batching/errors.ts';
import { createKeyQueues } from '../batching/key-queue.ts';
import type { QueueShare } from '../batching/queue-limit.ts';
import type { ContactRecord } from '../hubspot/wire.ts';

export interface TurnsOptions {
  /** What may wait, all together: it is not in the queue yet. */
  readonly share: QueueShare;
  readonly deadlineMs: number;
  /** Once it is aborted nothing waits any more. */
  readonly closing: AbortSignal;
}

type Waiting = Pick<LoadOptions, 'signal'> & { readonly since: number };

/** The contact that has a value, or null where none has it; and when HubSpot was asked. */
export interface Found<C = ContactRecord | null> {
  readonly contact: C;
  readonly askedAt: number;
}

/** A turn among those that name the same values. */
export interface Turn {
  /** Whether nobody has it before. */
  readonly isFirst: boolean;
  /**
   * Resolves when it has come; or when its caller has gone, or has no time left: then there is nothing to wait for, because
   * whatever is asked for next is refused with the reason. Rejects when there is no room to wait for `bytes`.
   */
  wait(bytes: number, caller: Waiting): Promise<void>;
  /** What the one right before it handed on, where HubSpot was asked after this one had come; an older answer is of no use. */
  readonly known: Found<ContactRecord> | null;
  /** For the next one, should it name the same value and nothing else. */
  handOn(found: Found<ContactRecord>): void;
  /** Whether one before may have given the value to another contact since this one came. */
  readonly hasChanged: boolean;
  /** `changes`: it may have given the value to another contact. */
  leave(changes?: boolean): void;
}

/** What one turn leaves to the next. */
interface Left {
  known: Found<ContactRecord> | null;
  changes: boolean;
}

/**
 * The order of what is looked up, or created, by values such as an email. It is an order of its own, apart from that of the
 * writes by record id: whoever has a turn here waits for its writes there, and no write there waits for a turn here.
 */
export function createTurns({ share, deadlineMs, closing }: TurnsOptions) {
  const order = createKeyQueues();
  /** Of the last one that came with a value. */
  const last = new Map<string, Left>();
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

  async function wait(turn: Promise<unknown> | null, bytes: number, { signal, since }: Waiting): Promise<void> {
    if (turn === null || closing.aborted) return;
    if (!share.enter(bytes)) throw new QueueFullError();
    const { promise, resolve } = Promise.withResolvers<void>();
    const alarm = setTimeout(resolve, Math.max(0, deadlineMs - (performance.now() - since)));
    waiting.add(resolve);
    const gone = signal === undefined ? [] : [goingOf.get(signal) ?? going(signal)];
    await Promise.race([turn, promise, ...gone]);
    waiting.delete(resolve);
    clearTimeout(alarm);
    share.leave(bytes);
  }

  return {
    enter(keys: Iterable<string>): Turn {
      const own = [...keys];
      const before = own.flatMap((key) => last.get(key) ?? []);
      const hasChanged = () => before.some(({ changes }) => changes);
      const cameAt = performance.now();
      const mine: Left = { known: null, changes: false };
      for (const key of own) last.set(key, mine);
      const place = order.enter(own);
      return {
        isFirst: place.turn === null,
        wait: (bytes, caller) => wait(place.turn, bytes, caller),
        get known() {
          const known = own.length === 1 ? (before[0]?.known ?? null) : null;
          return known !== null && known.askedAt >= cameAt ? known : null;
        },
        handOn(found) {
          mine.known = found;
        },
        get hasChanged() {
          return hasChanged();
        },
        leave(changes = false) {
          mine.changes = changes || hasChanged();
          for (const key of own) if (last.get(key) === mine) last.delete(key);
          place.leave();
        },
      };
    },
    /** Nothing waits any more. */
    giveUp(): void {
      for (const resolve of waiting) resolve();
    },
  };
}
