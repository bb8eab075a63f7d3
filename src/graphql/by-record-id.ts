import type { Caller } from '../batching/batcher.ts';
import type { ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import type { EmailAddresses } from '../hubspot/email-addresses.ts';
import { ContactNotFoundError } from '../hubspot/update-errors.ts';
import type { Outcome } from '../outcome.ts';
import type { ContactAccess } from './context.ts';

/** An update, or why there is none. */
export type Prepared = ContactUpdate | Error;

/** An update as it was loaded, and what became of it. */
export interface Loaded {
  readonly update: ContactUpdate;
  readonly outcome: Outcome<UpdatedContact>;
}

export type WaitingCaller = Caller & { readonly since: number };

/** HubSpot's batch takes no emails: an update that is addressed by one has to be addressed by record id. */
const isByEmail = (prepared: Prepared): boolean => !(prepared instanceof Error) && prepared.idProperty === 'email';

/** The update by the record id that the contact has now, where that is known without asking HubSpot; otherwise as it is. */
export function byKnownRecordId(update: ContactUpdate, { emails, mergedIds, updates }: ContactAccess): ContactUpdate {
  const known = isByEmail(update) ? emails.known(update.id) : update.idProperty === null ? update.id : undefined;
  if (known === undefined) return update;
  const id = mergedIds.current(known, (former) => updates.isBusy({ ...update, id: former, idProperty: null }));
  return id === update.id ? update : { ...update, id, idProperty: null };
}

/**
 * The update by record id, as HubSpot says, for a caller that has been waiting `since` then. Rejects with a
 * `ContactNotFoundError`, or because nothing could be read.
 */
export async function lookUp(update: ContactUpdate, emails: EmailAddresses, since: number): Promise<ContactUpdate> {
  const id = await emails.resolve(update.id, since);
  if (id === null) throw new ContactNotFoundError(`No contact has the email ${JSON.stringify(update.id)}.`);
  return { ...update, id, idProperty: null };
}

/**
 * Makes the function that loads the updates of a list, each with its index. Where emails have to be looked up the list is
 * held back as a whole, for an email and a record id of it may be the same contact; what addresses a known contact has its
 * place in that contact's order meanwhile, so that no later update of other lists overtakes it. The function rejects when a
 * look-up fails.
 */
export function loaderOf(
  list: readonly Prepared[],
  { updates, emails }: ContactAccess,
  caller: WaitingCaller,
): (update: ContactUpdate, index: number) => Promise<Loaded> {
  let lookUps = list.filter(isByEmail).length;
  // Most lists have nothing to wait for.
  if (lookUps === 0) return async (update) => ({ update, outcome: await updates.load(update, caller) });

  const held = updates.hold(caller);
  const place = async (update: ContactUpdate, index: number) => {
    const outcome = held.load(update, index);
    return { update, outcome: await outcome };
  };
  return async (update, index) => {
    if (!isByEmail(update)) return place(update, index);
    try {
      return place(await lookUp(update, emails, caller.since), index);
    } finally {
      lookUps -= 1;
      if (lookUps === 0) held.open();
    }
  };
}
