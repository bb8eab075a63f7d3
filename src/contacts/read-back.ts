import type { LoadOptions } from '../batching/batcher.ts';
import { ContactNotFoundError } from '../hubspot/contact-errors.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import type { FromRequest } from '../observer.ts';
import type { ContactReader } from './access.ts';

/** A contact with what was selected of it. */
export interface CompleteContact {
  readonly record: ContactRecord;
  /** What was read back beyond the record's own properties; null when nothing had to be. */
  readonly readBack: Readonly<Record<string, string | null>> | null;
  /** Why properties that the record does not hold could not be read back; null when they could. */
  readonly readError: unknown;
}

export const asRead = (record: ContactRecord): CompleteContact => ({ record, readBack: null, readError: null });

/**
 * HubSpot answers an update with the written and some system properties only. What was selected beyond those is read
 * back. A failed read spoils the fields that needed it, not the success: the contact was written.
 */
export function completeContact(
  record: ContactRecord,
  selected: readonly string[],
  reader: ContactReader,
  caller: LoadOptions & FromRequest,
  was: 'written' | 'found' = 'written',
): CompleteContact | Promise<CompleteContact> {
  const missing = selected.filter((name) => !Object.hasOwn(record.properties, name));
  return missing.length === 0 ? asRead(record) : readBack(record, missing, reader, caller, was);
}

async function readBack(
  record: ContactRecord,
  properties: readonly string[],
  reader: ContactReader,
  caller: LoadOptions & FromRequest,
  was: string,
): Promise<CompleteContact> {
  try {
    const read = await reader.load(null, { id: record.id, properties, request: caller.request }, caller);
    if (read === null) throw new ContactNotFoundError(`The contact was ${was}, but it does not exist any more.`);
    return { record, readBack: read.properties, readError: null };
  } catch (readError) {
    return { record, readBack: null, readError };
  }
}
