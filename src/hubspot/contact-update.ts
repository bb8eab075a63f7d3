import type { FromRequest } from '../observer.ts';
import type { BatchAnswer, ContactRecord } from './wire.ts';

/** One accepted update of one contact. */
export interface ContactUpdate extends FromRequest {
  /** A record id, or the value of `idProperty`. */
  readonly id: string;
  /** A unique property, or null when `id` is a record id. */
  readonly idProperty: string | null;
  /** Further keys: of the unique values that it takes from its contact and gives to it. */
  readonly valueKeys?: readonly string[];
  /** Internal property name → value in HubSpot's form; the empty string clears. */
  readonly properties: Readonly<Record<string, string>>;
  /** Told of each batch call that carried this update and was answered with a batch body. */
  readonly onBatch: (batch: BatchReport) => void;
}

/** One REST call that carried updates, as HubSpot reported it. One object per call: callers compare by identity. */
export interface BatchReport extends Omit<BatchAnswer, 'results' | 'errors'> {
  /** Inputs the call carried, those of other callers included. */
  readonly size: number;
}

export type UpdatedContact = ContactRecord;

/**
 * Names the contact that an update addresses: updates with the same key never share a call. Values are compared without case
 * and outer spaces: one wait too many is harmless, but one too few is a refused batch.
 */
export function contactKey({ id, idProperty }: Pick<ContactUpdate, 'id' | 'idProperty'>): string {
  return idProperty === null ? id : `${idProperty}=${id.trim().toLowerCase()}`;
}

/** All keys of an update, in the order in which it waits for them. */
export const contactKeys = (update: ContactUpdate): readonly string[] => [
  // Each once: the old and the new value may differ only by spaces.
  ...new Set([...(update.valueKeys ?? []), contactKey(update)]),
];

/**
 * Whether an update writes the very property that it is addressed by. If it were sent again, because nobody knows what became
 * of the first attempt, it would find no contact, or another one.
 */
export function changesItsKey({ id, idProperty, properties }: ContactUpdate): boolean {
  if (idProperty === null || !Object.hasOwn(properties, idProperty)) return false;
  return properties[idProperty]?.toLowerCase() !== id.toLowerCase();
}

/** The keys of the old and the new value. */
export function valueKeysOf(update: ContactUpdate & { readonly idProperty: string }): readonly string[] {
  const { idProperty, properties } = update;
  return [contactKey(update), contactKey({ idProperty, id: properties[idProperty] ?? '' })];
}

/** What an update adds to the body of a batch call, in bytes; rather too much than too little. */
export function bytesOf({ id, idProperty, properties }: ContactUpdate): number {
  const traceIdBytes = 64;
  return Buffer.byteLength(JSON.stringify({ id, idProperty, properties })) + traceIdBytes;
}

/** Sending an update twice is harmless, unless a value appends to what is stored, as one that begins with ";" does. */
export function isRepeatable({ properties }: ContactUpdate): boolean {
  return !Object.values(properties).some((value) => value.startsWith(';'));
}
