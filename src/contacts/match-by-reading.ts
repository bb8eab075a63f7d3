import type { Ticket } from '../batching/ticket.ts';
import type { ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import { UnmatchedError } from '../hubspot/match-outcomes.ts';
import { OutcomeUnknownError } from '../hubspot/update-errors.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';

type UpdateTicket = Ticket<ContactUpdate, UpdatedContact>;

/** Reads the contact that an update addresses; null where there is none. */
export type ReadAddressed = (update: ContactUpdate, withinMs: number) => Promise<Pick<ContactRecord, 'id'> | null>;

/**
 * Finds by reading which of the reported contacts an update is answered by, where the answer did not tell: HubSpot does not
 * always echo trace ids, and a result does not always show the value by which the contact was addressed. Writing again
 * would tell as well, at the price of a second write.
 */
export function matchByReading(
  send: SendBatch<UpdateTicket, UpdatedContact>,
  read: ReadAddressed,
): SendBatch<UpdateTicket, UpdatedContact> {
  async function match({ input, expiresAt }: UpdateTicket, error: UnmatchedError): Promise<Outcome<UpdatedContact>> {
    const contact = await read(input, expiresAt - performance.now()).catch((cause: unknown) => cause as Error);
    const { hubspot } = error;
    // Not even that can be found out: it may have been written.
    if (contact instanceof Error) return failed(new OutcomeUnknownError(error.message, { hubspot, cause: contact }));
    const own = error.candidates.find(({ id }) => id === contact?.id);
    if (own !== undefined) return { ok: true, value: own };
    // HubSpot left the contact out of the batch: only then is it written once more, alone. Where there is no such contact,
    // or another one was reported in its place, nobody knows what was written.
    const resend = contact === null || error.contradicts ? 'never' : 'alone';
    return failed(new OutcomeUnknownError(error.message, { hubspot, resend }));
  }

  return async (tickets) => {
    const outcomes = await send(tickets);
    return Promise.all(
      outcomes.map((outcome, place) => {
        const unmatched = !outcome.ok && outcome.error instanceof UnmatchedError ? outcome.error : null;
        return unmatched === null ? outcome : match(tickets[place] as UpdateTicket, unmatched);
      }),
    );
  };
}
