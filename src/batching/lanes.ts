/**
 * Runs tasks of one key one after the other, in the order in which they were given; tasks of different keys do not wait
 * for each other. A key is forgotten once its last task has ended.
 */
export function createLanes() {
  // Not a Map, for the reason that crowd.ts gives.
  const lanes: Record<string, Promise<unknown>> = Object.create(null);

  return {
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

    /** Whether the key has a task waiting or running. */
    has: (key: string): boolean => lanes[key] !== undefined,

    /** Keys that have a task waiting or running. */
    get size(): number {
      return Object.keys(lanes).length;
    },
  };
}
