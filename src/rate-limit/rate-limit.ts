import type { SendBatch } from '../outcome.ts';
import type { Quota } from './quota.ts';

/** Each attempt at sending a batch pays with a token, and waits for one. */
export const rateLimit =
  <In, Out>(quota: Quota, send: SendBatch<In, Out>): SendBatch<In, Out> =>
  (inputs) =>
    quota.spend(() => send(inputs));
