import type { IncomingHttpHeaders } from 'node:http';
import type { MutationWatch } from '../graphql/context.ts';
import type { Metrics } from './metrics.ts';
import type { RequestRecord } from './request-log.ts';
import type { Tracing } from './tracing.ts';

/** Counts the answers to a mutation, for the request's log line, the metrics, and the mutation's span. */
export function watchMutations(metrics: Metrics, tracing: Tracing | null) {
  return (record: RequestRecord, headers: IncomingHttpHeaders, inputs: number): MutationWatch => {
    const span = tracing?.mutation(headers, inputs) ?? null;
    const { id: requestId, arrivedAt } = record;
    record.inputs += inputs;

    return {
      origin: { requestId, arrivedAt, span: span?.spanContext() ?? null },
      answered(types) {
        const results: Record<string, number> = {};
        for (const type of types) results[type] = (results[type] ?? 0) + 1;
        for (const [type, count] of Object.entries(results)) record.results[type] = (record.results[type] ?? 0) + count;
        metrics.answered(results);
        for (const [type, count] of Object.entries(results)) span?.setAttribute(`contacts.results.${type}`, count);
        span?.end();
      },
    };
  };
}
