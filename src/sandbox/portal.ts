import type { SentDefinition } from '../definitions-file.ts';
import { type ContactRecord, type PropertyDefinition, propertyDefinitionsSchema } from '../hubspot/wire.ts';
import { type InitialContact, initialContacts } from './account.ts';
import { writtenRecord } from './contact-records.ts';
import { type ContactStore, openContactStore, type StoredContact } from './contact-store.ts';
import { Contacts } from './contacts.ts';
import type { Shuffle, Switches } from './rest.ts';

/** What handlers need to carry out a request. */
export interface SandboxContext {
  readonly portal: Portal;
  readonly shuffle: Shuffle;
  readonly switches: Readonly<Switches>;
  /** `v3`, `2026-03`, `2026-09`. */
  readonly apiVersion: string;
  /** When the request came. */
  readonly nowMs: number;
}

/** The sandbox's account: its contacts and its property definitions. */
export class Portal {
  readonly definitions: readonly SentDefinition[];
  readonly contacts: Contacts;
  readonly #byName: ReadonlyMap<string, PropertyDefinition>;
  readonly #store: ContactStore & { close(): void };

  /** `file`: where the contacts are kept from one start to the next; null: nowhere. */
  constructor(definitions: readonly SentDefinition[], file: string | null) {
    this.definitions = definitions;
    const { results } = propertyDefinitionsSchema.parse({ results: definitions });
    this.#byName = new Map(results.map((definition) => [definition.name, definition]));
    this.#store = openContactStore(file);
    this.contacts = new Contacts(this.#store, this.#byName);
    if (this.#ids().length === 0) this.reset();
  }

  /** The contacts as they would be after changes that are made when it is committed, all or none of them. */
  draft(): { readonly contacts: Contacts; commit(): void } {
    const contacts = new Map(this.#store.contacts);
    const changed: StoredContact[] = [];
    const change: ContactStore['change'] = ({ put }) => {
      for (const contact of put) contacts.set(contact.id, contact);
      changed.push(...put);
    };
    return {
      contacts: new Contacts({ contacts, change }, this.#byName),
      commit: () => this.#store.change({ put: changed }),
    };
  }

  /** Back to the contacts of a fresh sandbox. */
  reset(): void {
    this.#store.change({ remove: this.#ids(), put: initialContacts().map((contact) => this.#stored(contact)) });
  }

  close(): void {
    this.#store.close();
  }

  /** Every property that has a value; undefined where there is no such contact. */
  wholeRecord(id: string): ContactRecord | undefined {
    const stored = this.#store.contacts.get(id);
    return stored && writtenRecord(stored, stored.properties.keys());
  }

  /** Adds a contact; returns its record id. */
  add(properties: Readonly<Record<string, string>>, nowMs: number): string {
    const id = String(Math.max(1000, ...this.#ids().map(Number)) + 1);
    this.#store.change({ put: [this.#stored({ id, createdMs: nowMs, properties })] });
    return id;
  }

  /** Puts a contact into the recycle bin. */
  archive(id: string, nowMs: number): void {
    this.#store.change({ put: [{ ...this.contacts.get(id), archivedMs: nowMs }] });
  }

  /** Merges a contact into another one, which takes over its emails and answers for its id from then on. */
  merge(intoId: string, id: string, nowMs: number): void {
    const [into, merged] = [this.contacts.get(intoId), this.contacts.get(id)];
    const [kept, taken] = [into, merged].map(({ properties }) => properties.get('hs_additional_emails'));
    const emails = [kept, taken, merged.properties.get('email')].filter((email) => email);
    const properties = new Map(into.properties).set('hs_additional_emails', emails.join(';'));
    const formerIds = [...into.formerIds, id, ...merged.formerIds];
    this.#store.change({ remove: [id], put: [{ ...into, formerIds, properties, updatedMs: nowMs }] });
  }

  #ids(): string[] {
    return [...this.#store.contacts.keys()];
  }

  #stored({ id, createdMs, properties, formerIds = [], archivedMs = null }: InitialContact): StoredContact {
    const known = Object.entries(properties).filter(([name]) => this.#byName.has(name));
    return { id, createdMs, updatedMs: createdMs, archivedMs, formerIds, properties: new Map(known) };
  }
}
