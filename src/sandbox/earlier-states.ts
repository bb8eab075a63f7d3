import type { StoredContact } from './contact-file.ts';

/**
 * What contacts were before they were written. Documented: new and changed contacts take a few moments to appear in
 * searches. That what was archived disappears as late is inferred.
 */
export class EarlierStates {
  readonly #switches: { readonly searchLagMs: number };
  /** The oldest first; no longer than search is behind. */
  #kept: { readonly id: string; readonly before: StoredContact | undefined; readonly untilMs: number }[] = [];

  constructor(switches: { readonly searchLagMs: number }) {
    this.#switches = switches;
  }

  /** To be told before the contact is replaced, or added: then there was none. */
  keep(id: string, before: StoredContact | undefined): void {
    this.#dropOld();
    if (this.#switches.searchLagMs > 0) this.#kept.push({ id, before, untilMs: Date.now() });
  }

  /** All contacts as they were, from what they are. */
  from(current: ReadonlyMap<string, StoredContact>): ReadonlyMap<string, StoredContact> {
    this.#dropOld();
    if (this.#kept.length === 0) return current;
    const then = new Map(current);
    for (const { id, before } of this.#kept.toReversed()) {
      if (before === undefined) then.delete(id);
      else then.set(id, before);
    }
    return then;
  }

  forget(): void {
    this.#kept = [];
  }

  #dropOld(): void {
    const behindMs = Date.now() - this.#switches.searchLagMs;
    const firstNeeded = this.#kept.findIndex(({ untilMs }) => untilMs > behindMs);
    this.#kept.splice(0, firstNeeded === -1 ? this.#kept.length : firstNeeded);
  }
}
