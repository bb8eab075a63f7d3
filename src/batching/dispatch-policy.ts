import type { Departure, RateLimiter, Token, Urgency } from '../rate-limit/rate-limiter.ts';
import type { Entry } from './entry.ts';

export interface DispatchOptions {
  /** Inputs a batch may hold. */
  readonly maxSize: number;
  /** Bytes a batch may hold; a larger input travels alone. */
  readonly maxBytes: number;
  readonly urgency: Urgency;
  /** Null when a batch that leaves now could be sent; otherwise resolves when that is so. Left out: it always could. */
  readonly untilUseful?: () => Promise<void> | null;
}

/**
 * A burst of requests reaches the process one by one, one or a few in each turn of the event loop. As long as each turn
 * brings another entry a batch is better kept open, but for no longer than this, in ms. (A fixed window of 5 ms cut a burst of
 * 100 cold connections into 21 calls; this way it takes 1 to 4.)
 */
const LONGEST_GATHERING_MS = 75;
/**
 * After a departure a part-empty batch waits for this part of the time that a call takes, so that two of them are under way
 * at a time: with more, each carries less, and nobody is answered much sooner.
 */
const PART_OF_CALL = 0.5;
/** Calls that hang tell nothing about the usual time of one. */
const LONGEST_CALL_MS = 500;

/**
 * Decides when the entries that wait leave, and which leave together: the first ones that fit into a batch. A full batch
 * asks the rate limiter for a departure at once; a part-empty one as soon as a turn of the event loop has brought no further
 * entry, half the time of a call has passed since the last departure, and it could be sent. Until it has its token a batch is
 * open: what comes joins it, and what is not to be sent any more leaves without a trace.
 */
export function createDispatchPolicy<E extends Pick<Entry<unknown, unknown>, 'bytes' | 'acceptedAt' | 'expiresAt'>>(
  limiter: RateLimiter,
  { maxSize, maxBytes, urgency, untilUseful = () => null }: DispatchOptions,
  leave: (batch: readonly E[], token: Token) => void,
) {
  const waiting = new Set<E>();
  let bytes = 0;
  let gathering: { arrivals: number } | null = null;
  let asked: Departure | null = null;
  let hurried = false;
  let lastLeftAt = Number.NEGATIVE_INFINITY;
  /** How long the last call took. */
  let callMs = 0;

  const isFull = () => waiting.size >= maxSize || bytes >= maxBytes;

  /** Until a turn of the event loop brings nothing. */
  function gather(): void {
    const opened = { arrivals: 0 };
    gathering = opened;
    const waitMs = lastLeftAt + callMs * PART_OF_CALL - performance.now();
    // The first look comes before the turn's input is read, so that even a lone entry waits for one whole turn.
    const begin = () => watch(opened, opened.arrivals - 1, performance.now());
    if (waitMs > 0 && !hurried) setTimeout(begin, waitMs);
    else begin();
  }

  /** Looks once in each turn, after that turn's input and output. */
  function watch(opened: { arrivals: number }, seen: number, since: number): void {
    setImmediate(() => {
      if (gathering !== opened) return;
      const isQuiet = opened.arrivals === seen;
      if (!isQuiet && !hurried && performance.now() - since < LONGEST_GATHERING_MS)
        watch(opened, opened.arrivals, since);
      else void askWhenUseful(opened);
    });
  }

  async function askWhenUseful(opened: object): Promise<void> {
    for (let wait = untilUseful(); wait !== null; wait = untilUseful()) await wait;
    if (gathering === opened) ask();
  }

  function ask(): void {
    gathering = null;
    if (asked !== null) {
      limiter.again();
      return;
    }
    const [oldest] = waiting;
    const since = oldest?.acceptedAt ?? performance.now();
    // The other half of its time is for the call.
    const until = (since + (oldest?.expiresAt ?? Number.POSITIVE_INFINITY)) / 2;
    asked = {
      urgency,
      since: () => since,
      until: () => until,
      hasRoom: () => !isFull() && !hurried,
      // It is cancelled when nothing waits any more.
      isWanted: () => true,
      leave(token) {
        asked = null;
        lastLeftAt = performance.now();
        leave(takeFirst(), timed(token));
        next();
      },
    };
    limiter.ask(asked);
  }

  function next(): void {
    if (waiting.size === 0) gathering = null;
    else if (isFull() || hurried) ask();
    else if (asked === null && gathering === null) gather();
  }

  /** As many of the first ones as fit into a batch; one that is larger than a batch goes alone. */
  function takeFirst(): E[] {
    const batch: E[] = [];
    let size = 0;
    for (const entry of waiting) {
      if (batch.length > 0 && (batch.length >= maxSize || size + entry.bytes > maxBytes)) break;
      batch.push(entry);
      size += entry.bytes;
    }
    for (const entry of batch) waiting.delete(entry);
    bytes -= size;
    return batch;
  }

  function timed({ answered, unused }: Token): Token {
    const leftAt = performance.now();
    return {
      answered() {
        callMs = Math.min(performance.now() - leftAt, LONGEST_CALL_MS);
        answered();
      },
      unused,
    };
  }

  return {
    /** The entry may leave with the next batch. */
    add(entry: E): void {
      waiting.add(entry);
      bytes += entry.bytes;
      next();
      if (gathering !== null) gathering.arrivals += 1;
    },
    /** It is not to be sent any more. */
    delete(entry: E): void {
      if (!waiting.delete(entry)) return;
      bytes -= entry.bytes;
      if (waiting.size > 0) return;
      gathering = null;
      if (asked !== null) limiter.cancel(asked);
      asked = null;
    },
    /** Full batches that wait. */
    get fullBatches(): number {
      return Math.floor(waiting.size / maxSize);
    },
    /** From now on nothing waits for company. */
    hurry(): void {
      hurried = true;
      next();
    },
  };
}
