import type { Outcome } from '../outcome.ts';
import type { createLanes, Place } from './lanes.ts';

/** Has a task run in its turn among those of a key. */
export type TakeTurn = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/**
 * Inputs that leave together, when the list is opened, and keep their order among themselves. Each is accepted when it is
 * loaded, and has its place in the order of its key from then on, or from when the first of its list with that key was.
 */
export interface HeldList<In, Out> {
  /** `index`: its place in the list, in whatever order they are loaded. */
  load(input: In, index: number): Promise<Outcome<Out>>;
  /** Lets the list go; what is loaded later goes at once. */
  open(): void;
}

/** `accept` takes an input in; `signal`: aborted when the caller goes away, whose list then holds up nobody. */
export function createHeldList<In, Out>(
  lanes: Pick<ReturnType<typeof createLanes>, 'run' | 'reserve'>,
  signal: AbortSignal | undefined,
  accept: (input: In, takeTurn: TakeTurn) => Promise<Outcome<Out>>,
): HeldList<In, Out> {
  const places = new Map<string, { readonly place: Place; first: number }>();
  let held = true;

  function placeOf(key: string, index: number): Place {
    const taken = places.get(key) ?? { place: lanes.reserve(key), first: index };
    taken.first = Math.min(taken.first, index);
    places.set(key, taken);
    return taken.place;
  }

  /** By their first inputs, for what is not held up by others joins batches in the order of the list. */
  function open(): void {
    held = false;
    signal?.removeEventListener('abort', open);
    for (const { place } of [...places.values()].sort((a, b) => a.first - b.first)) place.open();
    places.clear();
  }

  signal?.addEventListener('abort', open);
  if (signal?.aborted === true) open();

  return {
    load: (input, index) => accept(input, held ? (key, task) => placeOf(key, index).add(index, task) : lanes.run),
    open,
  };
}
