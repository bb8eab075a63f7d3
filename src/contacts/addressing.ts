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
import type { Outcome } from '../outcome.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';

/** An update, or why there is none. */
export type Prepared = ContactUpdate | Error;

/** An update as it was loaded, and what became of it. */
export interface Loaded {
  readonly update: ContactUpdate;
  readonly outcome: Outcome<UpdatedContact>;
}

/**
 * Loads the updates of a list, in its order. Those that have to be addressed by record id are looked up first, all at once;
 * until that is done the whole list waits, because an email and a record id in it may be the same contact. Other lists do not
 * wait: an email may be of any contact, so every update would have to wait for a read. Rejects for an update that there is none
 * of, or whose look-up failed.
 */
export function loadAll(
  list: readonly Prepared[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<Loaded>[] {
  const goes = (each: Prepared) => each instanceof Error || !(needsLookUp(each) || isDoubtful(each, access));
  // Most lists have nothing to wait for.
  if (list.every(goes)) return list.map((prepared) => load(prepared, access, caller));
  const loading = loadInTurn(list, access, caller);
  return list.map(async (_, index) => (await loading)[index] as Promise<Loaded>);
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

/** Of lists that look the same up, the earlier one is loaded first, although a later look-up may be quicker. */
async function loadInTurn(
  list: readonly Prepared[],
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<readonly Promise<Loaded>[]> {
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
  const loading = addressed.map((prepared) => load(prepared, access, caller));
  place.leave();
  return loading;
}

async function load(prepared: Prepared, access: ContactAccess, caller: WaitingCaller): Promise<Loaded> {
  if (prepared instanceof Error) throw prepared;
  const update = byCurrentId(prepared, access);
  const outcome = await access.updates.load(update, caller);
  const isGone = !outcome.ok && outcome.error instanceof ContactNotFoundError;
  if (!outcome.ok && update.idProperty !== null && outcome.error instanceof InvalidInputError)
    access.definitions.doubt();
  if (isGone && update.id !== prepared.id) access.mergedIds.forget(prepared.id);
  return { update, outcome };
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
