/** Values that are idle and beyond this count are dropped when new ones are made, where nothing else is said. */
const KEEP = 1000;
/** How often values are looked at that are not worth keeping, in ms. */
const SOON_MS = 1000;

/**
 * One value for each key, made when it is first asked for and shared from then on. An idle value may be dropped and made
 * again, so it must hold no state while it is idle; one with a `close` is told.
 */
export function perKey<
  Subject extends { readonly id: string },
  Value extends { readonly pending: number; close?(): Promise<void> },
>(make: (subject: Subject) => Value, keep = KEEP) {
  const values = new Map<string, Value>();
  /** Keys of values that go as soon as they are idle. */
  const going = new Set<string>();

  /** Returns whether it was idle. */
  function dropIfIdle(id: string): boolean {
    const value = values.get(id);
    if (value !== undefined && value.pending > 0) return false;
    values.delete(id);
    void value?.close?.();
    return true;
  }

  /** Two of the oldest for each new one: so there are soon no more than are kept, or busy, and none is looked at often. */
  function makeRoom(): void {
    for (const [id, value] of [...values.entries().take(2)]) {
      if (dropIfIdle(id)) continue;
      values.delete(id);
      values.set(id, value);
    }
  }

  return {
    get(subject: Subject): Value {
      let value = values.get(subject.id);
      if (value === undefined) {
        if (values.size >= keep) makeRoom();
        value = make(subject);
        values.set(subject.id, value);
      }
      return value;
    },
    /** The value, where there is one. */
    peek: (subject: Subject): Value | undefined => values.get(subject.id),
    /** It is not worth keeping: it goes within a moment of being idle, however few others there are. */
    dropSoon({ id }: Subject): void {
      if (going.has(id)) return;
      going.add(id);
      const looking = setInterval(() => {
        if (!dropIfIdle(id)) return;
        going.delete(id);
        clearInterval(looking);
      }, SOON_MS).unref();
    },
    all: (): Value[] => [...values.values()],
  };
}
