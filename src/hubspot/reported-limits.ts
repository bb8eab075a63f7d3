import type { RestAnswer } from './client.ts';
import { hubspotErrorSchema } from './wire.ts';

/** What an answer says about the quota of calls in a short interval: the headers, or a 429 that has none. */
export function reportedLimits({ status, headers, body }: RestAnswer) {
  const usedUp = status === 429 && hubspotErrorSchema.safeParse(body).data?.policyName === 'TEN_SECONDLY_ROLLING';
  return {
    limit: positive(headers.get('x-hubspot-ratelimit-max')),
    remaining: usedUp ? 0 : count(headers.get('x-hubspot-ratelimit-remaining')),
    intervalMs: positive(headers.get('x-hubspot-ratelimit-interval-milliseconds')),
  };
}

function count(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const positive = (text: string | null): number | undefined => count(text) || undefined;
