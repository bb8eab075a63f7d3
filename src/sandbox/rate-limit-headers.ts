/** Of a private app in a free account. Documented. */
const MAX_CALLS = 100;
const INTERVAL_MS = 10_000;

/** Counts calls in a rolling window and tells them as HubSpot's headers do. The limit is told, not enforced. */
export function rateLimitHeaders() {
  const times: number[] = [];
  return {
    /** Counts one call and answers the headers that go with it. */
    count(): Record<string, string> {
      const now = Date.now();
      while (times[0] !== undefined && times[0] <= now - INTERVAL_MS) times.shift();
      times.push(now);
      return {
        'x-hubspot-ratelimit-max': String(MAX_CALLS),
        'x-hubspot-ratelimit-remaining': String(Math.max(0, MAX_CALLS - times.length)),
        'x-hubspot-ratelimit-interval-milliseconds': String(INTERVAL_MS),
      };
    },
  };
}
