/**
 * The one type that all stages of a write share. A stage takes a `SendBatch` and returns a `SendBatch`; app.ts composes
 * them in one expression.
 */

/** `NO`: known not to be written. `UNKNOWN`: it may have been written, nobody here can tell. */
export type Applied = 'NO' | 'UNKNOWN';

/**
 * Whether, and when, the gateway itself may send the same inputs again: never, after so many milliseconds, or after a
 * while that grows from attempt to attempt (for failures that look like an outage).
 */
export type Resend = 'never' | 'backoff' | { readonly afterMs: number };

/** Why an input was not (or not knowingly) written. Immutable, for inputs of one batch may share it. */
export abstract class WriteError extends Error {
  abstract readonly applied: Applied;
  /** Whether the caller may succeed with the same input later. */
  abstract readonly retryable: boolean;
  readonly resend: Resend = 'never';
}

export type Outcome<Out> =
  | { readonly ok: true; readonly value: Out }
  | { readonly ok: false; readonly error: WriteError };

/**
 * Sends inputs together; one outcome per input, in the same order. Throws only when the batch failed as a whole: a
 * `WriteError` when that is the answer of each input, a `BatchRefused` when one input may be to blame.
 */
export type SendBatch<In, Out> = (inputs: readonly In[]) => Promise<readonly Outcome<Out>[]>;

/** The batch was refused before anything of it was written, perhaps for the fault of a single input. */
export class BatchRefused extends Error {
  override readonly name = 'BatchRefused';
  /** The answer of an input that is refused alone. */
  readonly reason: WriteError;
  /** Places of the inputs that the refusal points at; empty where it points at none. */
  readonly suspects: readonly number[];

  constructor(reason: WriteError, suspects: readonly number[] = []) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.suspects = suspects;
  }
}

export const failed = (error: WriteError): Outcome<never> => ({ ok: false, error });
