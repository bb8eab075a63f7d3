import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import type { Conflict, ValueProblem } from './error-bodies.ts';
import { initialContacts } from './initial-contacts.ts';
import { acceptValue, iso } from './property-values.ts';

/** Named in some of HubSpot's error messages. */
export const PORTAL_ID = 44237313;

/** A contact as it is stored; `""` stands for a property that was cleared. */
interface StoredContact {
  readonly id: string;
  readonly createdMs: number;
  updatedMs: number;
  readonly properties: Map<string, string>;
}

/** What is wrong with an update; nothing when it can be written. */
export interface Verdict {
  readonly problems: readonly ValueProblem[];
  readonly conflict: Conflict | null;
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
  readonly #contacts = new Map<string, StoredContact>();

  constructor(definitions: readonly PropertyDefinition[]) {
    this.definitions = definitions;
    this.#byName = new Map(definitions.map((definition) => [definition.name, definition]));
    this.reset();
  }

  /** Back to the contacts of a fresh sandbox. */
  reset(): void {
    this.#contacts.clear();
    for (const { id, createdMs, properties } of initialContacts()) {
      const known = Object.entries(properties).filter(([name]) => this.#byName.has(name));
      this.#contacts.set(id, { id, createdMs, updatedMs: createdMs, properties: new Map(known) });
    }
  }

  /** The record id that an input addresses, or undefined where there is no such contact. */
  find(id: string, idProperty?: string): string | undefined {
    if (idProperty === undefined || idProperty === 'hs_object_id') return this.#contacts.has(id) ? id : undefined;
    const wanted = id.toLowerCase();
    return this.#contacts.values().find(({ properties }) => properties.get(idProperty)?.toLowerCase() === wanted)?.id;
  }

  isUnique(property: string): boolean {
    return this.#byName.get(property)?.hasUniqueValue === true;
  }

  /** Checks values for a contact without writing them. */
  judge(id: string, values: ReadonlyMap<string, string>): Verdict {
    const stored = this.#stored(id);
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
    const ownerId = this.find(value, property);
    return ownerId === undefined || ownerId === id ? null : { property, value, ownerId };
  }

  /** Writes values that were judged fine. */
  write(id: string, values: ReadonlyMap<string, string>, nowMs: number): void {
    const stored = this.#stored(id);
    for (const [name, value] of values) {
      const accepted = acceptValue(name, this.#byName.get(name), value, stored.properties.get(name) ?? null);
      if ('text' in accepted) stored.properties.set(name, accepted.text);
    }
    stored.updatedMs = nowMs;
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

  /** Every property that has a value. */
  wholeRecord(id: string): ContactRecord {
    return this.writtenRecord(id, this.#stored(id).properties.keys());
  }

  #record(id: string, values: readonly (readonly [string, string | null])[]): ContactRecord {
    const { createdMs, updatedMs } = this.#stored(id);
    return {
      id,
      properties: Object.fromEntries(values.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      createdAt: iso(createdMs),
      updatedAt: iso(updatedMs),
      archived: false,
      url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/${id}`,
    };
  }

  #value(id: string, name: string): string | null {
    return this.#systemValue(id, name) ?? this.#stored(id).properties.get(name) ?? null;
  }

  /** Values that HubSpot keeps itself; undefined for every other property. */
  #systemValue(id: string, name: string): string | undefined {
    const { createdMs, updatedMs, properties } = this.#stored(id);
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

  #stored(id: string): StoredContact {
    const stored = this.#contacts.get(id);
    if (stored === undefined) throw new Error(`The sandbox has no contact ${id}.`);
    return stored;
  }
}
