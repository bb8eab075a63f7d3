import { createHash } from 'node:crypto';
import { dailyLimit, tenSecondlyLimit } from './call-refusals.ts';
import type { Caller, SandboxAnswer } from './rest.ts';

/** The calls that one token may make. */
export interface Limits {
  /** Calls allowed in the interval. */
  readonly max: number;
  /** In ms. */
  readonly intervalMs: number;
  /** Calls allowed in a day of UTC. */
  readonly daily: number;
}

/** Of a private app in a free account. Documented. */
export const FREE_ACCOUNT: Limits = { max: 100, intervalMs: 10_000, daily: 250_000 };

/** How a call stands with the limits. */
export interface Counted {
  /** Recorded names and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** The 429 that answers it; null when it is within the limits. */
  readonly refusal: SandboxAnswer | null;
}

const MS_PER_DAY = 86_400_000;
/** Beyond so many tokens, what those did that have no calls in the interval is forgotten, but for their number. */
const KEEP = 1000;

/** Counts the calls of each token in a rolling interval and in a day. Inferred: a refused call does not count. */
export function createLimits({ max, intervalMs, daily }: Limits) {
  /** Times of the calls of the last interval, by token. */
  const lately = new Map<string, number[]>();
  /** Calls of the day, by token. */
  const ofDay = new Map<string, number>();
  let today = 0;

  function timesOf(key: string, now: number): number[] {
    if (lately.size > KEEP) forgetIdle(now);
    const times = lately.get(key) ?? [];
    lately.set(key, times);
    while (times[0] !== undefined && times[0] <= now - intervalMs) times.shift();
    return times;
  }

  function forgetIdle(now: number): void {
    for (const [key, times] of lately) if ((times.at(-1) ?? 0) <= now - intervalMs) lately.delete(key);
  }

  function callsToday(key: string, now: number): number {
    const day = Math.floor(now / MS_PER_DAY);
    if (day !== today) ofDay.clear();
    today = day;
    return ofDay.get(key) ?? 0;
  }

  return {
    /** Documented: only private apps are told of the daily limit. */
    count(token: string, caller: Caller): Counted {
      const now = Date.now();
      const key = createHash('sha256').update(token).digest('base64url');
      const times = timesOf(key, now);
      let calls = callsToday(key, now);
      const refusal = calls >= daily ? dailyLimit() : times.length >= max ? tenSecondlyLimit(caller) : null;
      if (refusal === null) {
        times.push(now);
        calls += 1;
        ofDay.set(key, calls);
      }
      const secondly = Math.floor(max / 10);
      return {
        refusal,
        headers: {
          ...(caller.privateApp
            ? {
                'x-hubspot-ratelimit-daily': String(daily),
                'x-hubspot-ratelimit-daily-remaining': String(daily - calls),
              }
            : {}),
          'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
          'x-hubspot-ratelimit-max': String(max),
          'x-hubspot-ratelimit-remaining': String(max - times.length),
          // Documented: still sent, and not enforced any more.
          'x-hubspot-ratelimit-secondly': String(secondly),
          'x-hubspot-ratelimit-secondly-remaining': String(Math.max(0, secondly - 1)),
        },
      };
    },
    clear(): void {
      lately.clear();
      ofDay.clear();
    },
  };
}
