import type { Departure, RateLimiter } from './rate-limiter.ts';

export interface LateLimiterOptions {
  /** The limiter to use; null: there is none but the own one. Rejects where that is not known now, and is asked again later. */
  readonly find: () => Promise<RateLimiter | null>;
  readonly openOwn: () => RateLimiter;
  /** How long a departure waits for what `find` says before it asks the own limiter, in ms. */
  readonly patienceMs: number;
}

/**
 * A limiter that has to be found first. Looking for it begins with the first departure, so nothing is looked for in vain.
 * Departures wait until it is found, but not for long: then they ask a limiter of their own. Should the right one be found
 * after all, new departures ask that one, and those that have asked the own one leave by it.
 */
export function createLateLimiter({ find, openOwn, patienceMs }: LateLimiterOptions): RateLimiter {
  const waiting = new Set<Departure>();
  let found: RateLimiter | null = null;
  let own: RateLimiter | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let state: 'unknown' | 'looking' | 'settled' | 'closed' = 'unknown';

  const current = () => found ?? own;
  const all = () => [found, own].filter((limiter) => limiter !== null);

  function forward(): void {
    own ??= found === null ? openOwn() : null;
    for (const departure of waiting) {
      waiting.delete(departure);
      current()?.ask(departure);
    }
  }

  async function look(): Promise<void> {
    state = 'looking';
    alarm = setTimeout(forward, patienceMs).unref();
    // Whatever went wrong, the calls have a quota to leave by.
    const answer = await find().catch(() => undefined);
    clearTimeout(alarm);
    if (isClosed()) {
      await answer?.close();
      return;
    }
    state = answer === undefined ? 'unknown' : 'settled';
    found = answer ?? null;
    forward();
  }

  const isClosed = () => state === 'closed';

  return {
    ask(departure) {
      if (state === 'unknown') void look();
      const limiter = current();
      if (limiter === null) waiting.add(departure);
      else limiter.ask(departure);
    },
    again() {
      for (const limiter of all()) limiter.again();
    },
    cancel(departure) {
      waiting.delete(departure);
      for (const limiter of all()) limiter.cancel(departure);
    },
    observe: (reported) => current()?.observe(reported),
    waitMs: (callsBefore) => current()?.waitMs(callsBefore) ?? 0,
    get left() {
      return current()?.left ?? 1;
    },
    get idle() {
      return waiting.size === 0 && all().every(({ idle }) => idle);
    },
    async close() {
      state = 'closed';
      clearTimeout(alarm);
      await Promise.all(all().map((limiter) => limiter.close()));
    },
  };
}
