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

/**
 * Decides when the batch that is gathered leaves. A full one: at once. A part-empty one: when nothing is in flight, as soon
 * as a turn of the event loop has brought no further input; otherwise after a window, and when a slot is free and the
 * quota has a token for it. Until it leaves it is open to newcomers.
 *
 * DataLoader opens a batch by calling `schedule` and leaves its closing to us; it does not close a full one by itself,
 * and it must not be told twice to dispatch the same batch.
 */
export function createDepartures(
  options: DepartureOptions,
  quota: Pick<Quota, 'available' | 'whenAvailable' | 'left' | 'paceMs'>,
) {
  const { maxSize, maxBytes, windowMs, maxInFlight } = options;
  let gathering: Gathering | null = null;
  let inFlight = 0;
  let partEmptyInFlight = 0;
  let hurried = false;
  let callMs = 0;

  const longestMs = () => Math.max(windowMs * MAX_WINDOWS, callMs * MAX_SHARE_OF_CALL);

  /** Grows with the part-empty batches in flight, and as tokens run short towards the time in which one is earned. */
  function windowNow(): number {
    if (inFlight === 0 || hurried) return 0;
    const shortage = Math.max(0, 1 - quota.left / SHORT_OF_TOKENS);
    const company = windowMs * (1 + WINDOWS_PER_PART_EMPTY * partEmptyInFlight);
    // Where calls are quick there is little to save: no longer than one of them takes.
    const stretched = (callMs === 0 ? company : Math.min(company, callMs)) + shortage * quota.paceMs;
    return Math.min(stretched, longestMs() + quota.paceMs);
  }

  function leave(batch: Gathering): void {
    if (gathering !== batch) return;
    gathering = null;
    clearTimeout(batch.timer);
    batch.dispatch();
  }

  /** Looks once in each turn of the event loop, after that turn's input and output. */
  function watch(batch: Gathering, seen: number): void {
    setImmediate(() => {
      if (gathering !== batch) return;
      const waitedMs = performance.now() - batch.openedAt;
      if (batch.size === seen || hurried || waitedMs >= longestMs()) board(batch);
      else watch(batch, batch.size);
    });
  }

  /** Its time has come: it leaves when there is a slot and a token. */
  function board(batch: Gathering): void {
    if (gathering !== batch) return;
    batch.boarding = true;
    if (!hurried && inFlight > 0 && (inFlight >= maxInFlight || partEmptyInFlight >= Math.ceil(maxInFlight / 2)))
      return;
    if (quota.available) leave(batch);
    else void quota.whenAvailable().then(() => board(batch));
  }

  return {
    schedule(dispatch: () => void): void {
      const batch: Gathering = {
        dispatch,
        size: 0,
        bytes: 0,
        openedAt: performance.now(),
        boarding: false,
        timer: undefined,
      };
      gathering = batch;
      // The first look comes before the turn's input is read, so that even a lone input waits for one whole turn.
      const look = () => watch(batch, batch.size - 1);
      const window = windowNow();
      if (window === 0) look();
      else batch.timer = setTimeout(look, window);
    },

    /** To be told before an input joins: the batch that is gathered leaves first when the input has no room in it. */
    makeRoom(bytes: number): void {
      if (gathering !== null && gathering.bytes + bytes > maxBytes) leave(gathering);
    },

    /** An input has joined the batch that is gathered. */
    joined(bytes: number): void {
      if (gathering === null) return;
      gathering.size += 1;
      gathering.bytes += bytes;
      if (gathering.size >= maxSize || gathering.bytes >= maxBytes) leave(gathering);
    },

    /** A batch of this size is in flight; to be told of its arrival by the function that is returned. */
    departed(size: number): () => void {
      const partEmpty = size < maxSize ? 1 : 0;
      const departedAt = performance.now();
      inFlight += 1;
      partEmptyInFlight += partEmpty;
      return () => {
        const tookMs = Math.min(performance.now() - departedAt, LONGEST_CALL_MS);
        callMs += (tookMs - callMs) * (callMs === 0 ? 1 : LAST_CALL_WEIGHT);
        inFlight -= 1;
        partEmptyInFlight -= partEmpty;
        if (gathering?.boarding) board(gathering);
      };
    },

    /** From now on nothing waits for company. */
    hurry(): void {
      hurried = true;
      if (gathering !== null) leave(gathering);
    },
  };
}

interface Gathering {
  readonly dispatch: () => void;
  readonly openedAt: number;
  size: number;
  bytes: number;
  /** Whether it waits for nothing but a slot and a token. */
  boarding: boolean;
  timer: NodeJS.Timeout | undefined;
}
