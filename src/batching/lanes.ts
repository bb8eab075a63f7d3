/** A place in the order of a key, for tasks that are still to come. */
export interface Place {
  /** Adds a task; those of a place run one after the other, by ascending rank. To be called before it is opened. */
  add<T>(rank: number, task: () => Promise<T>): Promise<T>;
  /** Its tasks run when the turn of the place comes; what was given to the key later runs after them. */
  open(): void;
}

/**
 * Runs tasks of one key one after the other, in the order in which they were given; tasks of different keys do not wait
 * for each other. A key is forgotten once its last task has ended.
 */
export function createLanes() {
  // Not a Map, for the reason that crowd.ts gives.
  const lanes: Record<string, Promise<unknown>> = Object.create(null);

  const lane = {
    run<T>(key: string, task: () => Promise<T>): Promise<T> {
      const ahead = lanes[key];
      const result = ahead === undefined ? task() : ahead.then(task, task);
      lanes[key] = result;
      const leave = () => {
        if (lanes[key] === result) delete lanes[key];
      };
      result.then(leave, leave);
      return result;
    },

    /** Takes a place that holds up what comes after it until it is opened. */
    reserve(key: string): Place {
      const tasks: { readonly rank: number; readonly begin: () => Promise<void> }[] = [];
      const opened = Promise.withResolvers<void>();
      void lane.run(key, async () => {
        await opened.promise;
        for (const { begin } of tasks.toSorted((a, b) => a.rank - b.rank)) await begin();
      });
      return {
        add<T>(rank: number, task: () => Promise<T>): Promise<T> {
          const { promise, resolve, reject } = Promise.withResolvers<T>();
          tasks.push({ rank, begin: () => task().then(resolve, reject) });
          return promise;
        },
        open: opened.resolve,
      };
    },

    /** Whether the key has a task waiting or running. */
    has: (key: string): boolean => lanes[key] !== undefined,

    /** Keys that have a task waiting or running. */
    get size(): number {
      return Object.keys(lanes).length;
    },
  };
  return lane;
}
