/**
 * Runs tasks of one key one after the other, in the order in which they were given; tasks of different keys do not wait
 * for each other. A key is forgotten once its last task has ended.
 */
export function createLanes() {
  const lanes = new Map<string, Promise<unknown>>();

  return {
    run<T>(key: string, task: () => Promise<T>): Promise<T> {
      const ahead = lanes.get(key);
      const result = ahead === undefined ? task() : ahead.then(task, task);
      lanes.set(key, result);
      const leave = () => {
        if (lanes.get(key) === result) lanes.delete(key);
      };
      result.then(leave, leave);
      return result;
    },

    /** Keys that have a task waiting or running. */
    get size(): number {
      return lanes.size;
    },
  };
}
