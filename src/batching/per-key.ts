/** Values that are idle and beyond this count are dropped when a new one is made, where nothing else is said. */
const KEEP = 1000;

/**
 * One value for each key, made when it is first asked for and shared from then on. An idle value may be dropped and made
 * again, so it must hold no state while it is idle; one with a `close` is told.
 */
export function perKey<
  Subject extends { readonly id: string },
  Value extends { readonly pending: number; close?(): Promise<void> },
>(make: (subject: Subject) => Value, keep = KEEP) {
  const values = new Map<string, Value>();

  function dropIdle(): void {
    for (const [id, value] of values) {
      if (value.pending > 0) continue;
      values.delete(id);
      void value.close?.();
    }
  }

  return {
    get(subject: Subject): Value {
      let value = values.get(subject.id);
      if (value === undefined) {
        if (values.size >= keep) dropIdle();
        value = make(subject);
        values.set(subject.id, value);
      }
      return value;
    },
    /** The value, where there is one. */
    peek: (subject: Subject): Value | undefined => values.get(subject.id),
    all: (): Value[] => [...values.values()],
  };
}
