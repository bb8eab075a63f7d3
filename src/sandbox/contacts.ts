import { type ContactRecord, type PropertyDefinition, propertyDefinitionsSchema } from '../hubspot/wire.ts';
import { initialContacts, newContact } from './account.ts';
import { type ContactFile, openContactFile, type StoredContact } from './contact-file.ts';
import { readRecord, writtenRecord } from './contact-records.ts';
import { EarlierStates } from './earlier-states.ts';

/** Where to look for a contact. */
interface Search {
  /** A unique property that the id is a value of. Left out: it is a record id. */
  readonly idProperty?: string | undefined;
  /** Ids of contacts that were merged into others count, too. */
  readonly former?: boolean;
}

/** A contact, and values for it that were accepted. */
interface Change {
  readonly contact: StoredContact;
  readonly accepted: ReadonlyMap<string, string>;
}

/** The sandbox's contacts, in memory; with a file they are there again after the next start. */
export class Contacts {
  definitions: ReadonlyMap<string, PropertyDefinition> = new Map();
  readonly #file: ContactFile | null;
  readonly #earlier: EarlierStates;
  readonly #byId: Map<string, StoredContact>;
  #lastId: number;

  constructor(sent: readonly unknown[], file: string | null, switches: { readonly searchLagMs: number }) {
    this.define(sent);
    this.#earlier = new EarlierStates(switches);
    this.#file = file === null ? null : openContactFile(file);
    this.#byId = new Map(this.#file?.contacts.map((contact) => [contact.id, contact]));
    if (this.#byId.size === 0) this.reset();
    this.#lastId = Math.max(1000, ...[...this.#byId.keys()].map(Number));
  }

  /** From now on the properties are these. */
  define(sent: readonly unknown[]): void {
    const { results } = propertyDefinitionsSchema.parse({ results: sent });
    this.definitions = new Map(results.map((definition) => [definition.name, definition]));
  }

  /** The record id that an input addresses, or undefined where there is no such contact. */
  find(id: string, { idProperty, former = false }: Search = {}): string | undefined {
    const isRecordId = idProperty === undefined || idProperty === 'hs_object_id';
    const withId = () => this.#byId.get(id) ?? (former ? this.#mergedFrom(id) : undefined);
    const candidates = isRecordId ? [withId()] : this.#withValue(idProperty, id.toLowerCase());
    // Inferred from the text of the error: a contact in the recycle bin is missing.
    for (const contact of candidates) if (contact?.archivedMs === null) return contact.id;
    return undefined;
  }

  /** Recorded: secondary emails find their contact, too. A property that was cleared has no value to be found by. */
  *#withValue(property: string, wanted: string): Iterable<StoredContact> {
    if (wanted === '') return;
    for (const contact of this.#byId.values()) {
      const secondary = property === 'email' && secondaryEmails(contact).includes(wanted);
      if (secondary || contact.properties.get(property)?.toLowerCase() === wanted) yield contact;
    }
  }

  #mergedFrom(id: string): StoredContact | undefined {
    return [...this.#byId.values()].find(({ formerIds }) => formerIds.includes(id));
  }

  /** Whether the id is that of a contact that was merged into another one. */
  isFormer(id: string): boolean {
    return !this.#byId.has(id) && this.#mergedFrom(id) !== undefined;
  }

  isUnique(property: string): boolean {
    return this.definitions.get(property)?.hasUniqueValue === true;
  }

  /** Documented: single calls and reads take the email and properties that are unique. */
  isKey(property: string): boolean {
    return property === 'email' || this.isUnique(property);
  }

  get(id: string): StoredContact {
    const stored = this.#byId.get(id);
    if (stored === undefined) throw new Error(`The sandbox has no contact ${id}.`);
    return stored;
  }

  read(id: string, wanted: Iterable<string>): ContactRecord {
    return readRecord(this.get(id), wanted, (name) => this.definitions.has(name));
  }

  /** Every property that has a value; undefined where there is no such contact. */
  readWhole(id: string): ContactRecord | undefined {
    const stored = this.#byId.get(id);
    return stored && writtenRecord(stored, stored.properties.keys());
  }

  /** A contact that gets stored once it is written. Its id is used up even if it never is. */
  draft(nowMs: number): StoredContact {
    return newContact(this.#nextId(), nowMs, {});
  }

  #nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  /** Writes contacts, stored ones and drafts: all or, when the file fails, none. Answers as an update does. */
  write(changes: readonly Change[], nowMs: number): ContactRecord[] {
    const written = changes.map(({ contact, accepted }) => {
      const properties = new Map([...contact.properties, ...accepted]);
      return { contact: { ...contact, properties, updatedMs: nowMs }, names: accepted.keys() };
    });
    this.#change(written.map(({ contact }) => contact));
    return written.map(({ contact, names }) => writtenRecord(contact, names));
  }

  #change(put: readonly StoredContact[], removed: readonly string[] = []): void {
    // The file first, because it may fail: what is answered must not be ahead of what is kept.
    this.#file?.write(put, removed);
    for (const id of [...removed, ...put.map(({ id }) => id)]) this.#earlier.keep(id, this.#byId.get(id));
    for (const id of removed) this.#byId.delete(id);
    for (const contact of put) this.#byId.set(contact.id, contact);
  }

  /** Back to the contacts of a fresh sandbox. */
  reset(): void {
    this.#change(initialContacts(), [...this.#byId.keys()]);
    this.#earlier.forget();
  }

  /** Contacts as search sees them: without those in the recycle bin, and as they were some time ago. */
  searchable(): StoredContact[] {
    return [...this.#earlier.from(this.#byId).values()].filter(({ archivedMs }) => archivedMs === null);
  }

  /** Adds a contact; returns its record id. */
  add(properties: Readonly<Record<string, string>>): string {
    const id = this.#nextId();
    this.#change([newContact(id, Date.now(), properties)]);
    return id;
  }

  /** Puts contacts into the recycle bin. */
  archive(ids: Iterable<string>): void {
    const archivedMs = Date.now();
    this.#change(Array.from(ids, (id) => ({ ...this.get(id), archivedMs })));
  }

  /** Merges a contact into another one, which takes over its emails and answers for its id from then on. */
  merge(intoId: string, id: string): void {
    const [into, merged] = [this.get(intoId), this.get(id)];
    const emails = [...secondaryEmails(into), ...secondaryEmails(merged), merged.properties.get('email')];
    const properties = new Map(into.properties).set('hs_additional_emails', emails.filter(Boolean).join(';'));
    const formerIds = [...into.formerIds, id, ...merged.formerIds];
    this.#change([{ ...into, formerIds, properties, updatedMs: Date.now() }], [id]);
  }

  close(): void {
    this.#file?.close();
  }
}

function secondaryEmails({ properties }: StoredContact): string[] {
  const joined = properties.get('hs_additional_emails');
  return joined ? joined.split(';') : [];
}
