import DataLoader from 'dataloader';
import type { Outcome, SendBatch } from '../outcome.ts';
import { createDepartures, type DepartureOptions } from './departures.ts';
import { createLanes } from './lanes.ts';

export interface BatchingOptions<In> extends DepartureOptions {
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
 * Gathers inputs, whoever brings them, into batches for `send`. Knows neither what an input is nor where it goes: the
 * order of one key is kept by lanes, the time of leaving decided by departures, the gathering done by DataLoader.
 */
export function createBatcher<In, Out>(send: SendBatch<In, Out>, options: BatchingOptions<In>): Batcher<In, Out> {
  const lanes = createLanes();
  const departures = createDepartures(options);
  const unanswered = new Set<Promise<unknown>>();

  const loader = new DataLoader<In, Outcome<Out>>(transport, {
    // Two equal updates are two writes.
    cache: false,
    maxBatchSize: options.maxSize,
    batchScheduleFn: departures.schedule,
  });

  async function transport(inputs: readonly In[]): Promise<readonly Outcome<Out>[]> {
    departures.departed();
    try {
      return await send(inputs);
    } finally {
      departures.arrived();
    }
  }

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
