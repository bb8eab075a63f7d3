/** No shorter wait is worth asking again after. */
const SHORTEST_MS = 1_000;
/** HubSpot documents waits of up to a day. */
const LONGEST_MS = 86_400_000;

/**
 * The wait that a `Retry-After` header asks for, in whole ms and within bounds. Seconds (fractions as well) and HTTP dates
 * are understood; of several waits the longest counts. Null when the header asks for none: empty, zero, negative, past.
 */
export function readRetryAfter(header: string | null, nowMs: number = Date.now()): number | null {
  if (header === null || header.length > 200) return null;
  const parts = header.split(',').map((part) => part.trim());
  const isSeconds = parts.every((part) => part !== '' && !Number.isNaN(Number(part)));
  const ms = isSeconds ? Math.max(...parts.map(Number)) * 1_000 : dateMs(header) - nowMs;
  return ms > 0 ? Math.ceil(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms))) : null;
}

/** `Date.parse` alone takes almost any text with a number in it for a date. */
const dateMs = (text: string): number => (/ GMT\s*$/.test(text) ? Date.parse(text) : Number.NaN);
