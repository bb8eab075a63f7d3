import { attempt } from '../batching/attempt.ts';
import { breaker, type Circuit } from '../batching/circuit-breaker.ts';
import { type Entry, takeToken } from '../batching/entry.ts';
import { followUp } from '../batching/follow-up.ts';
import { isolation } from '../batching/isolation.ts';
import { retries } from '../batching/retries.ts';
import type { Credential } from '../credential.ts';
import { withFreshToken } from '../hubspot/client.ts';
import type { BatchingObserver, FromRequest } from '../observer.ts';
import type { SendBatch } from '../outcome.ts';
import { rateLimit } from '../rate-limit/rate-limit.ts';
import type { RateLimiter, Urgency } from '../rate-limit/rate-limiter.ts';

/** The REST calls for inputs of one kind. */
export interface Calls<In, Out> {
  readonly batch: SendBatch<In, Out>;
  /** For what a batch left out without a word. */
  readonly single: SendBatch<In, Out>;
  /** Inputs for which it answers the same share a single call. */
  readonly sameAs?: (input: In) => string;
  /** Finds out whose answers a batch holds, where it does not tell. */
  readonly match?: (send: SendBatch<Entry<In, Out>, Out>) => SendBatch<Entry<In, Out>, Out>;
}

export interface PipelineOptions {
  readonly credential: Credential;
  readonly limiter: RateLimiter;
  readonly circuit: Circuit;
  /** Of attempts beyond the first one of a batch, which has its token when it leaves. */
  readonly urgency: Urgency;
  readonly observer: BatchingObserver;
  /** Aborted when waiting makes no more sense. */
  readonly closing: AbortSignal;
}

/** What happens to a batch on its way to HubSpot, and with its answer. */
export function pipeline<In extends FromRequest | null, Out>(
  { batch, single, sameAs, match = (send) => send }: Calls<In, Out>,
  { credential, limiter, circuit, urgency, observer, closing }: PipelineOptions,
): SendBatch<Entry<In, Out>, Out> {
  const pace = {
    limiter,
    urgency,
    since: ({ acceptedAt }: Entry<In, Out>) => acceptedAt,
    isWanted: ({ decided }: Entry<In, Out>) => decided === null,
    tokenOf: takeToken,
  };
  const callerOf = ({ input }: Entry<In, Out>) => input?.request?.requestId ?? null;
  const isDone = ({ decided }: Entry<In, Out>) => decided !== null;

  // Every attempt pays, so the rate limit is innermost; only the last look is within it, because an input can be withdrawn
  // as long as it waits for a token. A fresh access token is got before an attempt pays, and an attempt for which it came too
  // late pays again. The breaker holds attempts back before they pay.
  const attempts = (send: SendBatch<In, Out>) =>
    breaker(withFreshToken(rateLimit(attempt(send, { observer, closing }), pace), { credential }), { circuit });

  // What a batch left out is found by reading, or followed up alone, before isolation looks at the next part, which may hold
  // the same record. Retries are outermost: what failed for a reason that may pass waits while all else is answered.
  return retries(
    isolation(followUp(match(attempts(batch)), { sendSingle: attempts(single), ...(sameAs && { sameAs }) }), {
      observer,
      callerOf,
      isDone,
    }),
    { circuit, observer },
  );
}
