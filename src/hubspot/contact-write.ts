import type { FromRequest } from '../observer.ts';
import type { BatchAnswer, ContactRecord } from './wire.ts';

/** One accepted write of one contact. */
export interface ContactWrite extends FromRequest {
  /** A record id, or the value of `idProperty`; null: a contact is to be created. */
  readonly id: string | null;
  /** A unique property, or null when `id` is none of its values. */
  readonly idProperty: string | null;
  /** Further keys: of unique values that it takes from its contact or gives to it. */
  readonly valueKeys?: readonly string[];
  /** Internal property name → value in HubSpot's form; the empty string clears. */
  readonly properties: Readonly<Record<string, string>>;
  /** Told of each batch call that carried this write and was answered with a batch body. */
  readonly onBatch: (batch: BatchReport) => void;
}

/** A write of a contact that is there, or may be. The properties of one that is to be archived do not matter. */
export interface ContactUpdate extends ContactWrite {
  readonly id: string;
}

/** An update that creates its contact where there is none. */
export interface ContactUpsert extends ContactUpdate {
  readonly idProperty: string;
}

/** One REST call that carried writes, as HubSpot reported it. One object per call: callers compare by identity. */
export interface BatchReport extends Omit<BatchAnswer, 'results' | 'errors'> {
  /** Inputs the call carried, those of other callers included. */
  readonly size: number;
}

export type WrittenContact = ContactRecord;

/**
 * Names the contact that has an id: writes with the same key never share a call. Values are compared without case and outer
 * spaces: one wait too many is harmless, but one too few is a refused batch.
 */
export function contactKey({ id, idProperty }: Pick<ContactUpdate, 'id' | 'idProperty'>): string {
  return idProperty === null ? id : `${idProperty}=${id.trim().toLowerCase()}`;
}

/** All keys of a write, in the order in which it waits for them. */
export const contactKeys = ({ id, idProperty, valueKeys = [] }: ContactWrite): readonly string[] => [
  // Each once: the old and the new value may differ only by spaces.
  ...new Set([...valueKeys, ...(id === null ? [] : [contactKey({ id, idProperty })])]),
];

/**
 * Whether an update writes the very property that it is addressed by. If it were sent again, because nobody knows what became
 * of the first attempt, it would find no contact, or another one.
 */
export function changesItsKey({
  id,
  idProperty,
  properties,
}: Pick<ContactUpdate, 'id' | 'idProperty' | 'properties'>): boolean {
  if (idProperty === null || !Object.hasOwn(properties, idProperty)) return false;
  return properties[idProperty]?.toLowerCase() !== id.toLowerCase();
}

/** The keys of the value by which it is addressed and, where it writes another one, of that. */
export function valueKeysOf({ id, idProperty, properties }: ContactUpsert): readonly string[] {
  const values = Object.hasOwn(properties, idProperty) ? [id, properties[idProperty] ?? ''] : [id];
  return values.map((value) => contactKey({ id: value, idProperty }));
}

/** What a write adds to the body of a batch call, in bytes; rather too much than too little. */
export function bytesOf({ id, idProperty, properties }: ContactWrite): number {
  const traceIdBytes = 64;
  return Buffer.byteLength(JSON.stringify({ id, idProperty, properties })) + traceIdBytes;
}

/**
 * Sending a write twice is harmless, unless it creates a contact each time, or a value appends to what is stored, as one that
 * begins with ";" does.
 */
export function isRepeatable({ id, properties }: ContactWrite): boolean {
  return id !== null && !Object.values(properties).some((value) => value.startsWith(';'));
}
