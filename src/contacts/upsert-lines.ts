import { QueueFullError } from '../batching/errors.ts';
import type { QueueShare } from '../batching/queue-limit.ts';
import type { WrittenContact } from '../hubspot/contact-write.ts';

/** For so long a caller waits whose upsert has no place, in ms. */
const FULL_RETRY_MS = 1_000;

/** A contact that had the email at `at` or later, on the clock of `performance.now()`. */
export interface Seen<C = WrittenContact> {
  readonly contact: C;
  readonly at: number;
}

/** What upserts of one email hand on to the next. `share`: what may wait in all lines together. */
export function createUpsertLines(share: QueueShare) {
  const lines = new Map<string, { waiting: number; last: Seen | null }>();

  return {
    enter(key: string, bytes: number) {
      if (!share.enter(bytes)) throw new QueueFullError(FULL_RETRY_MS);
      const line = lines.get(key) ?? { waiting: 0, last: null };
      line.waiting += 1;
      lines.set(key, line);
      return {
        /** The contact as the one before has just written it; null where that is not known. */
        get last(): Seen | null {
          return line.last;
        },
        set last(seen: Seen | null) {
          line.last = seen;
        },
        leave() {
          share.leave(bytes);
          line.waiting -= 1;
          if (line.waiting === 0) lines.delete(key);
        },
      };
    },
  };
}
