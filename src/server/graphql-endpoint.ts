import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { GatewayContext } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import type { IdentifyCaller } from './caller.ts';
import { graphiql } from './graphiql.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions {
  readonly identifyCaller: IdentifyCaller;
  /** The part of the context that is the same for every request. */
  readonly gateway: Omit<GatewayContext, 'credential' | 'signal'>;
  /** Origins whose pages may call from a browser. Empty: none. */
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
}

/** GraphQL over HTTP, and GraphiQL for browsers. */
export function createGraphQLEndpoint({ identifyCaller, gateway, allowedOrigins, log }: EndpointOptions) {
  return createYoga({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: ({ request }): GatewayContext => ({
      ...gateway,
      credential: () => identifyCaller(request),
      signal: request.signal,
    }),
    batching: true,
    // Yoga's default reflects any origin, with credentials.
    cors: allowedOrigins.length === 0 ? false : { origin: [...allowedOrigins], methods: ['POST', 'GET', 'OPTIONS'] },
    graphiql: graphiql.options(),
    renderGraphiQL: graphiql.render,
    landingPage: false,
    // Not even in development are the messages of unexpected errors for callers: they go to the log.
    maskedErrors: { isDev: false },
    logging: {
      debug: (...parts) => log.debug(parts.join(' ')),
      info: (...parts) => log.info(parts.join(' ')),
      warn: (...parts) => log.warn(parts.join(' ')),
      error: (...parts) => {
        for (const part of parts)
          log.error(part instanceof Error ? { err: part } : { detail: String(part) }, 'request failed');
      },
    },
  });
}
