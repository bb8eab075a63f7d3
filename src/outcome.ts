/**
 * The one type that all stages of a write share. A stage takes a `SendBatch` and returns a `SendBatch`; app.ts composes
 * them in one expression.
 */

/** `NO`: known not to be written. `UNKNOWN`: it may have been written, nobody here can tell. */
export type Applied = 'NO' | 'UNKNOWN';

/**
 * Whether the gateway itself may send the same inputs again: never; after so many milliseconds; after a while that grows
 * from attempt to attempt (for failures that look like an outage); or once, alone, by the call for single inputs.
 */
export type Resend = 'never' | 'backoff' | 'alone' | { readonly afterMs: number };

/** Why an input was not (or not knowingly) written. Immutable, for inputs of one batch may share it. */
export abstract class WriteError extends Error {
  abstract readonly applied: Applied;
  /** Whether the caller may succeed with the same input later. */
  abstract readonly retryable: boolean;
  readonly resend: Resend = 'never';
  /** Whether it also tells that no earlier attempt was written (there is no such record, say). */
  readonly settles: boolean = false;
}

export type Outcome<Out> =
  | { readonly ok: true; readonly value: Out }
  | { readonly ok: false; readonly error: WriteError };

/**
 * Sends inputs together; one outcome per input, in the same order. Throws only when the batch failed as a whole: a
 * `WriteError` when that is the answer of each input, a `BatchRefused` when one input may be to blame.
 */
export type SendBatch<In, Out> = (inputs: readonly In[]) => Promise<readonly Outcome<Out>[]>;

/** Places of inputs, counted from 0. */
export interface RefusalHint {
  /** These may be to blame, and no others. */
  readonly suspects?: readonly number[];
  /** These are the same record as another input of the batch. */
  readonly duplicates?: readonly number[];
}

/** The batch was refused before anything of it was written, perhaps for the fault of a single input. */
export class BatchRefused extends Error {
  override readonly name = 'BatchRefused';
  /** The answer of an input that is refused alone. */
  readonly reason: WriteError;
  /** What the refusal points at. */
  readonly hint: RefusalHint;

  constructor(reason: WriteError, hint: RefusalHint = {}) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.hint = hint;
  }
}

export const failed = (error: WriteError): Outcome<never> => ({ ok: false, error });
