import { createHash } from 'node:crypto';
import { dailyLimit, tenSecondlyLimit } from './call-refusals.ts';
import type { SandboxAnswer } from './rest.ts';

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

interface Usage {
  /** Times of the calls of the last interval. */
  readonly times: number[];
  day: number;
  callsOfDay: number;
}

const MS_PER_DAY = 86_400_000;
/** Tokens whose usage is kept; beyond that those with no calls in the interval are forgotten. */
const KEEP = 1000;

/** Counts the calls of each token in a rolling interval and in a day. Inferred: a refused call does not count. */
export function createLimits({ max, intervalMs, daily }: Limits) {
  const usages = new Map<string, Usage>();

  function usageOf(token: string, now: number): Usage {
    const key = createHash('sha256').update(token).digest('base64url');
    const usage = usages.get(key) ?? { times: [], day: 0, callsOfDay: 0 };
    usages.set(key, usage);
    while (usage.times[0] !== undefined && usage.times[0] <= now - intervalMs) usage.times.shift();
    const day = Math.floor(now / MS_PER_DAY);
    if (day !== usage.day) Object.assign(usage, { day, callsOfDay: 0 });
    return usage;
  }

  function forgetIdle(now: number): void {
    for (const [key, { times }] of usages) if ((times.at(-1) ?? 0) <= now - intervalMs) usages.delete(key);
  }

  return {
    /** `tellDaily`: whether answers tell the daily limit. Documented: not for the tokens of OAuth apps. */
    count(token: string, tellDaily: boolean): Counted {
      const now = Date.now();
      if (usages.size > KEEP) forgetIdle(now);
      const usage = usageOf(token, now);
      const refusal = usage.callsOfDay >= daily ? dailyLimit() : usage.times.length >= max ? tenSecondlyLimit() : null;
      if (refusal === null) {
        usage.times.push(now);
        usage.callsOfDay += 1;
      }
      const secondly = Math.floor(max / 10);
      return {
        refusal,
        headers: {
          ...(tellDaily
            ? {
                'x-hubspot-ratelimit-daily': String(daily),
                'x-hubspot-ratelimit-daily-remaining': String(daily - usage.callsOfDay),
              }
            : {}),
          'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
          'x-hubspot-ratelimit-max': String(max),
          'x-hubspot-ratelimit-remaining': String(max - usage.times.length),
          // Documented: still sent, and not enforced any more.
          'x-hubspot-ratelimit-secondly': String(secondly),
          'x-hubspot-ratelimit-secondly-remaining': String(Math.max(0, secondly - 1)),
        },
      };
    },
    clear: () => usages.clear(),
  };
}
