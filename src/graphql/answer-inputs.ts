import type { WaitingCaller } from '../contacts/access.ts';
import type { Prepared } from '../contacts/carry-out.ts';
import type { Operation } from '../contacts/operations.ts';
import { ContactError, InvalidInputError, OutcomeUnknownError, RateLimitedError } from '../hubspot/contact-errors.ts';
import type { BatchReport, ContactWrite } from '../hubspot/contact-write.ts';
import { type ContactErrorTypes, type Failure, failureOf } from './contact-errors.ts';
import type { ContactProperties } from './contact-properties.ts';
import type { Admission, GatewayContext } from './context.ts';

/** What a mutation makes of its inputs. */
export interface Mutation<Input, W extends ContactWrite, Out> {
  /** The name of its field. */
  readonly name: string;
  /** The name of the type that answers what was carried out. */
  readonly success: string;
  /** The errors of its union. */
  readonly errors: readonly (keyof ContactErrorTypes)[];
  readonly idOf: (input: Input) => string | null;
  /** Throws, naming what is wrong. */
  readonly read: (input: Input, encode: ContactProperties['encode']) => Omit<W, 'onBatch' | 'request'>;
  readonly carryOut: Operation<W, Out>;
}

/** An input that was carried out. */
export interface Success<Out> {
  readonly inputIndex: number;
  readonly contact: Out;
}

/** All answers to a mutation: one for each input, and the REST calls that carried them. */
export interface Answers<Out> {
  readonly results: readonly (Success<Out> | Failure)[];
  readonly batches: readonly BatchReport[];
}

export interface AnswerOptions {
  /** Names of the properties that are to be answered. */
  readonly selected: readonly string[];
  readonly encode: ContactProperties['encode'];
  readonly context: GatewayContext;
}

/**
 * Carries out a list of inputs. Never rejects for one of them: what becomes of one must not take the answers of the others
 * with it.
 */
export async function answerInputs<Input, W extends ContactWrite, Out>(
  mutation: Mutation<Input, W, Out>,
  inputs: readonly Input[],
  { selected, encode, context }: AnswerOptions,
): Promise<Answers<Out>> {
  const since = performance.now();
  const access = context.accessOf(context.credential());
  const { request, answered } = context.watchMutation(mutation.name, inputs.length);
  const batches = new Set<BatchReport>();
  const onBatch = (batch: BatchReport) => void batches.add(batch);

  function prepare(input: Input): Prepared<W> {
    try {
      return { ...mutation.read(input, encode), request, onBatch } as unknown as W;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  const admitted = await context.admit(inputs.length);
  const prepared = inputs.slice(0, admitted.inputs).map(prepare);
  const caller: WaitingCaller = { signal: context.signal, since, request };
  const carriedOut = mutation.carryOut(prepared, selected, access, caller);

  async function answer(input: Input, inputIndex: number): Promise<Success<Out> | Failure> {
    const id = mutation.idOf(input);
    if (inputIndex >= admitted.inputs) return failureOf(beyondLimit(admitted), inputIndex, id);
    try {
      return { inputIndex, contact: await (carriedOut[inputIndex] as Promise<Out>) };
    } catch (error) {
      if (error instanceof ContactError) return failureOf(memberOf(mutation.errors, error), inputIndex, id);
      context.reportBug(error);
      const masked = new OutcomeUnknownError('The gateway failed unexpectedly; the reason is in its log.');
      return failureOf(masked, inputIndex, id);
    }
  }

  const results = await Promise.all(inputs.map(answer));
  answered(results.map((result) => resultType(mutation, result)));
  await context.answer.turn();
  return { results, batches: [...batches] };
}

/** The name of the union member. */
export const resultType = ({ success }: { readonly success: string }, result: Success<unknown> | Failure): string =>
  'contact' in result ? success : result.name;

/** HubSpot may refuse anything for any reason. What makes no sense for an operation says that the input is not valid. */
function memberOf(names: readonly string[], error: ContactError): ContactError {
  if (names.includes(error.name)) return error;
  return new InvalidInputError(error.message, { hubspot: error.hubspot, cause: error });
}

function beyondLimit({ retryAfterMs }: Admission): ContactError {
  const message = `You have sent as many inputs as one caller may send in a second; wait ${retryAfterMs} ms.`;
  return new RateLimitedError(message, { retryAfterMs, policy: 'CALLER_LIMIT' });
}
