import DataLoader from 'dataloader';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import type { Quota } from '../rate-limit/quota.ts';
import { createCrowd } from './crowd.ts';
import { createDepartures, type DepartureOptions } from './departures.ts';
import { QueueFullError, TimeUpError } from './errors.ts';
import { createLanes } from './lanes.ts';
import type { QueueShare } from './queue-limit.ts';
import { Ticket } from './ticket.ts';

export interface BatchingOptions<In> extends DepartureOptions {
  /** How long a caller may wait for the answer to an input, in ms. */
  readonly deadlineMs: number;
  /** Once it is aborted nothing is accepted any more. */
  readonly closing: AbortSignal;
  /** Inputs with the same key never share a batch and are sent in the order they came. Null: their order does not matter. */
  readonly keyOf: ((input: In) => string) | null;
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
 * order of one key is kept by lanes, the time of leaving decided by departures, the gathering done by DataLoader.
 */
export function createBatcher<In, Out>(
  send: SendBatch<Ticket<In, Out>, Out>,
  quota: Pick<Quota, 'available' | 'whenAvailable' | 'left' | 'paceMs'>,
  share: QueueShare,
  options: BatchingOptions<In>,
): Batcher<In, Out> {
  const { keyOf, bytesOf, repeatable, writes, maxSize } = options;
  const lanes = createLanes();
  const departures = createDepartures(options, quota);
  const open = createCrowd<Ticket<In, Out>>();
  let whenDone: (() => void) | null = null;

  const newLoader = () =>
    new DataLoader<Ticket<In, Out>, Outcome<Out>>(transport, {
      // Two equal updates are two writes.
      cache: false,
      maxBatchSize: maxSize,
      batchScheduleFn: departures.schedule,
    });
  let loader = newLoader();

  async function transport(tickets: readonly Ticket<In, Out>[]): Promise<readonly Outcome<Out>[]> {
    const arrived = departures.departed(tickets.length);
    try {
      return await send(tickets);
    } finally {
      arrived();
    }
  }

  /** The ticket's turn has come: no other input of its key is on its way. */
  async function travel(ticket: Ticket<In, Out>): Promise<void> {
    if (!ticket.isLive()) return;
    const bytes = bytesOf(ticket.input);
    departures.makeRoom(bytes);
    const outcome = loader.load(ticket);
    departures.joined(bytes);
    ticket.decide(await outcome);
  }

  function accept(input: In, { signal, since, withinMs = options.deadlineMs }: Caller = {}): Promise<Outcome<Out>> {
    const deadlineMs = since === undefined ? withinMs : withinMs - (performance.now() - since);
    if (options.closing.aborted) return Promise.resolve(failed(new TimeUpError('NO', 'shutdown')));
    if (deadlineMs <= 0) return Promise.resolve(failed(new TimeUpError('NO', 'deadline')));
    if (!share.enter()) return Promise.resolve(failed(new QueueFullError(QUEUE_FULL_RETRY_MS)));
    const ticket = new Ticket<In, Out>(input, { deadlineMs, signal, repeatable: repeatable(input), writes });
    open.add(ticket);
    const travelled = keyOf === null ? travel(ticket) : lanes.run(keyOf(input), () => travel(ticket));
    travelled.then(
      () => done(ticket),
      (bug: unknown) => {
        ticket.fail(bug);
        done(ticket);
      },
    );
    return ticket.outcome;
  }

  function done(ticket: Ticket<In, Out>): void {
    share.leave();
    open.delete(ticket);
    if (open.size > 0) return;
    // A loader keeps its last batch, with all that belongs to its inputs: 150 KB for each of a thousand idle credentials.
    loader = newLoader();
    whenDone?.();
  }

  return {
    load: accept,
    isBusy: (input) => keyOf !== null && lanes.has(keyOf(input)),
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
