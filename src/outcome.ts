/**
 * The one type that all stages of a write share. A stage takes a `SendBatch` and returns a `SendBatch`; contacts/pipeline.ts
 * composes them.
 */

/** `NO`: known not to be written. `UNKNOWN`: it may have been written, nobody here can tell. */
export type Applied = 'NO' | 'UNKNOWN';

/**
 * Whether the gateway itself may send the same inputs again: never; once, alone, by the call for single inputs; after a
 * while that grows from attempt to attempt (the failure looks like an outage, and may yet lie in a single input); or after
 * the wait that was asked for.
 */
export type Resend = 'never' | 'alone' | 'backoff' | Pause;

/** For so many ms nothing is to be sent. */
export interface Pause {
  readonly afterMs: number;
  /** It may be about a single input (a lock). Otherwise it is about all that is sent (a quota is used up). */
  readonly ofInput?: true;
  /** Whoever asks meanwhile is told so at once, and does not wait. */
  readonly tellNow?: true;
}

/** Why an input was not (or not knowingly) written. Immutable, for inputs of one batch may share it. */
export abstract class SendError extends Error {
  abstract readonly applied: Applied;
  /** Whether the caller may succeed with the same input later. */
  abstract readonly retryable: boolean;
  readonly resend: Resend = 'never';
  /** The same error, told so many ms later: a wait that it names is shorter by then. */
  later(_ms: number): SendError {
    return this;
  }
  /** The same error, told to an input that was not sent: of that nothing is in doubt. */
  unsent(): SendError {
    return this;
  }
  /** Whether it also tells that no earlier attempt was written (there is no such record, say). */
  readonly settles: boolean = false;
}

/** The pause that an error asks of all that is sent; null where it asks for none. */
export function pauseForAll(error: unknown): Pause | null {
  const resend = error instanceof SendError ? error.resend : null;
  return resend !== null && typeof resend === 'object' && resend.ofInput !== true ? resend : null;
}

export type Outcome<Out> =
  | { readonly ok: true; readonly value: Out }
  | { readonly ok: false; readonly error: SendError };

/**
 * Sends inputs together; one outcome per input, in the same order. Throws only when the batch failed as a whole: a
 * `SendError` when that is the answer of each input, a `BatchRefused` when one input may be to blame.
 */
export type SendBatch<In, Out> = (inputs: readonly In[], gate?: SendGate) => Promise<readonly Outcome<Out>[]>;

/** Tells those who wait for a call whether it has left yet: until there is a connection, nothing is sent. */
export interface SendGate {
  /** The call waits for what it needs. Not told, it has left at once. */
  waits(): void;
  /** It would leave now. False: it must not, for somebody was told meanwhile that nothing was sent. */
  leaves(): boolean;
}

/** Places of inputs, counted from 0. */
export interface RefusalHint {
  /** These may be to blame, and no others. */
  readonly suspects?: readonly number[];
  /** These are the same record as another input of the batch. */
  readonly duplicates?: readonly number[];
  /**
   * All inputs may be refused for a reason that is none of theirs (a scope that the credential lacks, say), which then is
   * the same for all of them. Left out: it cannot be.
   */
  readonly maybeShared?: string;
}

/** The batch was refused before anything of it was written, perhaps for the fault of a single input. */
export class BatchRefused extends Error {
  override readonly name = 'BatchRefused';
  /** The answer of an input that is refused alone. */
  readonly reason: SendError;
  /** What the refusal points at. */
  readonly hint: RefusalHint;

  constructor(reason: SendError, hint: RefusalHint = {}) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.hint = hint;
  }
}

export const failed = (error: SendError): Outcome<never> => ({ ok: false, error });

/** The value of an outcome; throws its error. */
export function unwrap<Out>(outcome: Outcome<Out>): Out {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
