import type { Caller } from '../batching/batcher.ts';
import { bytesOf, type ContactUpdate, type UpdatedContact } from '../hubspot/contact-update.ts';
import { ContactNotFoundError } from '../hubspot/update-errors.ts';
import type { Originated } from '../observer.ts';
import type { Outcome } from '../outcome.ts';
import type { ContactAccess } from './context.ts';

/** An update, or why there is none. */
export type Prepared = ContactUpdate | Error;

/** An update as it was loaded, and what became of it. */
export interface Loaded {
  readonly update: ContactUpdate;
  readonly outcome: Outcome<UpdatedContact>;
}

export type WaitingCaller = Caller & Originated & { readonly since: number };

/**
 * Loads the updates of a list, in its order. HubSpot's batch takes no emails, so those of the list are looked up first, all
 * at once; until that is done the whole list waits, for an email and a record id of it may be the same contact. Rejects for
 * an update that there is none of, or whose look-up failed.
 */
export function loadAll(
  list: readonly Prepared[],
  access: ContactAccess,
  caller: WaitingCaller,
): readonly Promise<Loaded>[] {
  const emails = new Set(list.flatMap((prepared) => emailOf(prepared) ?? []));
  // Most lists have nothing to wait for.
  if (emails.size === 0) return list.map((prepared) => load(prepared, access, caller));
  const loading = loadInTurn(list, emails, access, caller);
  return list.map(async (_, index) => (await loading)[index] as Promise<Loaded>);
}

/** Of lists that name the same email, the earlier one is loaded first, although a later look-up may be quicker. */
async function loadInTurn(
  list: readonly Prepared[],
  emails: ReadonlySet<string>,
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<readonly Promise<Loaded>[]> {
  const place = access.emailOrder.enter(emails);
  // The list is not in the queue yet, so its look-ups stand there for its bytes.
  const bytes = list.reduce((sum, prepared) => sum + (prepared instanceof Error ? 0 : bytesOf(prepared)), 0);
  const asking = { ...caller, holds: Math.ceil(bytes / emails.size) };
  const idOf = new Map([...emails].map((email) => [email, access.lookUpEmail(email, asking)]));
  const addressed = await Promise.all(list.map((prepared) => byRecordId(prepared, idOf)));
  await place.turn;
  const loading = addressed.map((prepared) => load(prepared, access, caller));
  place.leave();
  return loading;
}

async function load(prepared: Prepared, access: ContactAccess, caller: WaitingCaller): Promise<Loaded> {
  if (prepared instanceof Error) throw prepared;
  const update = byCurrentId(prepared, access);
  return { update, outcome: await access.updates.load(update, caller) };
}

/** The email that an update is addressed by, in the form in which HubSpot compares it; null where it is addressed otherwise. */
const emailOf = (prepared: Prepared): string | null =>
  prepared instanceof Error || prepared.idProperty !== 'email' ? null : prepared.id.toLowerCase();

/** The update by the record id that was found for its email, or why there is none. */
async function byRecordId(prepared: Prepared, idOf: ReadonlyMap<string, Promise<string | null>>): Promise<Prepared> {
  const email = emailOf(prepared);
  if (prepared instanceof Error || email === null) return prepared;
  try {
    const id = await idOf.get(email);
    if (id) return { ...prepared, id, idProperty: null };
    return new ContactNotFoundError(`No contact has the email ${JSON.stringify(prepared.id)}.`);
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
