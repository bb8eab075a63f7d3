import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { type SendBatch, WriteError } from '../outcome.ts';
import { CircuitOpenError } from './errors.ts';

/** So many outage-like failures in a row open the circuit. */
const FAILURES = 5;
/** So long it stays open before one batch may probe, in ms. */
const OPEN_MS = 5_000;

/**
 * Makes no attempts while HubSpot is down: after several failures in a row batches fail at once, and after a while one of
 * them probes for all. Refusals and used-up quotas are no outage: somebody answered.
 */
export function breaker<In, Out>(send: SendBatch<In, Out>): SendBatch<In, Out> {
  const looksLikeOutage = (error: unknown) => error instanceof WriteError && error.resend === 'backoff';
  const policy = circuitBreaker(handleWhen(looksLikeOutage), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });

  return async (inputs) => {
    try {
      return await policy.execute(() => send(inputs));
    } catch (error) {
      throw isBrokenCircuitError(error) ? new CircuitOpenError(error) : error;
    }
  };
}
