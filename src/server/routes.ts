import type { RequestListener, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Registry } from 'prom-client';
import { asksForPage } from './accept.ts';
import { loadGraphiql } from './graphiql.ts';
import { GRAPHQL_PATH } from './graphql-endpoint.ts';

/** What is served, by exact path. */
type Routes = Readonly<Record<string, RequestListener>>;

/** Serves the routes and nothing else. */
function serve(routes: Routes): RequestListener {
  const byPath = new Map(Object.entries(routes));
  const paths = [...byPath.keys()].join(', ');
  return (request, response) => {
    const route = byPath.get(request.url?.split('?', 1)[0] ?? '');
    if (route !== undefined) route(request, response);
    else answer(response, 404, `There is no such path. This server has: ${paths}`);
  };
}

/** Answers with a text. */
const answer = (response: ServerResponse, status: number, text: string) =>
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);

interface Served {
  /** Answers GraphQL requests. */
  readonly graphql: RequestListener;
  /** Whether browsers that visit the path of GraphQL are shown it. */
  readonly graphiql: boolean;
  /** Whether no documents run but those of a manifest. */
  readonly trustedOnly: boolean;
  readonly schema: () => GraphQLSchema;
  /** Whether no real account is behind it. */
  readonly sandbox: boolean;
  /** Why callers should not be sent here now, in words; none when they should. */
  readonly notReady: () => readonly string[];
}

/** GraphiQL sends texts, never a hash: nothing that it could send would run. */
const TRUSTED_ONLY = `GraphiQL is off, because this gateway runs only the documents that TRUSTED_DOCUMENTS names.
To explore the schema, start the gateway without TRUSTED_DOCUMENTS.
To run one of the documents, send its hash with POST: {"documentId": "sha256:...", "variables": {...}}`;

/** GraphQL with its page, and the probes: whether the process lives, and whether callers should be sent to it. */
export function gatewayRoutes({ graphql, graphiql, trustedOnly, schema, sandbox, notReady }: Served): RequestListener {
  /** Of the schema that it was made for. */
  const pages = new WeakMap<GraphQLSchema, ReturnType<typeof loadGraphiql>>();
  return serve({
    [GRAPHQL_PATH]: (request, response) => {
      if (!asksForPage(request)) return graphql(request, response);
      if (trustedOnly) return answer(response, 404, TRUSTED_ONLY);
      if (!graphiql) return answer(response, 404, 'GraphiQL is off. Send operations with POST.');
      const current = schema();
      const page = pages.get(current) ?? loadGraphiql(current);
      pages.set(current, page);
      page.then(
        ({ html, headers }) => response.writeHead(200, headers).end(html),
        () => answer(response, 500, 'GraphiQL could not be loaded.'),
      );
    },
    '/health': readOnly((response) => answer(response, 200, 'ok')),
    '/ready': readOnly((response) => {
      const why = notReady();
      if (why.length > 0) answer(response, 503, `not ready: ${why.join('; ')}`);
      else answer(response, 200, sandbox ? 'ready, on the sandbox: nothing reaches a HubSpot account' : 'ready');
    }),
    '/': readOnly((response) => response.writeHead(302, { location: GRAPHQL_PATH }).end()),
  });
}

/** `/metrics`, and nothing else, in Prometheus' text format. */
export const metricsRoutes = (registry: Pick<Registry, 'metrics' | 'contentType'>): RequestListener =>
  serve({
    '/metrics': readOnly((response) =>
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => answer(response, 500, 'The metrics could not be read.'),
      ),
    ),
  });

/** Only for GET and HEAD. */
const readOnly =
  (answerWith: (response: ServerResponse) => unknown): RequestListener =>
  (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') answerWith(response);
    else answer(response.setHeader('Allow', 'GET, HEAD'), 405, 'This path can only be read: send GET or HEAD.');
  };
