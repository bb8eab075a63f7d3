/** Failures that arise here, while inputs wait or are on their way. */
import { type Applied, SendError } from '../outcome.ts';

/** A full queue of a working gateway has room again within about this time, in ms. */
const ROOM_MS = 1_000;

/** More inputs are waiting than the gateway holds, or than the quota lets it send in time. */
export class QueueFullError extends SendError {
  override readonly name = 'QueueFullError';
  readonly applied = 'NO';
  readonly retryable = true;
  /** A wait after which there may be room, in ms. */
  readonly retryAfterMs: number;

  /** `waitMs`: after so long the quota can send it in time, where that is known. */
  constructor(waitMs = 0) {
    super('Too many inputs are waiting to be sent; try again later.');
    this.retryAfterMs = Math.max(ROOM_MS, Math.ceil(waitMs));
  }
}

/** The input's time was up, or the gateway's: `NO` when it was not sent or only reads, `UNKNOWN` when it may be written. */
export class TimeUpError extends SendError {
  override readonly name = 'TimeUpError';
  readonly applied: Applied;
  readonly retryable = true;

  constructor(applied: Applied, why: 'deadline' | 'shutdown', sent = applied === 'UNKNOWN') {
    const what = why === 'deadline' ? 'The deadline passed' : 'The gateway stopped';
    super(`${what} before ${sent ? 'the answer came' : 'the input was sent'}.`);
    this.applied = applied;
  }
}

/** The caller went away before the input was sent. Nobody is there to read this. */
export class WithdrawnError extends SendError {
  override readonly name = 'WithdrawnError';
  readonly applied = 'NO';
  readonly retryable = true;

  constructor() {
    super('The input was withdrawn before it was sent.');
  }
}

/** Others of the same caller were refused one by one, each at the price of several calls; this one was not sent. */
export class TooManyRefusedError extends SendError {
  override readonly name = 'TooManyRefusedError';
  readonly applied = 'NO';
  readonly retryable = true;

  constructor(refused: number) {
    super(`${refused} inputs of this request were refused, so this one was not sent; correct those and send it again.`);
  }
}

/** Refused in the end, after an attempt whose fate is not known. */
export class MaybeWrittenError extends SendError {
  override readonly name = 'MaybeWrittenError';
  readonly applied = 'UNKNOWN';
  readonly retryable: boolean;

  constructor(last: SendError) {
    super(`An earlier attempt may have been written, but the last one was not: ${last.message}`, { cause: last });
    this.retryable = last.retryable;
  }
}
