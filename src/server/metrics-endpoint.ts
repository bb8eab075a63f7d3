import type { RequestListener } from 'node:http';
import type { Metrics } from '../signals/metrics.ts';
import { TEXT } from './http-server.ts';

/** Prometheus' text format. */
export const metricsEndpoint =
  ({ registry }: Pick<Metrics, 'registry'>): RequestListener =>
  (_request, response) => {
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500, TEXT).end('The metrics could not be read.\n'),
    );
  };
