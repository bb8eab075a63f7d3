import type { Quota } from '../rate-limit/quota.ts';

export interface DepartureOptions {
  /** Inputs a batch may hold. */
  readonly maxSize: number;
  /** Bytes a batch may hold; a larger input travels alone. */
  readonly maxBytes: number;
  /** How long a part-empty batch waits for company while another batch is in flight, in ms. */
  readonly windowMs: number;
  /** Batches in flight beyond which a part-empty one waits. Half of them may be part-empty themselves. */
  readonly maxInFlight: number;
}

/**
 * A burst of requests reaches us one by one, one or a few in each turn of the event loop. As long as each turn brings
 * another input a batch is better kept open, but for no longer than this many windows, or than this share of the time that
 * a call takes: compared with that the wait is small.
 */
const MAX_WINDOWS = 15;
const MAX_SHARE_OF_CALL = 0.75;
/** How much the time of the last call counts in the average. */
const LAST_CALL_WEIGHT = 0.2;
/** Calls that are retried or time out tell nothing about the usual time of one. */
const LONGEST_CALL_MS = 500;
/** Each part-empty batch in flight lengthens the window by this many windows. */
const WINDOWS_PER_PART_EMPTY = 3;
/** Tokens are short when less than this share of the quota is left. */
const SHORT_OF_TOKENS = 0.5;

export interface Passenger {
  /** What it adds to the body of a call. */
  readonly bytes: number;
}

/**
 * Decides when what waits leaves, and what leaves together: the first ones that fit into a batch. A full batch leaves at
 * once; a part-empty one, when nothing is in flight, as soon as a turn of the event loop has brought no further input,
 * otherwise after a window and when a slot is free. Either needs a token of the quota. Until then nothing is closed: what
 * comes joins, and what is not to be sent any more leaves without a trace.
 *
 * `depart` has a batch sent, and says when it has arrived.
 */
export function createDepartures<P extends Passenger>(
  options: DepartureOptions,
  quota: Pick<Quota, 'available' | 'whenAvailable' | 'left' | 'paceMs'>,
  depart: (batch: readonly P[], arrived: () => void) => void,
) {
  const { maxSize, maxBytes, windowMs, maxInFlight } = options;
  let waiting = new Set<P>();
  let bytes = 0;
  let gathering: Gathering | null = null;
  let inFlight = 0;
  let partEmptyInFlight = 0;
  /** Batches for which a token is waited for. */
  let watching = 0;
  let hurried = false;
  let callMs = 0;

  const longestMs = () => Math.max(windowMs * MAX_WINDOWS, callMs * MAX_SHARE_OF_CALL);
  const isFull = () => waiting.size >= maxSize || bytes >= maxBytes;

  /** Grows with the part-empty batches in flight, and as tokens run short towards the time in which one is earned. */
  function windowNow(): number {
    if (inFlight === 0 || hurried) return 0;
    const shortage = Math.max(0, 1 - quota.left / SHORT_OF_TOKENS);
    const company = windowMs * (1 + WINDOWS_PER_PART_EMPTY * partEmptyInFlight);
    // Where calls are quick there is little to save: no longer than one of them takes.
    const stretched = (callMs === 0 ? company : Math.min(company, callMs)) + shortage * quota.paceMs;
    return Math.min(stretched, longestMs() + quota.paceMs);
  }

  function open(): void {
    const opened: Gathering = { openedAt: performance.now(), arrivals: 0, boarding: false, timer: undefined };
    gathering = opened;
    // The first look comes before the turn's input is read, so that even a lone input waits for one whole turn.
    const look = () => watch(opened, opened.arrivals - 1);
    const window = windowNow();
    if (window === 0) look();
    else opened.timer = setTimeout(look, window);
  }

  function close(): void {
    clearTimeout(gathering?.timer);
    gathering = null;
  }

  /** Looks once in each turn of the event loop, after that turn's input and output. */
  function watch(opened: Gathering, seen: number): void {
    setImmediate(() => {
      if (gathering !== opened) return;
      const waitedMs = performance.now() - opened.openedAt;
      if (opened.arrivals === seen || hurried || waitedMs >= longestMs()) {
        opened.boarding = true;
        board();
      } else watch(opened, opened.arrivals);
    });
  }

  const hasSlot = () => inFlight === 0 || (inFlight < maxInFlight && partEmptyInFlight < Math.ceil(maxInFlight / 2));
  const isTime = () => isFull() || hurried || (gathering?.boarding === true && hasSlot());

  /** Batches leave, as long as it is time for one and there is a token. */
  function board(): void {
    while (waiting.size > 0 && isTime()) {
      if (!quota.available) {
        watchTokens();
        return;
      }
      leave(takeFirst());
    }
  }

  function watchTokens(): void {
    const batches = Math.max(1, Math.ceil(waiting.size / maxSize));
    while (watching < batches) {
      watching += 1;
      void quota.whenAvailable().then(() => {
        watching -= 1;
        board();
      });
    }
  }

  /** As many of the first ones as fit into a batch; one that is larger than a batch goes alone. */
  function takeFirst(): P[] {
    const batch: P[] = [];
    let size = 0;
    for (const passenger of waiting) {
      if (batch.length > 0 && (batch.length >= maxSize || size + passenger.bytes > maxBytes)) break;
      batch.push(passenger);
      size += passenger.bytes;
    }
    // A new Set, for the reason that crowd.ts gives.
    waiting = new Set([...waiting].slice(batch.length));
    bytes -= size;
    close();
    if (waiting.size > 0) open();
    return batch;
  }

  function leave(batch: readonly P[]): void {
    const partEmpty = batch.length < maxSize ? 1 : 0;
    const departedAt = performance.now();
    let isInFlight = true;
    inFlight += 1;
    partEmptyInFlight += partEmpty;
    depart(batch, () => {
      if (!isInFlight) return;
      isInFlight = false;
      const tookMs = Math.min(performance.now() - departedAt, LONGEST_CALL_MS);
      callMs += (tookMs - callMs) * (callMs === 0 ? 1 : LAST_CALL_WEIGHT);
      inFlight -= 1;
      partEmptyInFlight -= partEmpty;
      board();
    });
  }

  return {
    join(passenger: P): void {
      waiting.add(passenger);
      bytes += passenger.bytes;
      if (gathering === null) open();
      if (gathering !== null) gathering.arrivals += 1;
      if (isFull()) board();
    },

    /** It is not to be sent any more. */
    leave(passenger: P): void {
      if (!waiting.delete(passenger)) return;
      bytes -= passenger.bytes;
      if (waiting.size === 0) close();
    },

    /** From now on nothing waits for company. */
    hurry(): void {
      hurried = true;
      board();
    },
  };
}

/** What has come since the last batch left. */
interface Gathering {
  readonly openedAt: number;
  arrivals: number;
  /** Whether it waits for nothing but a slot and a token. */
  boarding: boolean;
  timer: NodeJS.Timeout | undefined;
}
