import DataLoader from 'dataloader';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import type { RateLimiter, Token } from '../rate-limit/rate-limiter.ts';
import { createDispatchPolicy, type DispatchOptions } from './dispatch-policy.ts';
import { type Batch, Entry, takeToken } from './entry.ts';
import { QueueFullError, TimeUpError, WithdrawnError } from './errors.ts';
import { createKeyQueues } from './key-queue.ts';
import type { QueueShare } from './queue-limit.ts';
import { createWithdrawals } from './withdrawals.ts';

export interface BatcherOptions<In> extends DispatchOptions {
  readonly limiter: RateLimiter;
  readonly share: QueueShare;
  /** How long a caller may wait for the answer to an input, in ms. */
  readonly deadlineMs: number;
  /** Once it is aborted nothing is accepted any more. */
  readonly closing: AbortSignal;
  /**
   * Inputs with a key in common never share a batch and are sent in the order they came. An input that has several waits for
   * them one after the other. Null: the order does not matter.
   */
  readonly keysOf: ((input: In) => readonly string[]) | null;
  /** What the input adds to the body of a call, in bytes. */
  readonly bytesOf: (input: In) => number;
  /** Whether sending the input twice leaves the same as sending it once. */
  readonly repeatable: (input: In) => boolean;
  /** Whether sending writes anything. */
  readonly writes: boolean;
}

/** How an input is to be loaded. */
export interface LoadOptions {
  /** Aborted when its caller goes away. */
  readonly signal?: AbortSignal | undefined;
  /** Since when its caller has been waiting, on the clock of `performance.now()`. Left out: from now on. */
  readonly since?: number | undefined;
  /** How long its caller may wait from then on, in ms, if not as long as any. */
  readonly withinMs?: number | undefined;
  /** What waits for its answer beside it, in bytes: that takes room in the queue, too. */
  readonly holds?: number | undefined;
}

/** A full queue of a working gateway has room again within about this time. */
const QUEUE_FULL_RETRY_MS = 1_000;

/**
 * Gathers inputs of any number of callers into batches for `send`. Knows neither what an input is nor where it goes:
 * key-queue.ts keeps the order of each key, and dispatch-policy.ts decides what leaves together and when. When an entry is
 * decided, for whatever reason, it gives up all its places at once, unless it is just being sent.
 */
export function createBatcher<In, Out>(send: SendBatch<Entry<In, Out>, Out>, options: BatcherOptions<In>) {
  const { keysOf, bytesOf, repeatable, writes, share, limiter } = options;
  const policy = createDispatchPolicy<Entry<In, Out>>(limiter, options, leave);
  const queues = createKeyQueues<Entry<In, Out>>(advance);
  const withdrawals = createWithdrawals();
  const open = new Set<Entry<In, Out>>();
  let whenDone: (() => void) | null = null;

  /**
   * DataLoader makes one call of what is loaded before `dispatch`. An entry is loaded when it leaves and not when it comes,
   * because DataLoader cannot take back what was loaded, and an entry can be withdrawn as long as it waits. Each batch has a
   * loader of its own, because DataLoader keeps its last batch, with all inputs, until the next one.
   */
  function leave(entries: readonly Entry<In, Out>[], token: Token): void {
    let dispatch = () => {};
    const loader = new DataLoader<Entry<In, Out>, Outcome<Out>>(send, {
      // Two equal updates are two writes.
      cache: false,
      batchScheduleFn: (callback) => {
        dispatch = callback;
      },
    });
    const batch: Batch = { token };
    const sent = entries.map((entry) => {
      entry.batch = batch;
      return loader.load(entry).then(
        (outcome) => entry.decide(outcome),
        (bug: unknown) => entry.fail(bug),
      );
    });
    dispatch();
    // All of them may have been decided before any was sent.
    void Promise.all(sent).then(() => takeToken(entries)?.unused());
  }

  /** Its turn has come for one of its keys: it waits for the next one, or goes. */
  function advance(entry: Entry<In, Out>): void {
    const key = entry.keys[entry.turns];
    entry.turns += 1;
    if (key !== undefined) queues.enter(key, entry);
    // Where the doors are closed it is answered right away, as all that is open.
    else if (entry.decided === null && !options.closing.aborted) policy.add(entry);
  }

  /** Why an input is not accepted. One that cannot be sent in time is told so at once. */
  function refusal({ signal }: LoadOptions, leftMs: number) {
    if (options.closing.aborted) return new TimeUpError('NO', 'shutdown');
    if (signal?.aborted === true) return new WithdrawnError();
    if (leftMs <= 0) return new TimeUpError('NO', 'deadline');
    const waitMs = limiter.waitMs(policy.fullBatches);
    return waitMs > leftMs ? new QueueFullError(Math.max(QUEUE_FULL_RETRY_MS, Math.ceil(waitMs - leftMs))) : null;
  }

  /** Puts the input into the next batch that may hold it. Rejects only on a bug in `send`. */
  function load(input: In, loading: LoadOptions = {}): Promise<Outcome<Out>> {
    const { signal, since, withinMs = options.deadlineMs, holds = 0 } = loading;
    const deadlineMs = since === undefined ? withinMs : withinMs - (performance.now() - since);
    const bytes = bytesOf(input);
    const refused =
      refusal(loading, deadlineMs) ?? (share.enter(bytes + holds) ? null : new QueueFullError(QUEUE_FULL_RETRY_MS));
    if (refused !== null) return Promise.resolve(failed(refused));
    const entry = new Entry<In, Out>(input, {
      deadlineMs,
      signal,
      repeatable: repeatable(input),
      writes,
      bytes,
      keys: keysOf?.(input) ?? [],
      onDone: () => {
        share.leave(bytes + holds);
        done(entry, signal);
      },
    });
    open.add(entry);
    if (signal !== undefined) withdrawals.add(signal, entry);
    advance(entry);
    return entry.outcome;
  }

  function done(entry: Entry<In, Out>, signal: AbortSignal | undefined): void {
    open.delete(entry);
    if (signal !== undefined) withdrawals.delete(signal, entry);
    policy.delete(entry);
    // The others of its batch are done with first: what comes next then finds them gone, and leaves together.
    for (const key of entry.keys) queueMicrotask(() => queues.leave(key, entry));
    if (open.size === 0) whenDone?.();
  }

  return {
    load,
    /** Whether inputs with the same key are waiting or on their way. */
    isBusy: (input: In): boolean => keysOf?.(input).some((key) => queues.has(key)) === true,
    /** Inputs accepted and not done with yet. */
    get pending() {
      return open.size;
    },
    /** From now on nothing waits for company; resolves when everything accepted is done with. */
    async drain(): Promise<void> {
      policy.hurry();
      if (open.size > 0)
        await new Promise<void>((resolve) => {
          whenDone = resolve;
        });
    },
    /** Answers whatever is still open: as not written where that is known. */
    giveUp(): void {
      for (const entry of [...open]) entry.timeUp('shutdown');
    },
  };
}
