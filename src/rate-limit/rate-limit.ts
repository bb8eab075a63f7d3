import type { SendBatch } from '../outcome.ts';
import type { RateLimiter, Token, Urgency } from './rate-limiter.ts';

export interface RateLimitOptions<In> {
  readonly limiter: RateLimiter;
  readonly urgency: Urgency;
  /** Since when an input waits, on the clock of `performance.now()`. */
  readonly since: (input: In) => number;
  /** Whether an input is still to be sent. */
  readonly isWanted: (input: In) => boolean;
  /** The token that these inputs have got already; null where they have none. */
  readonly tokenOf: (inputs: readonly In[]) => Token | null;
}

/**
 * Each attempt to send a batch pays with a token, and waits for one. Where none of the inputs is wanted any more when its
 * turn comes, it goes on without one: `send` makes no call for them.
 */
export function rateLimit<In, Out>(send: SendBatch<In, Out>, options: RateLimitOptions<In>): SendBatch<In, Out> {
  const { limiter, urgency, since, isWanted, tokenOf } = options;

  const waitForToken = (inputs: readonly In[]): Promise<Token | null> =>
    new Promise((resolve) => {
      const oldest = inputs.reduce((least, input) => Math.min(least, since(input)), performance.now());
      limiter.ask({
        urgency,
        since: () => oldest,
        hasRoom: () => false,
        isWanted: () => areWanted(inputs),
        leave: resolve,
        dropped: () => resolve(null),
      });
    });

  // What is empty from the beginning asks about the batch itself.
  const areWanted = (inputs: readonly In[]) => inputs.length === 0 || inputs.some(isWanted);

  return async (inputs) => {
    const token = tokenOf(inputs) ?? (await waitForToken(inputs));
    if (!areWanted(inputs)) {
      token?.unused();
      return send(inputs);
    }
    try {
      return await send(inputs);
    } finally {
      token?.answered();
    }
  };
}
