import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Access, Kind } from '../contacts/access.ts';
import type { BatchingObserver } from '../observer.ts';
import type { SharedBy } from '../rate-limit/rate-limiters.ts';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const SIZES = [1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99, 100];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * The gateway's Prometheus metrics, times in seconds. No label is made of what callers or HubSpot send, so that their
 * number is bounded: paths, credentials and operations are not among them.
 */
export function createMetrics() {
  const registry = new Registry();
  const common = (name: string, help: string) => ({ name: `contacts_gateway_${name}`, help, registers: [registry] });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ ...common(name, help), labelNames });
  const histogram = (name: string, help: string, buckets: number[], ...labelNames: string[]) =>
    new Histogram({ ...common(name, help), buckets, labelNames });
  /** Read at the moment of a scrape. */
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      ...common(name, help),
      collect() {
        this.set(read());
      },
    });

  const requests = histogram('request_duration_seconds', 'GraphQL requests, by HTTP status.', SECONDS, 'status');
  const inputs = counter('inputs_total', 'Inputs of mutations that were answered, by type of answer.', 'result');
  const errors = counter('graphql_errors_total', 'Errors at the top level of answers, by code.', 'code');
  const batchSize = histogram('batch_size', 'Inputs of an attempt to send a batch.', SIZES, 'kind');
  const untilSent = 'Time from accepting an input to sending it for the first time.';
  const queueWait = histogram('queue_wait_seconds', untilSent, SECONDS, 'kind');
  const restCalls = 'REST calls to HubSpot, by HTTP status; "none" where no answer came.';
  const calls = histogram('rest_call_duration_seconds', restCalls, SECONDS, 'endpoint', 'status');
  const saved = 'REST calls that one call for each input would have taken more.';
  const callsSaved = counter('rest_calls_saved_total', saved);
  const splits = counter('batch_splits_total', 'Refused batches that were sent again in parts.', 'kind');
  const retries = counter('retries_total', 'Failed batches that were sent again.', 'kind');
  const changes = 'Times that the schema has followed the property definitions of the account.';
  const schemaChanges = counter('schema_changes_total', changes);
  collectDefaultMetrics({ register: registry });

  const observe = (kind: Kind): BatchingObserver => ({
    attempt(size, waitedMs) {
      batchSize.observe({ kind }, size);
      for (const ms of waitedMs) queueWait.observe({ kind }, ms / 1000);
    },
    split: () => splits.inc({ kind }),
    retry: () => retries.inc({ kind }),
  });

  return {
    registry,
    observe,
    answered: (result: string, count: number) => inputs.inc({ result }, count),
    schemaChanged: () => schemaChanges.inc(),
    request(status: number, ms: number, errorsByCode: Readonly<Record<string, number>>): void {
      requests.observe({ status }, ms / 1000);
      for (const [code, count] of Object.entries(errorsByCode)) errors.inc({ code }, count);
    },
    restCall(endpoint: string, status: number | null, ms: number, size: number): void {
      calls.observe({ endpoint, status: status ?? 'none' }, ms / 1000);
      if (size > 1) callsSaved.inc(size - 1);
    },
    /** From now on a scrape also tells of all that is there for credentials, and where their quota is shared. */
    readState(all: () => readonly Access[], shared: () => SharedBy): void {
      gauge('queue_length', 'Inputs and reads accepted and not done with yet.', () =>
        all().reduce((sum, { queued }) => sum + queued, 0),
      );
      gauge('credentials', 'Credentials that the gateway holds something for.', () => all().length);
      const outages = 'Credentials whose updates are held back, as HubSpot failed again and again.';
      gauge('circuits_open', outages, () => all().filter(({ circuitOpen }) => circuitOpen).length);
      const left = 'Share of the quota that is left; of the credential that has least.';
      gauge('quota_left_ratio', left, () => Math.min(1, ...all().map(({ quotaLeft }) => quotaLeft)));
      const fallback = '1 while the quota should be shared with other replicas, and is not.';
      gauge('quota_fallback', fallback, () => Number(shared() === 'fallback'));
    },
  };
}
