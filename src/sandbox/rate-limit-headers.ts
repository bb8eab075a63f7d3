export interface TellLimits {
  /** Calls allowed in the interval. */
  readonly max: number;
  /** In ms. */
  readonly intervalMs: number;
}

/** Of a private app in a free account. Documented. */
export const FREE_ACCOUNT: TellLimits = { max: 100, intervalMs: 10_000 };

/** Counts calls in a rolling window and tells them as HubSpot's headers do. The limit is told, not enforced. */
export function rateLimitHeaders({ max, intervalMs }: TellLimits) {
  const times: number[] = [];
  return {
    /** Counts one call and answers the headers that go with it. */
    count(): Record<string, string> {
      const now = Date.now();
      while (times[0] !== undefined && times[0] <= now - intervalMs) times.shift();
      times.push(now);
      return {
        'x-hubspot-ratelimit-max': String(max),
        'x-hubspot-ratelimit-remaining': String(Math.max(0, max - times.length)),
        'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
      };
    },
  };
}
