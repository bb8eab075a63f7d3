import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { asksForPage } from './accept.ts';
import type { Page } from './graphiql.ts';
import { GRAPHQL_PATH } from './graphql-endpoint.ts';
import { answer, type Routes } from './http-server.ts';

export interface Served {
  /** Answers GraphQL requests. */
  readonly graphql: RequestListener;
  /** Shown to browsers that visit the path of GraphQL; null: nothing is. */
  readonly page: (() => Promise<Page>) | null;
  /** Whether no real account is behind it. */
  readonly sandbox: boolean;
  /** Why callers should not be sent here now, in words; none when they should. */
  readonly notReady: () => readonly string[];
}

/** GraphQL with its page, and the probes: whether the process lives, and whether callers should be sent to it. */
export const gatewayRoutes = ({ graphql, page, sandbox, notReady }: Served): Routes => ({
  [GRAPHQL_PATH]: (request, response) => {
    if (!asksForPage(request)) graphql(request, response);
    else if (page === null) answer(response, 404, 'GraphiQL is off. Send operations with POST.');
    else {
      page().then(
        ({ html, headers }) => response.writeHead(200, headers).end(html),
        () => answer(response, 500, 'GraphiQL could not be loaded.'),
      );
    }
  },
  '/health': readOnly((response) => answer(response, 200, 'ok')),
  '/ready': readOnly((response) => {
    const why = notReady();
    if (why.length === 0)
      answer(response, 200, sandbox ? 'ready, on the sandbox: nothing reaches a HubSpot account' : 'ready');
    else answer(response, 503, `not ready: ${why.join('; ')}`);
  }),
  '/': readOnly((response) => response.writeHead(302, { location: GRAPHQL_PATH }).end()),
});

/** `/metrics`, and nothing else, in Prometheus' text format. */
export const metricsRoutes = (registry: Pick<Registry, 'metrics' | 'contentType'>): Routes => ({
  '/metrics': readOnly((response) =>
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => answer(response, 500, 'The metrics could not be read.'),
    ),
  ),
});

/** Only for GET and HEAD. */
const readOnly =
  (answerWith: (response: ServerResponse) => unknown) => (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET' || request.method === 'HEAD') answerWith(response);
    else answer(response.setHeader('Allow', 'GET, HEAD'), 405, 'This path can only be read: send GET or HEAD.');
  };
