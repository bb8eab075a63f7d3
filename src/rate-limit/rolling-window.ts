import type { ReportedLimits, Taken, Token, Tokens } from './rate-limiter.ts';

export interface WindowOptions {
  /** Calls allowed in any interval, until HubSpot's headers say otherwise. */
  readonly limit: number;
  /** In ms. */
  readonly intervalMs: number;
}

/**
 * The tokens of a process that has its quota for itself.
 *
 * A token comes back one interval after its call was answered: HubSpot counts a call at some moment between its sending and
 * its answer, so in no interval of HubSpot's can there be more calls than allowed, however long they travel. (A bucket that
 * refills steadily allows almost twice as many.)
 *
 * What is left is spent evenly until more comes back. After a departure the next paced call leaves no sooner than
 * (time until the next token comes back) ÷ (tokens left): few calls soon after one another as long as much is left, and the
 * last token not before another one is about to come back.
 */
export function createRollingWindow({ limit, intervalMs }: WindowOptions, onChange: () => void = () => {}) {
  let underWay = 0;
  /** Since when tokens are on their way back, in ascending order. An interval that is corrected counts for them too. */
  const answeredAt: number[] = [];
  let lastDepartureAt = Number.NEGATIVE_INFINITY;
  /** How long the last call took: a token is away for as long, too. */
  let callMs = 0;

  function free(): number {
    const now = performance.now();
    while (answeredAt[0] !== undefined && answeredAt[0] + intervalMs <= now) answeredAt.shift();
    return limit - underWay - answeredAt.length;
  }

  /** How long until one more token is back than are now, in ms, as far as answers have come. */
  function untilNext(): number {
    const [since] = answeredAt;
    return since === undefined ? Number.POSITIVE_INFINITY : since + intervalMs - performance.now();
  }

  /** The wait after which (time since the last departure) × (tokens left) is no less than the time until the next one. */
  function paceMs(left: number): number {
    if (underWay === 0 && answeredAt.length === 0) return 0;
    const sinceLast = performance.now() - lastDepartureAt;
    return Math.max(0, (Math.min(untilNext(), intervalMs) - left * sinceLast) / (left + 1));
  }

  function depart(): Token {
    const leftAt = performance.now();
    underWay += 1;
    return {
      answered() {
        callMs = Math.min(performance.now() - leftAt, intervalMs);
        underWay -= 1;
        park(1);
      },
      unused() {
        underWay -= 1;
        onChange();
      },
    };
  }

  /** Takes so many tokens out of circulation until one interval after `at`. */
  function park(count: number, at = performance.now()): void {
    for (let added = 0; added < count; added += 1) answeredAt.push(at);
    onChange();
  }

  return {
    take(paced: boolean): Taken {
      const left = free();
      if (left <= 0) return { token: null, waitMs: untilNext() };
      const waitMs = paced ? paceMs(left) : 0;
      return { token: depart(), waitMs };
    },
    /** Counts a call that was allowed elsewhere. */
    depart,
    departed(at: number): void {
      lastDepartureAt = at;
    },
    park,
    observe(reported: ReportedLimits): void {
      const { remaining } = reported;
      intervalMs = reported.intervalMs ?? intervalMs;
      limit = reported.limit ?? limit;
      // Fewer are left than we know of: somebody else has made calls. They are over one interval from now, at the latest.
      if (remaining !== undefined) park(free() - remaining);
      else onChange();
    },
    waitMs(callsBefore: number): number {
      const missing = callsBefore + 1 - free();
      if (missing <= 0) return 0;
      const place = (missing - 1) % Math.max(1, limit);
      const intervals = Math.ceil(missing / Math.max(1, limit));
      // Of a call under way nobody knows when it will be answered.
      const since = answeredAt[place] ?? performance.now();
      return since + intervals * (intervalMs + callMs) - callMs - performance.now();
    },
    get left() {
      return Math.max(0, free()) / limit;
    },
    /** How many are free in so many ms if no call leaves. */
    freeIn(ms: number): number {
      const at = performance.now() + ms;
      return free() + answeredAt.filter((since) => since + intervalMs <= at).length;
    },
    get idle() {
      return underWay === 0 && free() === limit;
    },
    get limit() {
      return limit;
    },
    get intervalMs() {
      return intervalMs;
    },
    close: async () => {},
  } satisfies Tokens & Record<string, unknown>;
}
