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
 */
export function carryOut(
  list: readonly Prepared[],
  selected: readonly string[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<CompleteContact>[] {
  return writeAll(list, access, caller).map(async (writing) => {
    try {
      return await completeContact(await writing, selected, access.contacts, caller);
    } catch (error) {
      throw asContactError(error) ?? error;
    }
  });
}

/**
 * Updates that have to be addressed by record id are looked up first, all at once; until that is done the whole list waits,
 * because an email and a record id in it may be the same contact. Other lists do not wait: an email may be of any contact, so
 * every update would have to wait for a read.
 */
function writeAll(
  list: readonly Prepared[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<UpdatedContact>[] {
  const goes = (each: Prepared) => each instanceof Error || !(needsLookUp(each) || isDoubtful(each, access));
  // Most lists have nothing to wait for.
  if (list.every(goes)) return list.map((prepared) => write(prepared, access, caller));
  const writing = writeInTurn(list, access, caller);
  return list.map(async (_, index) => (await writing)[index] as Promise<UpdatedContact>);
}

/** Whether contacts cannot be addressed by its property, as far as is known; the definitions are asked once more. */
const isDoubtful = ({ idProperty }: ContactUpdate, { definitions }: ContactAccess): boolean =>
  idProperty !== null && definitions.isKey(idProperty) === false;

/**
 * HubSpot's batch takes no emails. And an update that changes the very property by which it is addressed could not be sent
 * again: it would find nobody, whether it was written or not.
 */
const needsLookUp = (update: ContactUpdate): update is ContactUpdate & { readonly idProperty: string } =>
  update.idProperty === 'email' || changesItsKey(update);

/** Of lists that look the same up, the earlier one is written first, although a later look-up may be quicker. */
async function writeInTurn(
  list: readonly Prepared[],
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<readonly Promise<UpdatedContact>[]> {
  const keys = new Set(list.flatMap((each) => (each instanceof Error || !needsLookUp(each) ? [] : contactKey(each))));
  const place = access.lookUpOrder.enter(keys);
  // The list is not in the queue yet, so its look-ups stand there for its bytes.
  const bytes = list.reduce((sum, prepared) => sum + (prepared instanceof Error ? 0 : bytesOf(prepared)), 0);
  const asking = { ...caller, holds: Math.ceil(bytes / Math.max(1, keys.size)) };
  const idOf = new Map<string, Promise<string | null>>();
  function lookUp(update: ContactUpdate & { readonly idProperty: string }): Promise<string | null> {
    const value = valueToRead(update.idProperty, update.id);
    const key = `${update.idProperty}=${value}`;
    const id = idOf.get(key) ?? access.lookUp(update.idProperty, value, asking);
    idOf.set(key, id);
    return id;
  }
  const addressed = await Promise.all(list.map((prepared) => addressable(prepared, lookUp, access, caller)));
  await place.turn;
  const writing = addressed.map((prepared) => write(prepared, access, caller));
  place.leave();
  return writing;
}

/** The contact as it was written; and what its answer tells about merges and definitions is learned. */
async function write(prepared: Prepared, access: ContactAccess, caller: WaitingCaller): Promise<UpdatedContact> {
  if (prepared instanceof Error) throw prepared;
  const { updates, mergedIds, definitions } = access;
  const update = byCurrentId(prepared, access);
  const outcome = await updates.load(update, caller);
  if (outcome.ok) {
    const { id } = outcome.value;
    mergedIds.learn(update.idProperty === null ? update.id : id, id);
    return outcome.value;
  }
  const { error } = outcome;
  if (update.idProperty !== null && error instanceof InvalidInputError) definitions.doubt();
  if (error instanceof ContactNotFoundError && update.id !== prepared.id) mergedIds.forget(prepared.id);
  throw error;
}

/** The update as it can be sent, by the record id that was found for it where it needs one; or why there is none. */
async function addressable(
  prepared: Prepared,
  lookUp: (update: ContactUpdate & { readonly idProperty: string }) => Promise<string | null>,
  { definitions, lookUpMs }: ContactAccess,
  caller: WaitingCaller,
): Promise<Prepared> {
  if (prepared instanceof Error || prepared.idProperty === null) return prepared;
  try {
    const problem = await definitions.problemOf(prepared.idProperty, lookUpMs(caller));
    if (problem !== null) return new InvalidInputError(problem);
    if (!needsLookUp(prepared)) return prepared;
    const id = await lookUp(prepared);
    // Updates by these values wait for this one, and it for them. Nothing is sent by email.
    const valueKeys = prepared.idProperty === 'email' ? [] : valueKeysOf(prepared);
    if (id !== null) return { ...prepared, id, idProperty: null, valueKeys };
    const what = prepared.idProperty === 'email' ? 'email' : `value of ${prepared.idProperty}`;
    return new ContactNotFoundError(`No contact has the ${what} ${JSON.stringify(prepared.id)}.`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The update by the record id that its contact has now, as far as merges are known. */
function byCurrentId(update: ContactUpdate, { mergedIds, updates }: ContactAccess): ContactUpdate {
  if (update.idProperty !== null) return update;
  const id = mergedIds.current(update.id, (former) => updates.isBusy({ ...update, id: former }));
  return id === update.id ? update : { ...update, id };
}
