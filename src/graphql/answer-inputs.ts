import type { Prepared } from '../contacts/addressing.ts';
import { carryOut } from '../contacts/carry-out.ts';
import type { CompleteContact } from '../contacts/read-back.ts';
import type { BatchReport } from '../hubspot/contact-update.ts';
import { ContactUpdateError, OutcomeUnknownError, RateLimitedError } from '../hubspot/update-errors.ts';
import type { Admission, GatewayContext } from './context.ts';
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
  const carriedOut = carryOut(prepared, selected, access, caller);

  async function answer(input: UpdateContactInputShape, inputIndex: number): Promise<UpdateResult> {
    const failure = (error: ContactUpdateError) => ({ inputIndex, contactId: input.id, error });
    if (inputIndex >= admitted.inputs) return failure(beyondLimit(admitted));
    try {
      return { inputIndex, contact: await (carriedOut[inputIndex] as Promise<CompleteContact>) };
    } catch (error) {
      if (error instanceof ContactUpdateError) return failure(error);
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
