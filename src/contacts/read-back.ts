import type { LoadOptions } from '../batching/batcher.ts';
import { ContactNotFoundError } from '../hubspot/contact-errors.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import type { FromRequest } from '../observer.ts';
import type { ContactReader } from './access.ts';

/** A contact with what was selected of it. */
export interface CompleteContact extends ContactRecord {
  /** Why properties that are missing here could not be read back. */
  readonly readError?: unknown;
}

/**
 * HubSpot answers a write with the written and some system properties only. What was selected beyond those is read
 * back. A failed read spoils the fields that needed it, not the success: the contact was written.
 */
export async function completeContact<C extends ContactRecord>(
  record: C,
  selected: readonly string[],
  reader: ContactReader,
  caller: LoadOptions & FromRequest,
  was: 'written' | 'found' = 'written',
): Promise<C & CompleteContact> {
  const missing = selected.filter((name) => !Object.hasOwn(record.properties, name));
  if (missing.length === 0) return record;
  try {
    const read = await reader.load(null, { id: record.id, properties: missing, request: caller.request }, caller);
    if (read === null) throw new ContactNotFoundError(`The contact was ${was}, but it does not exist any more.`);
    return { ...record, properties: { ...read.properties, ...record.properties } };
  } catch (readError) {
    return { ...record, readError };
  }
}
