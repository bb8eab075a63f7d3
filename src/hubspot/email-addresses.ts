import { LRUCache } from 'lru-cache';

export interface EmailAddresses {
  /** The record id of the contact that has the email, as its own or a secondary one; null where there is none. */
  resolve(email: string): Promise<string | null>;
  /** The contact's emails may be others from now on, or the contact gone. */
  forget(recordId: string): void;
}

export interface EmailAddressesOptions {
  /** How long an answer may be used again, in ms; 0: not at all. */
  readonly keepMs: number;
}

/** Entries kept at the same time, for one credential. As a size, for a `max` would set its memory aside at once. */
const KEEP = { maxSize: 10_000, sizeCalculation: () => 1, perf: { now: () => performance.now() } };

/**
 * Which contact has which email. HubSpot's batch update takes no emails, so they are looked up first; the answers are kept
 * for a short while, those that found nobody excepted. Look-ups of one email that is being looked up share the answer.
 */
export function createEmailAddresses(
  lookUp: (email: string) => Promise<string | null>,
  { keepMs }: EmailAddressesOptions,
): EmailAddresses {
  const known = new LRUCache<string, { readonly id: string; readonly since: number }>({ ...KEEP, ttl: keepMs });
  /** When the emails of a contact last may have changed: what was known before is worth nothing. */
  const changed = new LRUCache<string, number>({ ...KEEP, ttl: keepMs });
  const underWay = new Map<string, Promise<string | null>>();
  let clock = 0;

  async function ask(email: string): Promise<string | null> {
    clock += 1;
    const since = clock;
    try {
      const id = await lookUp(email);
      if (id !== null && keepMs > 0) known.set(email, { id, since });
      return id;
    } finally {
      underWay.delete(email);
    }
  }

  return {
    resolve(address) {
      const email = address.toLowerCase();
      const kept = known.get(email);
      if (kept !== undefined && kept.since > (changed.get(kept.id) ?? 0)) return Promise.resolve(kept.id);
      const answer = underWay.get(email) ?? ask(email);
      underWay.set(email, answer);
      return answer;
    },
    forget(recordId) {
      clock += 1;
      changed.set(recordId, clock);
    },
  };
}
