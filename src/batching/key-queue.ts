/**
 * The order of each key: of the entries with one key the first has its turn, until it leaves; entries with different keys do
 * not wait for each other. `begin` is told of each entry whose turn has come. A key is forgotten once its last entry has left.
 */
export function createKeyQueues<Entry>(begin: (entry: Entry) => void) {
  const queues = new Map<string, Set<Entry>>();

  return {
    /** Its turn comes at once when no other entry has the key. */
    enter(key: string, entry: Entry): void {
      const queue = queues.get(key);
      if (queue !== undefined) {
        queue.add(entry);
        return;
      }
      queues.set(key, new Set([entry]));
      begin(entry);
    },

    /** Its turn is over, or it gives up its place. */
    leave(key: string, entry: Entry): void {
      const queue = queues.get(key);
      const [first] = queue ?? [];
      if (queue?.delete(entry) !== true || first !== entry) return;
      const [next] = queue;
      if (next === undefined) queues.delete(key);
      else begin(next);
    },

    /** Whether an entry with this key has its turn or waits for it. */
    has: (key: string): boolean => queues.has(key),

    /** Keys that have an entry. */
    get size(): number {
      return queues.size;
    },
  };
}
