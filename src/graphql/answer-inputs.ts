import type { BatchReport, UpdatedContact } from '../hubspot/contact-update.ts';
import { type ContactUpdateError, OutcomeUnknownError, RateLimitedError } from '../hubspot/update-errors.ts';
import { asUpdateError } from './as-update-error.ts';
import { type Loaded, loadAll, type Prepared } from './by-record-id.ts';
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
  const prepared = inputs.slice(0, admitted.inputs).map((input) => prepare(input, sentAlong));
  const loading = loadAll(prepared, access, caller);

  async function answer(input: UpdateContactInputShape, inputIndex: number): Promise<UpdateResult> {
    const failure = (error: ContactUpdateError) => ({ inputIndex, contactId: input.id, error });
    if (inputIndex >= admitted.inputs) return failure(beyondLimit(admitted));
    try {
      const updated = settle(await (loading[inputIndex] as Promise<Loaded>), access);
      return { inputIndex, contact: await completeContact(updated, selected, access.contacts, caller) };
    } catch (error) {
      const expected = asUpdateError(error);
      if (expected !== null) return failure(expected);
      context.reportBug(error);
      return failure(new OutcomeUnknownError('The gateway failed in an unexpected way; its log says how.'));
    }
  }

  const results = await Promise.all(inputs.map(answer));
  watch.answered(results.map(resultType));
  await context.answer.turn();
  return { results, batches: [...batches] };
}

function beyondLimit({ retryAfterMs }: Admission): ContactUpdateError {
  const message = `You have sent all the inputs that one caller may send in a second; wait ${retryAfterMs} ms.`;
  return new RateLimitedError(message, { retryAfterMs, policy: 'CALLER_LIMIT' });
}

function prepare(input: UpdateContactInputShape, sent: SentAlong): Prepared {
  try {
    return readUpdate(input, sent);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The contact as it was written, or why it was not. */
function settle({ update, outcome }: Loaded, { mergedIds }: ContactAccess): UpdatedContact {
  if (!outcome.ok) throw outcome.error;
  const { id } = outcome.value;
  mergedIds.learn(update.idProperty === null ? update.id : id, id);
  return outcome.value;
}
