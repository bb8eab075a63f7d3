import DataLoader from 'dataloader';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import type { RateLimiter, Token } from '../rate-limit/rate-limiter.ts';
import { createDispatchPolicy, type DispatchOptions } from './dispatch-policy.ts';
import { Entry, takeToken } from './entry.ts';
import { QueueFullError, TimeUpError, WithdrawnError } from './errors.ts';
import { createKeyQueues, type KeyQueues } from './key-queue.ts';
import type { QueueShare } from './queue-limit.ts';

export interface BatcherOptions<In> extends DispatchOptions {
  readonly limiter: RateLimiter;
  readonly share: QueueShare;
  /** How long a caller may wait for the answer to an input, in ms. */
  readonly deadlineMs: number;
  /** Once it is aborted nothing is accepted any more. */
  readonly closing: AbortSignal;
  /** Inputs with a key in common never share a batch and are sent in the order they came. Null: the order does not matter. */
  readonly keysOf: ((input: In) => readonly string[]) | null;
  /** The order of these keys; given where it is that of other batchers, too. */
  readonly order?: KeyQueues;
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

/**
 * Gathers inputs of any number of callers into batches for `send`. Knows neither what an input is nor where it goes:
 * key-queue.ts keeps the order of each key, and dispatch-policy.ts decides what leaves together and when. When an entry is
 * decided, for whatever reason, it gives up all its places at once, unless it is just being sent.
 */
export function createBatcher<In, Out>(send: SendBatch<Entry<In, Out>, Out>, options: BatcherOptions<In>) {
  const { keysOf, bytesOf, repeatable, writes, share, limiter, closing, order = createKeyQueues() } = options;
  const policy = createDispatchPolicy<Entry<In, Out>>(limiter, options, leave);
  const open = new Set<Entry<In, Out>>();
  /** What each caller has here that is listened to. */
  const ofCallers = new WeakMap<AbortSignal, Set<Entry<In, Out>>>();
  let whenDone = () => {};

  /**
   * DataLoader makes one call of what is loaded in one turn. An entry is loaded when it leaves and not when it comes, because
   * DataLoader cannot take back what was loaded, and an entry can be withdrawn as long as it waits. Each batch has a loader of
   * its own, because DataLoader keeps its last batch, with all inputs, until the next one.
   */
  function leave(entries: readonly Entry<In, Out>[], token: Token): void {
    // Without a cache, because two equal updates are two writes.
    const gathered = { cache: false, batchScheduleFn: queueMicrotask };
    const loader = new DataLoader<Entry<In, Out>, Outcome<Out>>(send, gathered);
    const [first] = entries;
    if (first !== undefined) first.token = token;
    void loader.loadMany(entries).then((outcomes) => {
      for (const [place, entry] of entries.entries()) {
        const outcome = outcomes[place] as Outcome<Out> | Error;
        if (outcome instanceof Error) entry.fail(outcome);
        else entry.decide(outcome);
      }
      // All of them may have been decided before any was sent.
      takeToken(entries)?.unused();
    });
  }

  /** Why an input is not accepted. One that cannot be sent in time is told so at once. */
  function refusal(signal: AbortSignal | undefined, leftMs: number) {
    if (closing.aborted) return new TimeUpError('NO', 'shutdown');
    if (signal?.aborted === true) return new WithdrawnError();
    if (leftMs <= 0) return new TimeUpError('NO', 'deadline');
    const waitMs = limiter.waitMs(policy.fullBatches);
    return waitMs > leftMs ? new QueueFullError(waitMs - leftMs) : null;
  }

  /** By one listener for all that a caller has: a signal goes through its listeners whenever one is added. */
  function ofCaller(signal: AbortSignal): Set<Entry<In, Out>> {
    const known = ofCallers.get(signal);
    if (known !== undefined) return known;
    const own = new Set<Entry<In, Out>>();
    ofCallers.set(signal, own);
    const withdraw = () => {
      for (const entry of own) entry.withdraw();
    };
    signal.addEventListener('abort', withdraw, { once: true });
    return own;
  }

  return {
    /** Puts the input into the next batch that may hold it. Rejects only on a bug in `send`. */
    load(input: In, loading: LoadOptions = {}): Promise<Outcome<Out>> {
      const { signal, since, withinMs = options.deadlineMs, holds = 0 } = loading;
      const deadlineMs = since === undefined ? withinMs : withinMs - (performance.now() - since);
      const bytes = bytesOf(input);
      const refused = refusal(signal, deadlineMs) ?? (share.enter(bytes + holds) ? null : new QueueFullError());
      if (refused !== null) return Promise.resolve(failed(refused));

      const keys = keysOf?.(input) ?? [];
      const place = order.enter(keys);
      const caller = signal && ofCaller(signal);
      const entry = new Entry<In, Out>(input, {
        deadlineMs,
        signal,
        repeatable: repeatable(input),
        writes,
        bytes,
        keys,
        onDone: () => {
          share.leave(bytes + holds);
          open.delete(entry);
          caller?.delete(entry);
          policy.delete(entry);
          place.leave();
          if (open.size === 0) whenDone();
        },
      });
      open.add(entry);
      caller?.add(entry);
      // Where the doors are closed it is answered right away, as all that is open.
      const begin = () => {
        if (entry.decided === null && !closing.aborted) policy.add(entry);
      };
      if (place.turn === null) begin();
      else void place.turn.then(begin);
      return entry.outcome;
    },
    /** Inputs accepted and not done with yet. */
    get pending(): number {
      return open.size;
    },
    /** From now on nothing waits for company; resolves when everything accepted is done with. */
    drain(): Promise<void> {
      policy.hurry();
      const { promise, resolve } = Promise.withResolvers<void>();
      whenDone = resolve;
      if (open.size === 0) resolve();
      return promise;
    },
    /** Answers whatever is still open: as not written where that is known. */
    giveUp(): void {
      for (const entry of open) entry.timeUp('shutdown');
    },
  };
}
