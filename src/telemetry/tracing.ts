import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { FromRequest } from '../observer.ts';

/** Longer than this a stopping gateway does not wait for its last spans to be taken, in ms. */
const LAST_SPANS_MS = 2_000;

export type Tracing = ReturnType<typeof createTracing>;

/**
 * OpenTelemetry spans, sent to `endpoint` by OTLP over HTTP: one for each mutation, a child of the caller's own where its
 * `traceparent` names one, and one for each REST call, linked to all mutations that it carried.
 */
export function createTracing(endpoint: string, log: Logger) {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = watched(new OTLPTraceExporter({ url }), url, log);
  const resource = resourceFromAttributes({ 'service.name': 'contacts-gateway' });
  const provider = new TracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before.
    resource: resource.merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('contacts-gateway');
  const propagator = new W3CTraceContextPropagator();

  return {
    mutation: (name: string, headers: IncomingHttpHeaders, inputs: number): Span =>
      tracer.startSpan(
        name,
        { kind: SpanKind.SERVER, attributes: { 'contacts.inputs': inputs } },
        propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter),
      ),

    /** Null when all the mutations that it carries are of traces that are not recorded. `headers` tell HubSpot of the span. */
    restCall(name: string, carries: readonly FromRequest[]) {
      const contexts = [...new Set(carries.flatMap(({ request }) => request?.span ?? []))];
      if (contexts.length > 0 && !contexts.some(({ traceFlags }) => traceFlags & TraceFlags.SAMPLED)) return null;
      const links = contexts.map((context) => ({ context }));
      const attributes = { 'contacts.batch.size': carries.length };
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, links, attributes }, ROOT_CONTEXT);
      const headers: Record<string, string> = {};
      propagator.inject(trace.setSpan(ROOT_CONTEXT, span), headers, defaultTextMapSetter);
      return {
        headers,
        end(status: number | null, correlationId: string | null): void {
          if (status !== null) span.setAttribute('http.response.status_code', status);
          if (correlationId !== null) span.setAttribute('hubspot.correlation_id', correlationId);
          if (status === null || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },

    async close(): Promise<void> {
      await Promise.race([provider.shutdown().catch(() => {}), wait(LAST_SPANS_MS, null, { ref: false })]);
    },
  };
}

/** Logs when spans begin to be lost, and when they are taken again; not each time, because there would be a line every few seconds. */
function watched(exporter: SpanExporter, url: string, log: Logger): SpanExporter {
  let failing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        const why = result.error?.message ?? 'no reason is known';
        if (failed && !failing) log.warn(`traces cannot be sent to ${url}, and are lost until they can: ${why}`);
        if (!failed && failing) log.info(`traces are sent to ${url} again`);
        failing = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
