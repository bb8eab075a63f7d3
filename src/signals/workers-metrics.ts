import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** Lets the primary, if this is a worker, ask for the metrics. */
export function lendToPrimary(registry: Registry): void {
  if (!cluster.isWorker) return;
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

/** In the primary: the metrics of all workers together. */
export function workersMetrics(): Pick<Registry, 'metrics' | 'contentType'> {
  const workers = new AggregatorRegistry();
  return { metrics: () => workers.clusterMetrics(), contentType: AggregatorRegistry.PROMETHEUS_CONTENT_TYPE };
}
