import type { Logger } from 'pino';
import { type CallWatchOptions, watchCalls } from './calls.ts';
import { createMetrics } from './metrics.ts';
import { watchMutations, watchRequests } from './requests.ts';

/**
 * Logs, metrics and, where somebody takes them, traces. `onCallEnd` is told how each REST call ended. `close` sends the last
 * spans, as long as somebody takes them.
 */
export async function openTelemetry(log: Logger, tracesEndpoint: string | null, onCallEnd: CallWatchOptions['onEnd']) {
  const metrics = createMetrics();
  // Loaded only where it is used: the packages would take a good part of a start.
  const tracing = tracesEndpoint === null ? null : (await import('./tracing.ts')).createTracing(tracesEndpoint, log);
  return {
    metrics,
    requests: watchRequests(log, metrics),
    watchMutation: watchMutations(metrics, tracing),
    watchCall: watchCalls({ log, metrics, tracing, onEnd: onCallEnd }),
    close: async () => tracing?.close(),
  };
}
