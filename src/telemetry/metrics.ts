import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { BatchingObserver } from '../observer.ts';

/** What is read at the moment of a scrape. */
export interface GatewayState {
  /** Inputs and reads accepted and not done with yet. */
  readonly queueLength: number;
  /** Credentials that the gateway holds something for. */
  readonly credentials: number;
  /** Credentials whose updates are held back for a moment, because HubSpot failed again and again. */
  readonly circuitsOpen: number;
  /** The share of the quota that is left, from 0 to 1; of the credential that has least. */
  readonly quotaLeft: number;
  /** 1 while the quota should be shared with other replicas, and is not; otherwise 0. */
  readonly quotaFallback: number;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const SIZES = [1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99, 100];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * The gateway's Prometheus metrics, times in seconds. No label is made of what callers or HubSpot send, so that their
 * number is bounded: paths, credentials and operations are not among them.
 */
export function createMetrics() {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `contacts_gateway_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly L[] = [],
  ) => new Histogram({ name: `contacts_gateway_${name}`, help, buckets: [...buckets], labelNames, registers });

  const requests = histogram('request_duration_seconds', 'GraphQL requests, by HTTP status.', SECONDS, ['status']);
  const inputs = counter('inputs_total', 'Inputs of updateContacts that were answered, by the type of the answer.', [
    'result',
  ]);
  const errors = counter('graphql_errors_total', 'Errors at the top level of answers, by code.', ['code']);
  const batchSize = histogram('batch_size', 'Inputs of an attempt to send a batch.', SIZES, ['kind']);
  const queueWait = histogram(
    'queue_wait_seconds',
    'Time from accepting an input to sending it for the first time.',
    SECONDS,
    ['kind'],
  );
  const calls = histogram(
    'rest_call_duration_seconds',
    'REST calls to HubSpot, by HTTP status; "none" where no answer came.',
    SECONDS,
    ['endpoint', 'status'],
  );
  const callsSaved = counter(
    'rest_calls_saved_total',
    'REST calls that one call for each input would have taken more.',
  );
  const splits = counter('batch_splits_total', 'Refused batches that were sent again in parts.', ['kind']);
  const retries = counter('retries_total', 'Failed batches that were sent again.', ['kind']);
  collectDefaultMetrics({ register: registry });

  const observer = (kind: 'update' | 'read'): BatchingObserver => ({
    attempt(size, waitedMs) {
      batchSize.observe({ kind }, size);
      for (const ms of waitedMs) queueWait.observe({ kind }, ms / 1000);
    },
    split: () => splits.inc({ kind }),
    retry: () => retries.inc({ kind }),
  });

  return {
    registry,
    observers: { updates: observer('update'), reads: observer('read') },
    request: (status: number, ms: number) => requests.observe({ status }, ms / 1000),
    answered: (result: string, count: number) => inputs.inc({ result }, count),
    failed(codes: Readonly<Record<string, number>>): void {
      for (const [code, count] of Object.entries(codes)) errors.inc({ code }, count);
    },
    restCall(endpoint: string, status: number | null, ms: number, size: number): void {
      calls.observe({ endpoint, status: status ?? 'none' }, ms / 1000);
      if (size > 1) callsSaved.inc(size - 1);
    },
    /** From now on a scrape also tells the state. */
    readState(state: () => GatewayState): void {
      const gauge = (name: string, help: string, of: keyof GatewayState) =>
        new Gauge({
          name: `contacts_gateway_${name}`,
          help,
          registers,
          collect() {
            this.set(state()[of]);
          },
        });
      gauge('queue_length', 'Inputs and reads accepted and not done with yet.', 'queueLength');
      gauge('credentials', 'Credentials that the gateway holds something for.', 'credentials');
      gauge(
        'circuits_open',
        'Credentials whose updates are held back, as HubSpot failed again and again.',
        'circuitsOpen',
      );
      gauge('quota_left_ratio', 'Share of the quota that is left; of the credential that has least.', 'quotaLeft');
      gauge('quota_fallback', '1 while the quota should be shared with other replicas, and is not.', 'quotaFallback');
    },
  };
}
