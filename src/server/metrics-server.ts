import type { Registry } from 'prom-client';
import { answer, type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';
import { readOnly } from './routes.ts';

/** Serves `/metrics`, and nothing else, in Prometheus' text format. */
export function startMetricsServer(
  registry: Pick<Registry, 'metrics' | 'contentType'>,
  options: Omit<HttpServerOptions, 'portVariable' | 'gate'>,
): Promise<HttpServer> {
  const metrics = readOnly((response) =>
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => answer(response, 500, 'The metrics could not be read.'),
    ),
  );
  return startHttpServer({ '/metrics': metrics }, { ...options, portVariable: 'METRICS_PORT', gate: () => true });
}
