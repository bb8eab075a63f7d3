import type { BatchReport, ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import type { EmailAddresses } from '../hubspot/email-addresses.ts';
import {
  ContactNotFoundError,
  type ContactUpdateError,
  OutcomeUnknownError,
  RateLimitedError,
} from '../hubspot/update-errors.ts';
import type { Outcome } from '../outcome.ts';
import { asUpdateError } from './as-update-error.ts';
import { byKnownRecordId, type Loaded, loaderOf, lookUp, type Prepared, type WaitingCaller } from './by-record-id.ts';
import { completeContact } from './complete-contact.ts';
import type { Admission, ContactAccess, GatewayContext } from './context.ts';
import { readUpdate, type SentAlong, type UpdateContactInputShape } from './read-update.ts';
import { resultType, type UpdateResult } from './update-result.ts';

/** All answers to a mutation: one for each input, and the REST calls that carried them. */
export interface Answers {
  readonly results: readonly UpdateResult[];
  readonly batches: readonly BatchReport[];
}

/**
 * Carries out a list of inputs. Never rejects for one of them: what becomes of one must not take the answers of the others
 * with it. `selected`: names of the properties that are to be answered.
 */
export async function answerInputs(
  inputs: readonly UpdateContactInputShape[],
  selected: readonly string[],
  context: GatewayContext,
): Promise<Answers> {
  const since = performance.now();
  const access = context.accessOf(context.credential());
  const watch = context.watchMutation(inputs.length);
  const caller = { signal: context.signal, since, origin: watch.origin };
  const batches = new Set<BatchReport>();
  const onBatch = (batch: BatchReport) => void batches.add(batch);

  const admitted = await context.admit(inputs.length);
  const sentAlong = { origin: watch.origin, onBatch };
  const prepared = inputs.slice(0, admitted.inputs).map((input) => prepare(input, sentAlong, access));
  const load = loaderOf(prepared, access, caller);

  async function answer(input: UpdateContactInputShape, inputIndex: number): Promise<UpdateResult> {
    const failure = (error: ContactUpdateError) => ({ inputIndex, contactId: input.id, error });
    if (inputIndex >= admitted.inputs) return failure(beyondLimit(admitted));
    try {
      const loaded = await loadPrepared(prepared[inputIndex], inputIndex);
      const updated = await settle(loaded, input, access, caller);
      return { inputIndex, contact: await completeContact(updated, selected, access.contacts, caller) };
    } catch (error) {
      const expected = asUpdateError(error);
      if (expected !== null) return failure(expected);
      context.reportBug(error);
      return failure(new OutcomeUnknownError('The gateway failed in an unexpected way; its log says how.'));
    }
  }

  async function loadPrepared(update: Prepared | undefined, inputIndex: number): Promise<Loaded> {
    if (update === undefined || update instanceof Error) throw update ?? new Error('An input was not prepared.');
    return load(update, inputIndex);
  }

  const results = await Promise.all(inputs.map(answer));
  watch.answered(results.map(resultType));
  return { results, batches: [...batches] };
}

function beyondLimit({ retryAfterMs }: Admission): ContactUpdateError {
  const message = `You have sent all the inputs that one caller may send in a second; wait ${retryAfterMs} ms.`;
  return new RateLimitedError(message, { retryAfterMs, policy: 'CALLER_LIMIT' });
}

function prepare(input: UpdateContactInputShape, sent: SentAlong, access: ContactAccess): Prepared {
  try {
    return byKnownRecordId(readUpdate(input, sent), access);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The contact as it was written, or why it was not. */
async function settle(
  { update, outcome }: Loaded,
  { id, idProperty }: UpdateContactInputShape,
  access: ContactAccess,
  caller: WaitingCaller,
): Promise<UpdatedContact> {
  forgetEmails(access.emails, update, outcome);
  if (outcome.ok) {
    if (update.idProperty === null) access.mergedIds.learn(update.id, outcome.value.id);
    return outcome.value;
  }
  if (idProperty !== 'email' || !(outcome.error instanceof ContactNotFoundError)) throw outcome.error;
  // The contact that had the email when it was looked up is gone; another one may have it now.
  const now = await lookUp({ ...update, id, idProperty }, access.emails, caller.since);
  if (now.id === update.id) throw outcome.error;
  const loaded = { update: now, outcome: await access.updates.load(now, caller) };
  return settle(loaded, { id: now.id }, access, caller);
}

/** What an outcome says about who has which email. */
function forgetEmails(emails: EmailAddresses, update: ContactUpdate, outcome: Outcome<UpdatedContact>): void {
  if (outcome.ok) {
    if (writesEmails(update)) emails.forget(outcome.value.id);
  } else if (update.idProperty === null) emails.forget(update.id);
  // Written or not, to a contact whose record id nobody told.
  else if (outcome.error.applied === 'UNKNOWN' && writesEmails(update)) emails.forget(null);
}

const writesEmails = ({ properties }: ContactUpdate): boolean =>
  Object.hasOwn(properties, 'email') || Object.hasOwn(properties, 'hs_additional_emails');
