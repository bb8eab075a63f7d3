import { GraphQLError } from 'graphql';
import type { Caller } from '../batching/batcher.ts';
import type { UpdatedContact } from '../hubspot/contact-update.ts';
import type { Originated } from '../observer.ts';
import { type ContactModel, contactModel } from './contact-model.ts';
import type { ContactReader } from './context.ts';
import { asFieldError } from './query-errors.ts';

/**
 * HubSpot answers an update with the written and some system properties only. What was selected beyond those is read
 * back. A failed read spoils the fields that needed it, not the success: the contact was written.
 */
export function completeContact(
  updated: UpdatedContact,
  selected: readonly string[],
  reader: ContactReader,
  caller: Caller & Originated,
  was: 'written' | 'found' = 'written',
): ContactModel | Promise<ContactModel> {
  const missing = selected.filter((name) => !Object.hasOwn(updated.properties, name));
  return missing.length === 0 ? contactModel(updated) : readBack(updated, missing, reader, caller, was);
}

async function readBack(
  record: UpdatedContact,
  properties: readonly string[],
  reader: ContactReader,
  caller: Caller & Originated,
  was: string,
): Promise<ContactModel> {
  try {
    const read = await reader.load(null, { id: record.id, properties, origin: caller.origin }, caller);
    if (read === null) throw gone(was);
    return { record, readBack: read.properties, readError: null };
  } catch (error) {
    return { record, readBack: null, readError: asError(asFieldError(error)) };
  }
}

const gone = (was: string) =>
  new GraphQLError(`The contact was ${was}, and is not there any more.`, {
    extensions: { code: 'CONTACT_NOT_FOUND' },
  });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
