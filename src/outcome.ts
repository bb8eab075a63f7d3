/**
 * The one type that all stages of a write share. A stage takes a `SendBatch` and returns a `SendBatch`; app.ts composes
 * them in one expression.
 */

/** `NO`: known not to be written. `UNKNOWN`: it may have been written, nobody here can tell. */
export type Applied = 'NO' | 'UNKNOWN';

/** Why an input was not (or not knowingly) written. Immutable, for inputs of one batch may share it. */
export abstract class WriteError extends Error {
  abstract readonly applied: Applied;
  /** Whether the same input may succeed when it is sent again unchanged. */
  abstract readonly retryable: boolean;
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

  constructor(reason: WriteError) {
    super(reason.message, { cause: reason });
    this.reason = reason;
  }
}

export const failed = (error: WriteError): Outcome<never> => ({ ok: false, error });
