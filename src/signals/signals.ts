import type { Logger } from 'pino';
import { type CallWatchOptions, watchCalls } from './call-watch.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { watchMutations } from './mutation-watch.ts';
import { type WatchRequest, watchRequests } from './request-log.ts';

export interface Signals {
  readonly metrics: Metrics;
  readonly watchRequest: WatchRequest;
  readonly watchMutation: ReturnType<typeof watchMutations>;
  readonly watchCall: ReturnType<typeof watchCalls>;
  /** Sends the last spans, as long as somebody takes them. */
  close(): Promise<void>;
}

/** Logs, metrics and, where there is somebody to send them to, traces. `onCallEnd`: told how each REST call ended. */
export async function openSignals(
  log: Logger,
  tracesEndpoint: string | null,
  onCallEnd: CallWatchOptions['onEnd'],
): Promise<Signals> {
  const metrics = createMetrics();
  // Loaded only where it is used: the packages would take a good part of a start.
  const tracing = tracesEndpoint === null ? null : (await import('./tracing.ts')).createTracing(tracesEndpoint, log);
  return {
    metrics,
    watchRequest: watchRequests(log, metrics),
    watchMutation: watchMutations(metrics, tracing),
    watchCall: watchCalls({ log, metrics, tracing, onEnd: onCallEnd }),
    close: async () => tracing?.close(),
  };
}
