/** A credential's share of the inputs that may wait. */
export interface QueueShare {
  /** Takes a place for an input; false when there is none. */
  enter(): boolean;
  leave(): void;
}

/**
 * Bounds the inputs that wait. Each credential with inputs waiting has an equal share of the places, so that one that
 * fills the queue leaves room for the others.
 */
export function createQueueLimit(limit: number) {
  let sharers = 0;

  return {
    share(): QueueShare {
      let taken = 0;
      return {
        enter() {
          const among = taken === 0 ? sharers + 1 : sharers;
          if (taken >= limit / among) return false;
          if (taken === 0) sharers += 1;
          taken += 1;
          return true;
        },
        leave() {
          taken -= 1;
          if (taken === 0) sharers -= 1;
        },
      };
    },
  };
}
