import type { Limits } from './account.ts';
import { dailyLimit, tenSecondlyLimit } from './call-refusals.ts';
import type { Caller, SandboxAnswer } from './rest.ts';

/** How a call stands with the limits. */
export interface Counted {
  /** Recorded names and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** The 429 that answers it; null when it is within the limits. */
  readonly refusal: SandboxAnswer | null;
}

/** What a token has used. */
interface Use {
  /** Times of its calls of the last interval. */
  readonly times: number[];
  day: number;
  callsOfDay: number;
}

const MS_PER_DAY = 86_400_000;

/** Counts the calls of each token in a rolling interval and in a day. Inferred: a refused call does not count. */
export function createLimits({ max, intervalMs, daily }: Limits) {
  const uses = new Map<string, Use>();

  /** Without what counts no more. */
  function useOf(token: string, now: number): Use {
    const use = uses.get(token) ?? { times: [], day: 0, callsOfDay: 0 };
    uses.set(token, use);
    while (use.times[0] !== undefined && use.times[0] <= now - intervalMs) use.times.shift();
    const day = Math.floor(now / MS_PER_DAY);
    if (day !== use.day) Object.assign(use, { day, callsOfDay: 0 });
    return use;
  }

  return {
    /** Documented: only private apps are told of the daily limit. */
    count(token: string, caller: Caller): Counted {
      const now = Date.now();
      const use = useOf(token, now);
      const spent = use.times.length >= max ? tenSecondlyLimit(caller) : null;
      const refusal = use.callsOfDay >= daily ? dailyLimit() : spent;
      if (refusal === null) {
        use.times.push(now);
        use.callsOfDay += 1;
      }
      const secondly = Math.floor(max / 10);
      const ofDay = {
        'x-hubspot-ratelimit-daily': String(daily),
        'x-hubspot-ratelimit-daily-remaining': String(daily - use.callsOfDay),
      };
      return {
        refusal,
        headers: {
          ...(caller.privateApp ? ofDay : {}),
          'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
          'x-hubspot-ratelimit-max': String(max),
          'x-hubspot-ratelimit-remaining': String(max - use.times.length),
          // Documented: still sent, and not enforced any more.
          'x-hubspot-ratelimit-secondly': String(secondly),
          'x-hubspot-ratelimit-secondly-remaining': String(Math.max(0, secondly - 1)),
        },
      };
    },
    clear: () => uses.clear(),
  };
}
