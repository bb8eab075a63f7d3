import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import { type ContactStore, openContactStore, type StoredContact } from './contact-store.ts';
import type { Conflict, ValueProblem } from './error-bodies.ts';
import { type InitialContact, initialContacts } from './initial-contacts.ts';
import { PORTAL_ID } from './portal-id.ts';
import { acceptValue, iso } from './property-values.ts';

/** What is wrong with an update; nothing when it can be written. */
export interface Verdict {
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

/** Recorded since 2024: these come with every answer to an update, beside what was written. */
const SYSTEM_PROPERTIES = [
  'createdate',
  'hs_is_unworked',
  'hs_object_id',
  'hs_object_source',
  'hs_object_source_id',
  'hs_object_source_label',
  'hs_pipeline',
  'lastmodifieddate',
  'lifecyclestage',
];

/** The sandbox's account: its contacts and its property definitions. */
export class Portal {
  readonly definitions: readonly PropertyDefinition[];
  readonly #byName: ReadonlyMap<string, PropertyDefinition>;
  readonly #contacts: ContactStore;

  /** `file`: where the contacts are kept from one start to the next; null: nowhere. */
  constructor(definitions: readonly PropertyDefinition[], file: string | null) {
    this.definitions = definitions;
    this.#byName = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#contacts = openContactStore(file);
    if (this.#contacts.size === 0) this.reset();
  }

  /** Back to the contacts of a fresh sandbox. */
  reset(): void {
    this.#contacts.clear();
    this.#contacts.put(...initialContacts().map((contact) => this.#stored(contact)));
  }

  #stored({ id, createdMs, properties, formerIds = [], archivedMs = null }: InitialContact): StoredContact {
    const known = Object.entries(properties).filter(([name]) => this.#byName.has(name));
    return { id, createdMs, updatedMs: createdMs, archivedMs, formerIds: [...formerIds], properties: new Map(known) };
  }

  close(): void {
    this.#contacts.close();
  }

  /** The record id that an input addresses, or undefined where there is no such contact. */
  find(id: string, { idProperty, archived = false, former = false }: Search = {}): string | undefined {
    const byId = idProperty === undefined || idProperty === 'hs_object_id';
    const candidates = byId ? this.#withId(id, former) : this.#withValue(idProperty, id.toLowerCase());
    for (const contact of candidates) if ((contact.archivedMs !== null) === archived) return contact.id;
    return undefined;
  }

  #withId(id: string, former: boolean): StoredContact[] {
    const contact = this.#contacts.get(id) ?? (former ? this.#mergedFrom(id) : undefined);
    return contact === undefined ? [] : [contact];
  }

  /** Recorded: secondary emails find their contact, too. */
  *#withValue(property: string, wanted: string): Iterable<StoredContact> {
    for (const contact of this.#contacts.all()) {
      const { properties } = contact;
      const secondary = property === 'email' ? properties.get('hs_additional_emails')?.split(';') : undefined;
      if (properties.get(property)?.toLowerCase() === wanted || secondary?.includes(wanted)) yield contact;
    }
  }

  #mergedFrom(id: string): StoredContact | undefined {
    return [...this.#contacts.all()].find(({ formerIds }) => formerIds.includes(id));
  }

  /** Whether the id is that of a contact that was merged into another one. */
  isFormer(id: string): boolean {
    return this.#contacts.get(id) === undefined && this.#mergedFrom(id) !== undefined;
  }

  isUnique(property: string): boolean {
    return this.#byName.get(property)?.hasUniqueValue === true;
  }

  /** Adds a contact; returns its record id. */
  add(properties: Readonly<Record<string, string>>, nowMs: number): string {
    const id = String(Math.max(1000, ...[...this.#contacts.all()].map((contact) => Number(contact.id))) + 1);
    this.#contacts.put(this.#stored({ id, createdMs: nowMs, properties }));
    return id;
  }

  /** Puts a contact into the recycle bin. */
  archive(id: string, nowMs: number): void {
    const contact = this.#get(id);
    contact.archivedMs = nowMs;
    this.#contacts.put(contact);
  }

  /** Merges a contact into another one, which takes over its emails and answers for its id from then on. */
  merge(intoId: string, id: string, nowMs: number): void {
    const [into, merged] = [this.#get(intoId), this.#get(id)];
    into.formerIds.push(id, ...merged.formerIds);
    const emails = [into, merged].flatMap(({ properties }) => [
      properties.get('hs_additional_emails'),
      properties === merged.properties ? properties.get('email') : undefined,
    ]);
    into.properties.set('hs_additional_emails', emails.filter((email) => email).join(';'));
    into.updatedMs = nowMs;
    this.#contacts.delete(id);
    this.#contacts.put(into);
  }

  /** Checks values for a contact without writing them. */
  judge(id: string, values: ReadonlyMap<string, string>): Verdict {
    const stored = this.#get(id);
    const problems: ValueProblem[] = [];
    let conflict: Conflict | null = null;
    for (const [name, value] of values) {
      const accepted = acceptValue(name, this.#byName.get(name), value, stored.properties.get(name) ?? null);
      if ('problem' in accepted) problems.push(accepted.problem);
      else conflict ??= this.#conflict(id, name, accepted.text);
    }
    return { problems, conflict };
  }

  #conflict(id: string, property: string, value: string): Conflict | null {
    if (value === '' || !(property === 'email' || this.isUnique(property))) return null;
    const ownerId = this.find(value, { idProperty: property });
    return ownerId === undefined || ownerId === id ? null : { property, value, ownerId };
  }

  /** Writes values that were judged fine. */
  write(id: string, values: ReadonlyMap<string, string>, nowMs: number): void {
    const stored = this.#get(id);
    for (const [name, value] of values) {
      const accepted = acceptValue(name, this.#byName.get(name), value, stored.properties.get(name) ?? null);
      if ('text' in accepted) stored.properties.set(name, accepted.text);
    }
    stored.updatedMs = nowMs;
    this.#contacts.put(stored);
  }

  /** Recorded: an update is answered with what it wrote and some system properties, in alphabetical order. */
  writtenRecord(id: string, written: Iterable<string>): ContactRecord {
    const names = new Set([...written, ...SYSTEM_PROPERTIES]);
    if (names.has('email')) names.add('hs_email_domain');
    const values = [...names].map((name) => [name, this.#value(id, name)] as const);
    return this.#record(
      id,
      values.filter(([, value]) => value !== null),
    );
  }

  /** Recorded: a read answers unset properties with null and leaves out those that do not exist. */
  readRecord(id: string, wanted: Iterable<string>): ContactRecord {
    const names = new Set([...wanted, 'createdate', 'hs_object_id', 'lastmodifieddate']);
    const known = [...names].filter((name) => this.#byName.has(name) || this.#systemValue(id, name) !== undefined);
    return this.#record(
      id,
      known.map((name) => [name, this.#value(id, name) || null] as const),
    );
  }

  /** Every property that has a value; undefined where there is no such contact. */
  wholeRecord(id: string): ContactRecord | undefined {
    const stored = this.#contacts.get(id);
    return stored && this.writtenRecord(id, stored.properties.keys());
  }

  #record(id: string, values: readonly (readonly [string, string | null])[]): ContactRecord {
    const { createdMs, updatedMs, archivedMs } = this.#get(id);
    return {
      id,
      properties: Object.fromEntries(values.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      createdAt: iso(createdMs),
      updatedAt: iso(updatedMs),
      archived: archivedMs !== null,
      ...(archivedMs === null ? {} : { archivedAt: iso(archivedMs) }),
      url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/${id}`,
    };
  }

  #value(id: string, name: string): string | null {
    return this.#systemValue(id, name) ?? this.#get(id).properties.get(name) ?? null;
  }

  /** Values that HubSpot keeps itself; undefined for every other property. */
  #systemValue(id: string, name: string): string | undefined {
    const { createdMs, updatedMs, properties } = this.#get(id);
    switch (name) {
      case 'createdate':
        return iso(createdMs);
      case 'lastmodifieddate':
        return iso(updatedMs);
      case 'hs_object_id':
        return id;
      case 'hs_object_source':
      case 'hs_object_source_label':
        return 'INTEGRATION';
      case 'hs_object_source_id':
        return '19083857';
      case 'hs_is_unworked':
        return 'true';
      case 'hs_pipeline':
        return 'contacts-lifecycle-pipeline';
      case 'hs_email_domain':
        return properties.get('email')?.split('@')[1];
      default:
        return undefined;
    }
  }

  #get(id: string): StoredContact {
    const stored = this.#contacts.get(id);
    if (stored === undefined) throw new Error(`The sandbox has no contact ${id}.`);
    return stored;
  }
}
