/**
 * The order of each key: of the entries with one key the first has its turn, until it leaves; entries with different keys do
 * not wait for each other. `begin` is told of each entry whose turn has come. A key is forgotten once its last entry has left.
 */
export function createLanes<Entry>(begin: (entry: Entry) => void) {
  // Not a Map, for the reason that crowd.ts gives.
  const lanes: Record<string, Set<Entry>> = Object.create(null);

  return {
    /** Its turn comes at once when no other entry has the key. */
    enter(key: string, entry: Entry): void {
      const lane = lanes[key];
      if (lane !== undefined) {
        lane.add(entry);
        return;
      }
      lanes[key] = new Set([entry]);
      begin(entry);
    },

    /** Its turn is over, or it gives up its place. */
    leave(key: string, entry: Entry): void {
      const lane = lanes[key];
      const [first] = lane ?? [];
      if (lane?.delete(entry) !== true || first !== entry) return;
      const [next] = lane;
      if (next === undefined) delete lanes[key];
      else begin(next);
    },

    /** Whether an entry with this key has its turn or waits for it. */
    has: (key: string): boolean => lanes[key] !== undefined,

    /** Keys that have an entry. */
    get size(): number {
      return Object.keys(lanes).length;
    },
  };
}
