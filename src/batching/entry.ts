import { BatchRefused, failed, type Outcome, SendError } from '../outcome.ts';
import type { Token } from '../rate-limit/rate-limiter.ts';
import { MaybeWrittenError, TimeUpError, WithdrawnError } from './errors.ts';

export interface EntryOptions {
  /** How long the caller waits for an answer, in ms. */
  readonly deadlineMs: number;
  /** Aborted when the caller goes away. */
  readonly signal?: AbortSignal | undefined;
  /** Whether sending the input twice leaves the same as sending it once. */
  readonly repeatable: boolean;
  /** Whether sending the input writes anything. Where it does not, nothing about it is ever in doubt. */
  readonly writes: boolean;
  /** What the input adds to the body of a call, in bytes. */
  readonly bytes?: number;
  /** What it is in the order of. */
  readonly keys?: readonly string[];
  /** Told once, when it is decided and not being sent: it needs none of its places any more. */
  readonly onDone?: () => void;
}

/** The token that these entries have left with, where it is their first attempt. Whoever takes it has it. */
export function takeToken([first]: readonly Pick<Entry<unknown, unknown>, 'token'>[]): Token | null {
  const token = first?.token ?? null;
  if (first !== undefined) first.token = null;
  return token;
}

/**
 * One accepted input on its way, with all that is known of it. It is decided once: whatever decides it answers the
 * caller, and from then on no stage sends it.
 */
export class Entry<In, Out> {
  readonly input: In;
  /** What its batch has left with, as long as no attempt has used it: the first entry has it for all. */
  token: Token | null = null;
  readonly keys: readonly string[];
  readonly repeatable: boolean;
  readonly bytes: number;
  readonly acceptedAt: number;
  readonly expiresAt: number;
  readonly outcome: Promise<Outcome<Out>>;
  /** Null until it is decided. */
  decided: Outcome<Out> | null = null;
  /** Whether an attempt with it is under way. */
  sending = false;
  /** Whether that attempt still waits for a connection: nothing was sent by it so far. */
  #waits = false;
  /** Attempts begun with it. */
  attempts = 0;
  /** Whether an attempt ended without anyone knowing what became of it. */
  maybeWritten = false;
  /** Why the last attempt failed, where that may pass, and when. */
  #lastFailure: { readonly error: SendError; readonly at: number } | null = null;

  readonly #writes: boolean;
  readonly #signal: AbortSignal | undefined;
  #onDone: (() => void) | undefined;
  readonly #answer: (outcome: Outcome<Out>) => void;
  readonly #fail: (bug: unknown) => void;
  readonly #alarm: NodeJS.Timeout;

  constructor(input: In, { deadlineMs, signal, repeatable, writes, bytes = 0, keys = [], onDone }: EntryOptions) {
    this.input = input;
    this.repeatable = repeatable;
    this.bytes = bytes;
    this.keys = keys;
    this.acceptedAt = performance.now();
    this.expiresAt = this.acceptedAt + deadlineMs;
    this.#writes = writes;
    this.#signal = signal;
    this.#onDone = onDone;
    const { promise, resolve, reject } = Promise.withResolvers<Outcome<Out>>();
    this.outcome = promise;
    this.#answer = resolve;
    this.#fail = reject;
    this.#alarm = setTimeout(() => this.timeUp('deadline'), deadlineMs);
  }

  /** The first decision stands. */
  decide(outcome: Outcome<Out>): void {
    if (this.decided !== null) return;
    this.decided = outcome.ok ? outcome : failed(this.#asFarAsKnown(outcome.error));
    clearTimeout(this.#alarm);
    this.#answer(this.decided);
    if (!this.sending) this.#done();
  }

  /** A refusal after an attempt of unknown fate is no proof that nothing was written; and what became of others is no doubt. */
  #asFarAsKnown(error: SendError): SendError {
    if (error.applied === 'UNKNOWN') return this.sending || this.maybeWritten ? error : error.unsent();
    return this.maybeWritten && !error.settles ? new MaybeWrittenError(error) : error;
  }

  /** A bug of ours, which nobody below knows how to put into an outcome. */
  fail(bug: unknown): void {
    clearTimeout(this.#alarm);
    this.#fail(bug);
    this.#done();
  }

  timeUp(why: 'deadline' | 'shutdown'): void {
    const failure = this.#lastFailure;
    // What was said of it tells more than that the time is up.
    const sent = this.sending && !this.#waits;
    if (failure !== null && !sent) this.decide(failed(failure.error.later(performance.now() - failure.at)));
    const applied = this.maybeWritten || (this.#writes && sent) ? 'UNKNOWN' : 'NO';
    this.decide(failed(new TimeUpError(applied, why, this.maybeWritten || sent)));
  }

  /** Its caller went away, who takes with it what was certainly not written so far. */
  withdraw(): void {
    if (!this.maybeWritten && !(this.#writes && this.sending)) this.decide(failed(new WithdrawnError()));
  }

  /** Whether it is to be sent. */
  isLive(): boolean {
    if (this.#signal?.aborted === true) this.withdraw();
    return this.decided === null;
  }

  beginAttempt(): void {
    this.sending = true;
    this.attempts += 1;
  }

  /** The attempt that was begun has to wait before it leaves. */
  waits(): void {
    this.#waits = true;
  }

  /** The attempt leaves. False: its caller was told that nothing was sent. */
  leaves(): boolean {
    this.#waits = false;
    return this.decided === null || !this.#writes;
  }

  /** What is known of it is told at once: it must not wait for the others of its batch, nor run out of time meanwhile. */
  answered(outcome: Outcome<Out> | undefined): void {
    this.ended(outcome?.ok === false ? outcome.error : null);
    if (outcome?.ok === true || outcome?.error.resend === 'never') this.decide(outcome);
  }

  /** An attempt with it has ended. `error`: why it failed, or null. */
  ended(error: unknown): void {
    this.sending = false;
    this.#waits = false;
    const mayPass = whatMayPass(error);
    if (mayPass !== null) this.#lastFailure = { error: mayPass, at: performance.now() };
    if (this.#writes && error instanceof SendError && error.applied === 'UNKNOWN') {
      this.maybeWritten = true;
      if (!this.repeatable) this.decide(failed(error));
    }
    if (this.decided !== null) this.#done();
    // While it was being sent its caller could not withdraw it.
    else if (error !== null) this.isLive();
  }

  #done(): void {
    this.#onDone?.();
    this.#onDone = undefined;
  }
}

/** A batch that was refused for another of its inputs says nothing of this one; a lock or a quota does. */
function whatMayPass(error: unknown): SendError | null {
  const reason = error instanceof BatchRefused ? error.reason : error;
  return reason instanceof SendError && reason.resend !== 'never' ? reason : null;
}

/** What was decided of an entry that was carried to its end. */
export function decisionOf<In, Out>({ decided }: Entry<In, Out>): Outcome<Out> {
  if (decided === null) throw new Error('An input was sent and has no outcome.');
  return decided;
}
