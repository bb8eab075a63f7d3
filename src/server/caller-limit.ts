import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Admission } from '../graphql/context.ts';
import type { Caller } from './caller.ts';

/** Says how many of a mutation's inputs its caller may send now. */
export type AdmitInputs = (caller: Caller, inputs: number) => Promise<Admission>;

/**
 * Counts the inputs of each caller by the second, which begins with its first input: the whole number may come at once, and
 * again when the second is over. Then the caller is forgotten, so there are never more of them in memory than have called
 * within a second. Null: no limit.
 */
export function callerLimit(inputsPerSecond: number | null): AdmitInputs {
  if (inputsPerSecond === null) return async (_caller, inputs) => ({ inputs, retryAfterMs: 0 });
  const limiter = new RateLimiterMemory({ points: inputsPerSecond, duration: 1 });
  return async ({ id }, inputs) => {
    if (id === null) return { inputs, retryAfterMs: 0 };
    const usage = await limiter.consume(id, inputs).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const left = Math.max(0, inputsPerSecond - (usage.consumedPoints - inputs));
    return { inputs: Math.min(inputs, left), retryAfterMs: usage.msBeforeNext };
  };
}
