import type { ArchivedContact } from '../hubspot/archive-contacts.ts';
import {
  bytesOf,
  type ContactUpdate,
  type ContactUpsert,
  type ContactWrite,
  changesItsKey,
  contactKey,
} from '../hubspot/contact-write.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { unwrap } from '../outcome.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';
import { asContactError } from './as-contact-error.ts';
import { carryOut, type Prepared } from './carry-out.ts';
import { type CompleteContact, completeContact } from './read-back.ts';
import { type UpsertedContact, upsert } from './upsert.ts';

/**
 * Carries out a list of writes, in its order, and reads back what is selected and not in HubSpot's answer. What becomes of
 * one does not touch the others: each promise rejects for itself, with a `ContactError`, or with a bug.
 */
export type Operation<W, Out> = (
  list: readonly Prepared<W>[],
  selected: readonly string[],
  access: ContactAccess,
  caller: WaitingCaller,
) => readonly Promise<Out>[];

/**
 * HubSpot's batch takes no emails. And an update that changes the very property by which it is addressed could not be sent
 * again: it would find nobody, whether it was written or not.
 */
export const update: Operation<ContactUpdate, CompleteContact> = (list, selected, access, caller) => {
  const needsLookUp = (each: ContactUpdate) => each.idProperty === 'email' || changesItsKey(each);
  return carryOut(list, { load: access.updates.load, needsLookUp, shows: true }, access, caller).map(
    completed(selected, access, caller),
  );
};

/** A create waits for whatever else is done by its email. */
export const create: Operation<ContactWrite, CompleteContact> = (list, selected, access, caller) =>
  list.map((prepared) => createOne(prepared, access, caller)).map(completed(selected, access, caller));

async function createOne(prepared: Prepared<ContactWrite>, { creates, turns }: ContactAccess, caller: WaitingCaller) {
  if (prepared instanceof Error) throw prepared;
  const { email } = prepared.properties;
  const turn = email ? turns.enter([contactKey({ idProperty: 'email', id: email })]) : null;
  try {
    if (turn?.isFirst === false) await turn.wait(bytesOf(prepared), caller);
    return unwrap(await creates.load(prepared, caller));
  } finally {
    turn?.leave();
  }
}

export const createOrUpdate: Operation<ContactUpsert, UpsertedContact & CompleteContact> = (
  list,
  selected,
  access,
  caller,
) => upsert(list, access, caller).map(completed(selected, access, caller));

/** HubSpot archives by record id alone. */
export const archive: Operation<ContactUpdate, ArchivedContact> = (list, _selected, access, caller) =>
  carryOut(
    list,
    { load: access.archives.load, needsLookUp: ({ idProperty }) => idProperty !== null, shows: false },
    access,
    caller,
  ).map(told);

const completed =
  (selected: readonly string[], { contacts }: ContactAccess, caller: WaitingCaller) =>
  <C extends ContactRecord>(writing: Promise<C>): Promise<C & CompleteContact> =>
    told(writing.then((contact) => completeContact(contact, selected, contacts, caller)));

const told = <T>(writing: Promise<T>): Promise<T> =>
  writing.catch((error: unknown) => {
    throw asContactError(error) ?? error;
  });
