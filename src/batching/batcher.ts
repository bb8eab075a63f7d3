import DataLoader from 'dataloader';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import type { Quota } from '../rate-limit/quota.ts';
import { createCrowd } from './crowd.ts';
import { createDepartures, type DepartureOptions } from './departures.ts';
import { QueueFullError, TimeUpError, WithdrawnError } from './errors.ts';
import { createLanes } from './lanes.ts';
import type { QueueShare } from './queue-limit.ts';
import { Ticket } from './ticket.ts';
import { createWithdrawals } from './withdrawals.ts';

export interface BatchingOptions<In> extends DepartureOptions {
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

/** For whom an input is sent. */
export interface Caller {
  /** Aborted when the caller goes away. */
  readonly signal?: AbortSignal | undefined;
  /** Since when it has been waiting, on the clock of `performance.now()`. Left out: it begins now. */
  readonly since?: number | undefined;
  /** How long it may wait from then on, in ms, if not as long as any. */
  readonly withinMs?: number | undefined;
  /** What waits for its answer beside it, in bytes: it has them in the queue, too. */
  readonly holds?: number | undefined;
}

export interface Batcher<In, Out> {
  /** Puts the input into the next batch that may hold it. Rejects only on a bug in `send`. */
  load(input: In, caller?: Caller): Promise<Outcome<Out>>;
  /** Whether inputs with the same key are waiting or on their way. */
  isBusy(input: In): boolean;
  /** Inputs accepted and not done with yet. */
  readonly pending: number;
  /** From now on nothing waits for company; resolves when everything accepted is done with. */
  drain(): Promise<void>;
  /** Answers whatever is still open: as not written where that is known. */
  giveUp(): void;
}

/** A full queue of a working gateway has room again within about this time. */
const QUEUE_FULL_RETRY_MS = 1_000;

/**
 * Gathers inputs, whoever brings them, into batches for `send`. Knows neither what an input is nor where it goes: the
 * order of one key is kept by lanes, what leaves together and when is decided by departures, and DataLoader makes one call
 * of it. Whatever is decided, for whatever reason, frees all its places at once.
 */
export function createBatcher<In, Out>(
  send: SendBatch<Ticket<In, Out>, Out>,
  quota: Pick<Quota, 'available' | 'whenAvailable' | 'left' | 'paceMs'>,
  share: QueueShare,
  options: BatchingOptions<In>,
): Batcher<In, Out> {
  const { keysOf, bytesOf, repeatable, writes } = options;
  const departures = createDepartures<Ticket<In, Out>>(options, quota, depart);
  const lanes = createLanes<Ticket<In, Out>>(advance);
  const withdrawals = createWithdrawals();
  const open = createCrowd<Ticket<In, Out>>();
  let whenDone: (() => void) | null = null;

  /** Its turn has come for one of its keys: it waits for the next one, or goes. */
  function advance(ticket: Ticket<In, Out>): void {
    const key = ticket.keys[ticket.turns];
    ticket.turns += 1;
    if (key === undefined) join(ticket);
    else lanes.enter(key, ticket);
  }

  /** No other input of its keys is on its way. */
  function join(ticket: Ticket<In, Out>): void {
    // Where the doors are closed it is answered right away, as all that is open.
    if (ticket.decided === null && !options.closing.aborted) departures.join(ticket);
  }

  /** What is loaded before it dispatches is one call. Arrived is a batch whose inputs are done with, whatever `send` still does. */
  function depart(tickets: readonly Ticket<In, Out>[], arrived: () => void): void {
    let dispatch = () => {};
    const loader = new DataLoader<Ticket<In, Out>, Outcome<Out>>(send, {
      // Two equal updates are two writes.
      cache: false,
      batchScheduleFn: (callback) => {
        dispatch = callback;
      },
    });
    const batch = { undone: tickets.length, arrived };
    for (const ticket of tickets) {
      ticket.batch = batch;
      loader.load(ticket).then(
        (outcome) => ticket.decide(outcome),
        (bug: unknown) => ticket.fail(bug),
      );
    }
    dispatch();
  }

  function accept(
    input: In,
    { signal, since, withinMs = options.deadlineMs, holds = 0 }: Caller = {},
  ): Promise<Outcome<Out>> {
    const deadlineMs = since === undefined ? withinMs : withinMs - (performance.now() - since);
    const bytes = bytesOf(input);
    if (options.closing.aborted) return Promise.resolve(failed(new TimeUpError('NO', 'shutdown')));
    if (signal?.aborted === true) return Promise.resolve(failed(new WithdrawnError()));
    if (deadlineMs <= 0) return Promise.resolve(failed(new TimeUpError('NO', 'deadline')));
    if (!share.enter(bytes + holds)) return Promise.resolve(failed(new QueueFullError(QUEUE_FULL_RETRY_MS)));
    const keys = keysOf === null ? [] : keysOf(input);
    const ticket = new Ticket<In, Out>(input, {
      deadlineMs,
      signal,
      repeatable: repeatable(input),
      writes,
      bytes,
      keys,
      onDone: () => {
        share.leave(bytes + holds);
        done(ticket, signal);
      },
    });
    open.add(ticket);
    if (signal !== undefined) withdrawals.add(signal, ticket);
    advance(ticket);
    return ticket.outcome;
  }

  function done(ticket: Ticket<In, Out>, signal: AbortSignal | undefined): void {
    open.delete(ticket);
    if (signal !== undefined) withdrawals.delete(signal, ticket);
    departures.leave(ticket);
    if (ticket.batch !== null) {
      ticket.batch.undone -= 1;
      if (ticket.batch.undone === 0) ticket.batch.arrived();
    }
    // The others of its batch are done with first: what comes next should not take the batch for one in flight.
    for (const key of ticket.keys) queueMicrotask(() => lanes.leave(key, ticket));
    if (open.size === 0) whenDone?.();
  }

  return {
    load: accept,
    isBusy: (input) => keysOf?.(input).some((key) => lanes.has(key)) === true,
    get pending() {
      return open.size;
    },
    async drain() {
      departures.hurry();
      if (open.size > 0)
        await new Promise<void>((resolve) => {
          whenDone = resolve;
        });
    },
    giveUp() {
      for (const ticket of open.all()) ticket.timeUp('shutdown');
    },
  };
}
