export interface DepartureOptions {
  /** Inputs a batch may hold. */
  readonly maxSize: number;
  /** How long a part-empty batch waits for company while another batch is in flight, in ms. */
  readonly windowMs: number;
}

/**
 * A burst of requests reaches us one by one, one or a few in each turn of the event loop. As long as each turn brings
 * another input a batch is better kept open, but for no longer than this many windows.
 */
const MAX_WINDOWS = 10;

/**
 * Decides when the batch that is gathered leaves: at once when it is full; otherwise after the window, or without one
 * when nothing is in flight, as soon as a turn of the event loop has brought no further input.
 *
 * DataLoader opens a batch by calling `schedule` and leaves its closing to us; it does not close a full one by itself,
 * and it must not be told twice to dispatch the same batch.
 */
export function createDepartures({ maxSize, windowMs }: DepartureOptions) {
  let gathering: Gathering | null = null;
  let inFlight = 0;
  let hurried = false;

  function leave(batch: Gathering): void {
    if (gathering !== batch) return;
    gathering = null;
    clearTimeout(batch.timer);
    batch.dispatch();
  }

  /** Runs in each turn of the event loop, after that turn's input and output. */
  function watch(batch: Gathering, seen: number): void {
    setImmediate(() => {
      if (gathering !== batch) return;
      const waitedMs = performance.now() - batch.openedAt;
      if (batch.size === seen || hurried || waitedMs >= windowMs * MAX_WINDOWS) leave(batch);
      else watch(batch, batch.size);
    });
  }

  return {
    schedule(dispatch: () => void): void {
      const batch: Gathering = { dispatch, size: 0, openedAt: performance.now(), timer: undefined };
      gathering = batch;
      // The first look comes before the turn's input is read, so that even a lone input waits for one whole turn.
      const look = () => watch(batch, batch.size - 1);
      if (inFlight === 0 || hurried) look();
      else batch.timer = setTimeout(look, windowMs);
    },

    /** An input has joined the batch that is gathered. */
    joined(): void {
      if (gathering === null) return;
      gathering.size += 1;
      if (gathering.size >= maxSize) leave(gathering);
    },

    departed(): void {
      inFlight += 1;
    },

    arrived(): void {
      inFlight -= 1;
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
  timer: NodeJS.Timeout | undefined;
}
