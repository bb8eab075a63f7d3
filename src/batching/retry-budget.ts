/** Tokens to begin with, and the most there can be. */
const FULL = 10;
/** What a success earns: one retry for ten successes, for as long as failures go on. */
const EARNED_BY_SUCCESS = 0.1;

/**
 * Keeps retries from multiplying an outage, as gRPC throttles them: every failure costs a token, every success earns a
 * part of one, and there are retries only while more than half of the tokens are left.
 */
export function createRetryBudget() {
  let tokens = FULL;
  return {
    failed(): void {
      tokens = Math.max(0, tokens - 1);
    },
    succeeded(): void {
      tokens = Math.min(FULL, tokens + EARNED_BY_SUCCESS);
    },
    allows: (): boolean => tokens > FULL / 2,
  };
}
