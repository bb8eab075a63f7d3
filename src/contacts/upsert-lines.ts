import type { KeyQueues, Place } from '../batching/key-queue.ts';
import type { ContactRecord } from '../hubspot/wire.ts';

/** What is known of the contact, and since when. */
interface Known {
  readonly contact: ContactRecord;
  readonly askedAt: number;
}

/** Upserts that follow each other directly. */
interface Line {
  waiting: number;
  /** Where the last one stands. */
  end: unknown;
  known: Known | null;
}

/**
 * What upserts of one email hand on to the next: the contact, where HubSpot was asked after the next one had come. An older
 * answer is never used, for the email may be another contact's by now; nor is one from before another operation by this email.
 */
export function createUpsertLines(order: KeyQueues) {
  const lines = new Map<string, Line>();

  return {
    enter(key: string) {
      const before = lines.get(key);
      const follows = before !== undefined && before.end === order.end(key);
      const line: Line = follows ? before : { waiting: 0, end: null, known: null };
      const place: Place = order.enter([key]);
      line.end = order.end(key);
      line.waiting += 1;
      lines.set(key, line);
      const cameAt = performance.now();
      return {
        place,
        /** The contact as the one before has just found or made it; null where that is not known. */
        get known(): ContactRecord | null {
          return line.known !== null && line.known.askedAt >= cameAt ? line.known.contact : null;
        },
        tell(contact: ContactRecord, askedAt: number): void {
          line.known = { contact, askedAt };
        },
        forget(): void {
          line.known = null;
        },
        leave(): void {
          line.waiting -= 1;
          if (line.waiting === 0 && lines.get(key) === line) lines.delete(key);
        },
      };
    },
  };
}
