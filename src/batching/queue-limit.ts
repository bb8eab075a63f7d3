export interface QueueLimitOptions {
  /** Inputs that may wait, those of all credentials together. */
  readonly inputs: number;
  /** Bytes that they may have together; a larger one has a place when nothing else waits. */
  readonly bytes: number;
  /** Whether there are several credentials, which have to leave room for each other. */
  readonly shared: boolean;
}

/** What one credential holds of the queue. */
export interface QueueShare {
  /** Takes a place for an input of so many bytes; false when there is none. */
  enter(bytes: number): boolean;
  leave(bytes: number): void;
}

/**
 * Bounds what waits. Where credentials share the queue, none may hold more than it leaves free: one that fills it gets half,
 * a second one half of the rest, and as they go on they come to equal parts, with another one left for the next. Nothing is
 * thrown out again, so room for newcomers has to be kept. The quota is a credential's own, so only the queue is shared.
 */
export function createQueueLimit({ inputs, bytes, shared }: QueueLimitOptions) {
  const free = { inputs, bytes };

  return {
    share(): QueueShare {
      const own = { inputs: 0, bytes: 0 };

      function take(count: number, size: number): void {
        own.inputs += count;
        own.bytes += size;
        free.inputs -= count;
        free.bytes -= size;
      }

      return {
        enter(size) {
          const fits = free.inputs > 0 && free.bytes >= size;
          const leavesRoom = !shared || (own.inputs < free.inputs && own.bytes + size <= free.bytes);
          const hasPlace = (fits && leavesRoom) || free.inputs === inputs;
          if (hasPlace) take(1, size);
          return hasPlace;
        },
        leave: (size) => take(-1, -size),
      };
    },
  };
}
