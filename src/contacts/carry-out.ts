import { ContactNotFoundError, InvalidInputError } from '../hubspot/contact-errors.ts';
import {
  bytesOf,
  type ContactUpdate,
  changesItsKey,
  contactKey,
  type UpdatedContact,
  valueKeysOf,
} from '../hubspot/contact-update.ts';
import { valueToRead } from '../hubspot/read-contacts.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';
import { asContactError } from './as-contact-error.ts';
import { type CompleteContact, completeContact } from './read-back.ts';

/** An update, or why there is none. */
export type Prepared = ContactUpdate | Error;

/**
 * Carries out a list of updates, in its order, and reads back what is selected and not in HubSpot's answer. What becomes of
 * one does not touch the others: each promise rejects for itself, with a `ContactError`, or with a bug.
 *
 * Updates that have to be addressed by record id are looked up first, all at once; until that is done the whole list waits,
 * because an email and a record id in it may be the same contact. Other lists do not wait: an email may be of any contact, so
 * every update would have to wait for a read.
 */
export function carryOut(
  list: readonly Prepared[],
  selected: readonly string[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<CompleteContact>[] {
  const waits = (each: Prepared) => !(each instanceof Error) && (needsLookUp(each) || isDoubtful(each, access));
  // Most lists have nothing to wait for.
  const addressed = list.some(waits) ? addressInTurn(list, access, caller) : null;
  const loads = list.map((each) => load(each, access, caller));

  return loading.map(async (updated) => {
    try {
      return await completeContact(await updated, selected, access.contacts, caller);
    } catch (error) {
      throw asContactError(error) ?? error;
    }
  });
}
