import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
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
export function breaker<In, Out>({ policy }: Circuit, send: SendBatch<In, Out>): SendBatch<In, Out> {
  return async (inputs) => {
    try {
      return await policy.execute(() => send(inputs));
    } catch (error) {
      throw isBrokenCircuitError(error) ? new CircuitOpenError(error) : error;
    }
  };
}

export type Circuit = ReturnType<typeof createCircuit>;

export function createCircuit() {
  const looksLikeOutage = (error: unknown) => error instanceof WriteError && error.resend === 'backoff';
  const policy = circuitBreaker(handleWhen(looksLikeOutage), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  let openedAt = Number.NEGATIVE_INFINITY;
  policy.onBreak(() => {
    openedAt = performance.now();
  });

  return {
    policy,
    /** Whether the next batch would be refused. Not for ever: somebody has to come by for the probe. */
    get isOpen() {
      return policy.state === CircuitState.Open && performance.now() < openedAt + OPEN_MS;
    },
  };
}
