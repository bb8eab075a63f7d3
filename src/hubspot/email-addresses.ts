import { LRUCache } from 'lru-cache';

export interface EmailAddresses {
  /** The record id that is remembered for the email, without asking; undefined where none is. */
  known(email: string): string | undefined;
  /** The record id of the contact that has the email, as its own or a secondary one; null where there is none. */
  resolve(email: string, since?: number): Promise<string | null>;
  /** The contact's emails may be others from now on, or the contact gone. Null: it may be any contact. */
  forget(recordId: string | null): void;
}

/** Looks an email up for a caller that has been waiting `since` then, on the clock of `performance.now()`. */
export type LookUp = (email: string, since: number) => Promise<string | null>;

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
export function createEmailAddresses(lookUp: LookUp, { keepMs }: EmailAddressesOptions): EmailAddresses {
  const emailsOf = new Map<string, Set<string>>();
  const known = new LRUCache<string, string>({ ...KEEP, ttl: keepMs, dispose: (id, email) => leave(email, id) });
  /** Look-ups that those who ask now may share: what they answer was not forgotten since they began. */
  const shared = new Map<string, Promise<string | null>>();
  const changes = createChanges();

  function leave(email: string, id: string): void {
    const emails = emailsOf.get(id);
    emails?.delete(email);
    if (emails?.size === 0) emailsOf.delete(id);
  }

  function keep(email: string, id: string): void {
    known.set(email, id);
    const emails = emailsOf.get(id) ?? new Set();
    emailsOf.set(id, emails.add(email));
  }

  async function ask(email: string, since: number): Promise<string | null> {
    const began = changes.begin();
    try {
      const id = await lookUp(email, since);
      if (id !== null && keepMs > 0 && !changes.sawChange(id, began)) keep(email, id);
      return id;
    } finally {
      changes.end(began);
    }
  }

  function share(email: string, since: number): Promise<string | null> {
    const answer = ask(email, since);
    shared.set(email, answer);
    const end = () => {
      if (shared.get(email) === answer) shared.delete(email);
    };
    answer.then(end, end);
    return answer;
  }

  return {
    known: (address) => known.get(address.toLowerCase()),
    resolve(address, since = performance.now()) {
      const email = address.toLowerCase();
      const id = known.get(email);
      if (id !== undefined) return Promise.resolve(id);
      // Whoever shares a look-up that fails asks once more: it may have more time than the one that began it.
      return shared.get(email)?.catch(() => shared.get(email) ?? share(email, since)) ?? share(email, since);
    },
    forget(recordId) {
      changes.note(recordId);
      shared.clear();
      if (recordId === null) known.clear();
      else for (const email of [...(emailsOf.get(recordId) ?? [])]) known.delete(email);
    },
  };
}

/** Which contacts have changed since a look-up began. Remembers no more than the look-ups under way have to know. */
function createChanges() {
  const changed = new Map<string, number>();
  /** When the look-ups under way began, the oldest first. */
  const underWay = new Set<number>();
  let anyChangedAt = 0;
  let clock = 0;

  /** Those of before the oldest look-up; they stand in the order of their times. */
  function dropOld(): void {
    const [oldest = Number.POSITIVE_INFINITY] = underWay;
    for (const [id, at] of changed) {
      if (at > oldest) return;
      changed.delete(id);
    }
  }

  return {
    begin(): number {
      clock += 1;
      underWay.add(clock);
      return clock;
    },
    end(began: number): void {
      underWay.delete(began);
      dropOld();
    },
    note(id: string | null): void {
      clock += 1;
      if (id === null) anyChangedAt = clock;
      else if (underWay.size > 0) {
        changed.delete(id);
        changed.set(id, clock);
      }
    },
    sawChange: (id: string, began: number): boolean => Math.max(changed.get(id) ?? 0, anyChangedAt) > began,
  };
}
