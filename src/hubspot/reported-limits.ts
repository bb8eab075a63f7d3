import type { RestAnswer } from './client.ts';
import { hubspotErrorSchema } from './wire.ts';

/** HubSpot documents 100 to 250 calls in 10 s. What is far from that is a mistake, and no reason to stop or to hurry. */
const LIMITS = { min: 1, max: 1_000 };
const INTERVALS_MS = { min: 1_000, max: 60_000 };

/** What an answer says about the quota of calls in a short interval: the headers, or a 429 that has none. */
export function reportedLimits({ status, headers, body }: RestAnswer) {
  const usedUp = status === 429 && hubspotErrorSchema.safeParse(body).data?.policyName === 'TEN_SECONDLY_ROLLING';
  const limit = within(headers.get('x-hubspot-ratelimit-max'), LIMITS);
  const remaining = within(headers.get('x-hubspot-ratelimit-remaining'), { min: 0, max: limit ?? LIMITS.max });
  return {
    limit,
    remaining: usedUp ? 0 : remaining,
    intervalMs: within(headers.get('x-hubspot-ratelimit-interval-milliseconds'), INTERVALS_MS),
  };
}

/** The whole number that a header holds; undefined where it holds none, or one that is out of bounds. */
function within(text: string | null, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
  const value = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
