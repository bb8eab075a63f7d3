import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import { readRecord, writtenRecord } from './contact-records.ts';
import type { ContactStore, StoredContact } from './contact-store.ts';
import type { Conflict, ValueProblem } from './error-bodies.ts';
import { acceptValue } from './property-values.ts';

/** What is wrong with an update; nothing when it can be written. */
export interface Verdict {
  /** The values that can be written, as they will be stored. */
  readonly accepted: ReadonlyMap<string, string>;
  readonly problems: readonly ValueProblem[];
  readonly conflict: Conflict | null;
}

/** Where to look for a contact. */
export interface Search {
  /** A unique property that the id is a value of. Left out: it is a record id. */
  readonly idProperty?: string | undefined;
  /** Look in the recycle bin, and nowhere else. */
  readonly archived?: boolean;
  /** Ids of contacts that were merged into others count, too. */
  readonly former?: boolean;
}

/** Finds, judges and writes contacts: those of the portal, or a draft of them. */
export class Contacts {
  readonly #store: ContactStore;
  readonly #definitions: ReadonlyMap<string, PropertyDefinition>;

  constructor(store: ContactStore, definitions: ReadonlyMap<string, PropertyDefinition>) {
    this.#store = store;
    this.#definitions = definitions;
  }

  /** The record id that an input addresses, or undefined where there is no such contact. */
  find(id: string, { idProperty, archived = false, former = false }: Search = {}): string | undefined {
    const byId = idProperty === undefined || idProperty === 'hs_object_id';
    const candidates = byId ? this.#withId(id, former) : this.#withValue(idProperty, id.toLowerCase());
    for (const contact of candidates) if ((contact.archivedMs !== null) === archived) return contact.id;
    return undefined;
  }

  #withId(id: string, former: boolean): StoredContact[] {
    const contact = this.#store.contacts.get(id) ?? (former ? this.#mergedFrom(id) : undefined);
    return contact === undefined ? [] : [contact];
  }

  /** Recorded: secondary emails find their contact, too. A property that was cleared has no value to be found by. */
  *#withValue(property: string, wanted: string): Iterable<StoredContact> {
    if (wanted === '') return;
    for (const contact of this.#store.contacts.values()) {
      const secondary = property === 'email' && secondaryEmails(contact).includes(wanted);
      if (secondary || contact.properties.get(property)?.toLowerCase() === wanted) yield contact;
    }
  }

  #mergedFrom(id: string): StoredContact | undefined {
    return [...this.#store.contacts.values()].find(({ formerIds }) => formerIds.includes(id));
  }

  /** Whether the id is that of a contact that was merged into another one. */
  isFormer(id: string): boolean {
    return this.#store.contacts.get(id) === undefined && this.#mergedFrom(id) !== undefined;
  }

  isUnique(property: string): boolean {
    return this.#definitions.get(property)?.hasUniqueValue === true;
  }

  /** Documented: single calls and reads take the email and properties that are unique. */
  isKey(property: string): boolean {
    return property === 'email' || this.isUnique(property);
  }

  /** Checks values for a contact without writing them. */
  judge(id: string, values: ReadonlyMap<string, string>): Verdict {
    const stored = this.get(id);
    const accepted = new Map<string, string>();
    const problems: ValueProblem[] = [];
    let conflict: Conflict | null = null;
    for (const [name, value] of values) {
      const verdict = acceptValue(name, this.#definitions.get(name), value, stored.properties.get(name) ?? null);
      if ('problem' in verdict) {
        problems.push(verdict.problem);
        continue;
      }
      accepted.set(name, verdict.text);
      conflict ??= this.#conflict(id, name, verdict.text);
    }
    return { accepted, problems, conflict };
  }

  #conflict(id: string, property: string, value: string): Conflict | null {
    if (!this.isKey(property)) return null;
    const ownerId = this.find(value, { idProperty: property });
    return ownerId === undefined || ownerId === id ? null : { property, value, ownerId };
  }

  /** Writes values that were accepted. Answers as an update does. */
  write(id: string, accepted: ReadonlyMap<string, string>, nowMs: number): ContactRecord {
    const stored = this.get(id);
    const properties = new Map([...stored.properties, ...accepted]);
    promoteSecondary(stored, properties);
    const updated = { ...stored, properties, updatedMs: nowMs };
    this.#store.change({ put: [updated] });
    return writtenRecord(updated, accepted.keys());
  }

  readRecord(id: string, wanted: Iterable<string>): ContactRecord {
    return readRecord(this.get(id), wanted, (name) => this.#definitions.has(name));
  }

  get(id: string): StoredContact {
    const stored = this.#store.contacts.get(id);
    if (stored === undefined) throw new Error(`The sandbox has no contact ${id}.`);
    return stored;
  }
}

const secondaryEmails = ({ properties }: StoredContact): string[] => {
  const joined = properties.get('hs_additional_emails');
  return joined ? joined.split(';') : [];
};

/** Inferred: when a secondary email becomes the primary one, the two change places. */
function promoteSecondary(before: StoredContact, after: Map<string, string>): void {
  const secondary = secondaryEmails(before);
  const place = secondary.indexOf(after.get('email') ?? '');
  if (place === -1) return;
  const former = before.properties.get('email');
  secondary.splice(place, 1, ...(former ? [former] : []));
  after.set('hs_additional_emails', secondary.join(';'));
}
