import type { z } from 'zod';
import type { SentError } from './classify-error.ts';
import type { RestAnswer } from './client.ts';
import { correlationIdSchema, hubspotErrorSchema } from './wire.ts';

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SentError };

/**
 * What an answer says: a value of the expected form, or an error, which may be empty. All 2xx are read alike, because the
 * versions of HubSpot's API differ in which of them they use.
 */
export function readAnswer<T extends z.ZodType>(answer: RestAnswer, schema: T): Read<z.output<T>> {
  const { status, headers, body } = answer;
  const read = status >= 200 && status < 300 ? schema.safeParse(body) : undefined;
  if (read?.success) return { ok: true, value: read.data };
  const error = hubspotErrorSchema.safeParse(body).data ?? {};
  const inHeader = correlationIdSchema.safeParse(headers.get('x-hubspot-correlation-id')).data;
  const correlationId = error.correlationId ?? inHeader;
  const retryAfterMs = readRetryAfter(headers.get('retry-after'));
  return { ok: false, error: { status, body: { ...error, correlationId }, retryAfterMs } };
}

/** No shorter wait is worth asking again after. */
const SHORTEST_MS = 1_000;
/** HubSpot documents waits of up to a day. */
const LONGEST_MS = 86_400_000;

/**
 * The wait that a `Retry-After` header asks for, in whole ms and within bounds. Seconds (fractions as well) and HTTP dates
 * are understood. Null when the header asks for none: empty, zero, negative, past.
 */
export function readRetryAfter(header: string | null, nowMs: number = Date.now()): number | null {
  if (header === null || header.length > 200) return null;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? dateMs(header) - nowMs : seconds * 1_000;
  return ms > 0 ? Math.ceil(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms))) : null;
}

/** `Date.parse` alone takes almost any text with a number in it for a date. */
const dateMs = (text: string): number => (/ GMT\s*$/.test(text) ? Date.parse(text) : Number.NaN);

/** What an answer says about the quota of calls in a short interval: the headers, or a 429 that has none. */
export function reportedLimits({ status, headers, body }: RestAnswer) {
  /** The whole number that a header holds; undefined where it holds none, or one that is out of bounds. */
  function header(name: string, min: number, max: number): number | undefined {
    const text = headers.get(`x-hubspot-ratelimit-${name}`) ?? '';
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  }
  const usedUp = status === 429 && hubspotErrorSchema.safeParse(body).data?.policyName === 'TEN_SECONDLY_ROLLING';
  // HubSpot documents 100 to 250 calls in 10 s. What is far from that is a mistake, and no reason to stop or to hurry.
  const limit = header('max', 1, 1_000);
  return {
    limit,
    remaining: usedUp ? 0 : header('remaining', 0, limit ?? 1_000),
    intervalMs: header('interval-milliseconds', 1_000, 60_000),
  };
}
