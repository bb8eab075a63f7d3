/** A place in the order of its keys. */
export interface Place {
  /** Resolves when all that came before with one of its keys have left; null when there are none. */
  readonly turn: Promise<unknown> | null;
  /** Its turn is over, or it gives up its place before that. */
  leave(): void;
}

export type KeyQueues = ReturnType<typeof createKeyQueues>;

/**
 * What has a key in common has its turn in the order in which it came, one after the other; what has none does not wait for
 * each other. A key is forgotten once the last that has it has left.
 */
export function createKeyQueues() {
  /** Resolves when the last one that came with the key has left, and all before it. */
  const last = new Map<string, Promise<unknown>>();

  return {
    enter(keys: Iterable<string>): Place {
      const own = new Set(keys);
      const ahead = new Set([...own].flatMap((key) => last.get(key) ?? []));
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      const gone = Promise.all([...ahead, left]).then(() => {
        for (const key of own) if (last.get(key) === gone) last.delete(key);
      });
      for (const key of own) last.set(key, gone);
      return { turn: ahead.size > 0 ? Promise.all(ahead) : null, leave };
    },

    /** Whether something with this key has its turn or waits for it. */
    has: (key: string): boolean => last.has(key),

    /** Stands for the last one that came with the key, as long as it or one before it is there. */
    end: (key: string): unknown => last.get(key),
  };
}
