import type { ContactUpdate } from '../hubspot/contact-update.ts';
import type { EmailAddresses } from '../hubspot/email-addresses.ts';
import { ContactNotFoundError } from '../hubspot/update-errors.ts';

/** An update, or why there is none. */
export type Prepared = ContactUpdate | Error;

const byEmail = (prepared: Prepared): prepared is ContactUpdate =>
  !(prepared instanceof Error) && prepared.idProperty === 'email';

/**
 * Addresses the updates of a list by record id where they are addressed by email, which HubSpot's batch does not take. All
 * emails of the list are looked up before any of its updates goes on, so that the list keeps its order even where an
 * email and a record id of it are the same contact.
 */
export function byRecordId(
  list: readonly Prepared[],
  emails: EmailAddresses,
): readonly Prepared[] | Promise<readonly Prepared[]> {
  // Most lists hold no email, and have nothing to wait for.
  if (!list.some(byEmail)) return list;
  return Promise.all(
    list.map((prepared) =>
      byEmail(prepared) ? lookUp(prepared, emails).catch((error: unknown) => asError(error)) : prepared,
    ),
  );
}

/** The same update by record id. Rejects with a `ContactNotFoundError`, or because nothing could be read. */
export async function lookUp(update: ContactUpdate, emails: EmailAddresses): Promise<ContactUpdate> {
  const id = await emails.resolve(update.id);
  if (id === null) throw new ContactNotFoundError(`No contact has the email ${JSON.stringify(update.id)}.`);
  return { ...update, id, idProperty: null };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
