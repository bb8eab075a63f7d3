import type { Entry } from '../batching/entry.ts';
import { OutcomeUnknownError } from '../hubspot/contact-errors.ts';
import type { ContactUpdate, WrittenContact } from '../hubspot/contact-write.ts';
import { UnmatchedError } from '../hubspot/match-outcomes.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';

type UpdateEntry = Entry<ContactUpdate, WrittenContact>;

type Reading = Pick<ContactRecord, 'id'> | null;
/** Reads the contact that an update addresses; null where there is none. */
export type ReadAddressed = (update: ContactUpdate, withinMs: number) => Promise<Reading>;

/**
 * Finds by reading which of the reported contacts an update is answered by, where the answer did not tell: HubSpot does not
 * always echo trace ids, and a result does not always show the value by which the contact was addressed. Writing again
 * would tell as well, at the price of a second write.
 */
export function matchByReading(
  send: SendBatch<UpdateEntry, WrittenContact>,
  { read }: { readonly read: ReadAddressed },
): SendBatch<UpdateEntry, WrittenContact> {
  const readFor = ({ input, expiresAt }: UpdateEntry) =>
    read(input, expiresAt - performance.now()).catch((cause: unknown) => cause as Error);

  return async (entries) => {
    const outcomes = await send(entries);
    const readings = await Promise.all(
      outcomes.map((outcome, place) => (unmatched(outcome) === null ? null : readFor(entries[place] as UpdateEntry))),
    );
    const own = new Set(
      readings.flatMap((reading) => (reading === null || reading instanceof Error ? [] : reading.id)),
    );
    return outcomes.map((outcome, place) => {
      const error = unmatched(outcome);
      return error === null ? outcome : match(error, readings[place] ?? null, own);
    });
  };
}

const unmatched = (outcome: Outcome<WrittenContact>): UnmatchedError | null =>
  !outcome.ok && outcome.error instanceof UnmatchedError ? outcome.error : null;

/** `own`: ids of all contacts that were found by reading. */
function match(error: UnmatchedError, reading: Reading | Error, own: ReadonlySet<string>): Outcome<WrittenContact> {
  const { hubspot, message, candidates } = error;
  // Not even that can be found out: it may have been written.
  if (reading instanceof Error) return failed(new OutcomeUnknownError(message, { hubspot, cause: reading }));
  const contact = candidates.find(({ id }) => id === reading?.id);
  if (contact !== undefined) return { ok: true, value: contact };
  // HubSpot left the contact out of the batch: only then is it written once more, alone. Where a contact was reported that
  // nobody asked for, it may have been written in its place.
  const inItsPlace = error.contradicts || candidates.some(({ id }) => !own.has(id));
  const resend = inItsPlace ? 'never' : 'alone';
  return failed(new OutcomeUnknownError(message, { hubspot, resend }));
}
