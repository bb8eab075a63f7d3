/**
 * Lists that wait before they can be loaded, for different times, go on in the order in which they came, where they hold a
 * name in common. A name is forgotten once its last list has gone on.
 */
export function createListOrder() {
  const last = new Map<string, Promise<void>>();

  return {
    /** Takes the place of a list behind those that hold one of its names. */
    enter(names: ReadonlySet<string>) {
      const ahead = new Set([...names].flatMap((name) => last.get(name) ?? []));
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      for (const name of names) last.set(name, gone);
      return {
        /** Resolves when all of them have gone on. */
        turn: Promise.all(ahead),
        /** Lets the next ones go on; to be called in its turn, whatever became of the list. */
        leave() {
          for (const name of names) if (last.get(name) === gone) last.delete(name);
          resolve();
        },
      };
    },

    /** Names of lists that have not gone on. */
    get size(): number {
      return last.size;
    },
  };
}
