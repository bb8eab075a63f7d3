import DataLoader from 'dataloader';
import type { Outcome, SendBatch } from '../outcome.ts';
import { createLanes } from './lanes.ts';

export interface BatchingOptions<In> {
  /** Inputs a batch may hold. */
  readonly maxSize: number;
  /** How long a part-empty batch waits for company, in ms, counted from its first input. */
  readonly windowMs: number;
  /** Inputs with the same key never share a batch and are written in the order they came. */
  readonly keyOf: (input: In) => string;
}

export interface Batcher<In, Out> {
  /** Puts the input into the next batch that may hold it. Rejects only on a bug in `send`. */
  load(input: In): Promise<Outcome<Out>>;
  /** Inputs accepted and not answered yet. */
  readonly pending: number;
  /** From now on nothing waits for company; resolves when everything accepted has been answered. */
  drain(): Promise<void>;
}

/**
 * Gathers inputs, whoever brings them, into batches for `send`. A full batch leaves at once, any other when its window
 * ends. Knows neither what an input is nor where it goes.
 */
export function createBatcher<In, Out>(send: SendBatch<In, Out>, options: BatchingOptions<In>): Batcher<In, Out> {
  const lanes = createLanes();
  const departures = createDepartures(options);
  const unanswered = new Set<Promise<unknown>>();

  // Writes are never cached: two equal updates are two writes.
  const loader = new DataLoader<In, Outcome<Out>>(send as DataLoader.BatchLoadFn<In, Outcome<Out>>, {
    cache: false,
    maxBatchSize: options.maxSize,
    batchScheduleFn: departures.schedule,
  });

  function join(input: In): Promise<Outcome<Out>> {
    const outcome = loader.load(input);
    departures.joined();
    return outcome;
  }

  return {
    load(input) {
      const outcome = lanes.run(options.keyOf(input), () => join(input));
      unanswered.add(outcome);
      const answered = () => unanswered.delete(outcome);
      outcome.then(answered, answered);
      return outcome;
    },
    get pending() {
      return unanswered.size;
    },
    async drain() {
      departures.hurry();
      while (unanswered.size > 0) await Promise.allSettled(unanswered);
    },
  };
}

/**
 * Decides when the batch that is gathered leaves. DataLoader opens a batch by calling `schedule` and leaves its closing
 * to us; it does not close a full one by itself, and it must not be told twice to dispatch the same batch.
 */
function createDepartures({ maxSize, windowMs }: BatchingOptions<never>) {
  let gathering: { leave: () => void; size: number; timer: NodeJS.Timeout } | null = null;
  let hurried = false;

  function leave(): void {
    if (gathering === null) return;
    const { leave: dispatch, timer } = gathering;
    gathering = null;
    clearTimeout(timer);
    dispatch();
  }

  return {
    schedule(dispatch: () => void): void {
      gathering = { leave: dispatch, size: 0, timer: setTimeout(leave, hurried ? 0 : windowMs) };
    },
    /** An input has joined the batch that is gathered. */
    joined(): void {
      if (gathering === null) return;
      gathering.size += 1;
      if (gathering.size >= maxSize) leave();
    },
    hurry(): void {
      hurried = true;
      leave();
    },
  };
}
