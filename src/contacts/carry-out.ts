import type { UpdatedContact } from '../hubspot/contact-update.ts';
import type { ContactAccess, WaitingCaller } from './access.ts';
import { type Loaded, loadAll, type Prepared } from './addressing.ts';
import { asContactError } from './as-contact-error.ts';
import { type CompleteContact, completeContact } from './read-back.ts';

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
  return loadAll(list, access, caller).map(async (loading) => {
    try {
      return await completeContact(settle(await loading, access), selected, access.contacts, caller);
    } catch (error) {
      throw asContactError(error) ?? error;
    }
  });
}

/** The contact as it was written, or why it was not. */
function settle({ update, outcome }: Loaded, { mergedIds }: ContactAccess): UpdatedContact {
  if (!outcome.ok) throw outcome.error;
  const { id } = outcome.value;
  mergedIds.learn(update.idProperty === null ? update.id : id, id);
  return outcome.value;
}
