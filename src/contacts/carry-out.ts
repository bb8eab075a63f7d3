import { ContactNotFoundError, InvalidInputError } from '../hubspot/contact-errors.ts';
import {
  bytesOf,
  type ContactUpdate,
  type ContactUpsert,
  changesItsKey,
  contactKey,
  valueKeysOf,
} from '../hubspot/contact-write.ts';
import { valueToRead } from '../hubspot/read-contacts.ts';
import type { Outcome } from '../outcome.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';

/** A write, or why there is none. */
export type Prepared<W> = W | Error;

/** What is done with contacts that are there. */
export interface Carrying<Out> {
  readonly load: (update: ContactUpdate, caller: WaitingCaller) => Promise<Outcome<Out>>;
  /** Whether it has to be addressed by record id, and is not. */
  readonly needsLookUp: (update: ContactUpdate) => boolean;
  /** Whether the answer shows the record, so that its id is that of the contact now. */
  readonly shows: boolean;
}

/**
 * Carries out a list of writes, in its order. What becomes of one does not touch the others: each promise rejects for itself.
 *
 * Those that have to be addressed by record id are looked up first, all at once; until that is done the whole list waits,
 * because an email and a record id in it may be the same contact. Other lists do not wait: an email may be of any contact, so
 * every update would have to wait for a read.
 */
export function carryOut<Out extends { readonly id: string }>(
  list: readonly Prepared<ContactUpdate>[],
  carrying: Carrying<Out>,
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<Out>[] {
  const goes = (each: Prepared<ContactUpdate>) =>
    each instanceof Error || !(carrying.needsLookUp(each) || isDoubtful(each, access));
  // Most lists have nothing to wait for.
  if (list.every(goes)) return list.map((prepared) => write(prepared, carrying, access, caller));
  const writing = writeInTurn(list, carrying, access, caller);
  return list.map(async (_, index) => (await writing)[index] as Promise<Out>);
}

/** Whether contacts cannot be addressed by its property, as far as is known; the definitions are asked once more. */
const isDoubtful = ({ idProperty }: ContactUpdate, { definitions }: ContactAccess): boolean =>
  idProperty !== null && definitions.isKey(idProperty) === false;

/** Of lists that look the same up, the earlier one is written first, although a later look-up may be quicker. */
async function writeInTurn<Out extends { readonly id: string }>(
  list: readonly Prepared<ContactUpdate>[],
  carrying: Carrying<Out>,
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<readonly Promise<Out>[]> {
  const isLookedUp = (each: Prepared<ContactUpdate>): each is ContactUpsert =>
    !(each instanceof Error) && carrying.needsLookUp(each);
  const keys = new Set(list.filter(isLookedUp).map(contactKey));
  const turn = access.turns.enter(keys);
  // The list is not in the queue yet, so its look-ups stand there for its bytes.
  const bytes = list.reduce((sum, prepared) => sum + (prepared instanceof Error ? 0 : bytesOf(prepared)), 0);
  const asking = { ...caller, holds: Math.ceil(bytes / Math.max(1, keys.size)) };
  const idOf = new Map<string, Promise<string | null>>();
  function lookUp({ idProperty, id }: ContactUpsert): Promise<string | null> {
    const value = valueToRead(idProperty, id);
    const key = `${idProperty}=${value}`;
    const found = idOf.get(key) ?? access.lookUp(idProperty, value, asking).then((contact) => contact?.id ?? null);
    idOf.set(key, found);
    return found;
  }
  const address = (prepared: Prepared<ContactUpdate>) =>
    addressable(prepared, isLookedUp(prepared) ? () => lookUp(prepared) : null, access, caller);

  let writing: readonly Promise<Out>[] = [];
  try {
    let addressed = await Promise.all(list.map(address));
    if (!turn.isFirst) {
      await turn.wait(bytes, caller);
      idOf.clear();
      // Whoever was first may have created the contact, or given its value to another one.
      const again = (each: Prepared<ContactUpdate>, index: number) =>
        turn.hasChanged || each instanceof ContactNotFoundError ? address(list[index] ?? each) : each;
      addressed = await Promise.all(addressed.map(again));
    }
    writing = addressed.map((prepared) => write(prepared, carrying, access, caller));
  } catch (error) {
    // There is no room to wait.
    writing = list.map((prepared) => Promise.reject(prepared instanceof Error ? prepared : error));
  }
  // Who comes with a value that is being given away is to find the contact that has it then.
  if (list.some((each) => isLookedUp(each) && changesItsKey(each))) {
    void Promise.allSettled(writing).then(() => turn.leave(true));
  } else turn.leave();
  return writing;
}

/** The contact as it was written; and what its answer tells about merges and definitions is learned. */
export async function write<Out extends { readonly id: string }>(
  prepared: Prepared<ContactUpdate>,
  { load, shows }: Pick<Carrying<Out>, 'load' | 'shows'>,
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<Out> {
  if (prepared instanceof Error) throw prepared;
  const { mergedIds, definitions } = access;
  const update = byCurrentId(prepared, access);
  const outcome = await load(update, caller);
  if (outcome.ok) {
    const { id } = outcome.value;
    if (shows) mergedIds.learn(update.idProperty === null ? update.id : id, id);
    return outcome.value;
  }
  const { error } = outcome;
  if (update.idProperty !== null && error instanceof InvalidInputError) definitions.doubt();
  if (error instanceof ContactNotFoundError && update.id !== prepared.id) mergedIds.forget(prepared.id);
  throw error;
}

/** The update as it can be sent, by the record id that was found for it where it needs one; or why there is none. */
async function addressable(
  prepared: Prepared<ContactUpdate>,
  lookUp: (() => Promise<string | null>) | null,
  { definitions, lookUpMs }: ContactAccess,
  caller: WaitingCaller,
): Promise<Prepared<ContactUpdate>> {
  if (prepared instanceof Error || prepared.idProperty === null) return prepared;
  const { idProperty } = prepared;
  try {
    const problem = await definitions.problemOf(idProperty, lookUpMs(caller));
    if (problem !== null) return new InvalidInputError(problem);
    if (lookUp === null) return prepared;
    const id = await lookUp();
    // Updates by these values wait for this one, and it for them. Nothing is sent by email.
    const valueKeys = idProperty === 'email' ? [] : valueKeysOf({ ...prepared, idProperty });
    if (id !== null) return { ...prepared, id, idProperty: null, valueKeys };
    const what = idProperty === 'email' ? 'email' : `value of ${idProperty}`;
    return new ContactNotFoundError(`No contact has the ${what} ${JSON.stringify(prepared.id)}.`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The update by the record id that its contact has now, as far as merges are known. */
function byCurrentId(update: ContactUpdate, { mergedIds, order }: ContactAccess): ContactUpdate {
  if (update.idProperty !== null) return update;
  const id = mergedIds.current(update.id, (former) => order.has(former));
  return id === update.id ? update : { ...update, id };
}
