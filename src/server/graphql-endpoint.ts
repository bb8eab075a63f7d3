import { getOperationAST } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { GatewayContext, MutationWatch } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import { createRecord, type RequestRecord } from '../signals/request-log.ts';
import type { IdentifyCaller } from './caller.ts';
import { graphiql } from './graphiql.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions {
  readonly identifyCaller: IdentifyCaller;
  /** The part of the context that is the same for every request. */
  readonly gateway: Omit<GatewayContext, 'credential' | 'signal' | 'origin' | 'watchMutation'>;
  readonly watchMutation: (record: RequestRecord, headers: Headers, inputs: number) => MutationWatch;
  /** Origins whose pages may call from a browser. Empty: none. */
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
}

/** Beside the request itself, what the HTTP server notes of it. */
interface ServerContext {
  readonly record?: RequestRecord;
}

const noteOperations: Plugin<{ readonly record: RequestRecord }> = {
  onExecute({ args: { document, operationName, contextValue } }) {
    const operation = getOperationAST(document, operationName);
    contextValue.record.operations.push(`${operation?.operation} ${operation?.name?.value ?? '(unnamed)'}`);
  },
};

/** GraphQL over HTTP, and GraphiQL for browsers. */
export function createGraphQLEndpoint(options: EndpointOptions) {
  const { identifyCaller, gateway, watchMutation, allowedOrigins, log } = options;
  return createYoga<ServerContext, GatewayContext & { readonly record: RequestRecord }>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context({ request, record = createRecord(undefined) }) {
      const { id: requestId, arrivedAt } = record;
      return {
        ...gateway,
        record,
        credential: () => identifyCaller(request),
        signal: request.signal,
        origin: { requestId, arrivedAt, span: null },
        watchMutation: (inputs) => watchMutation(record, request.headers, inputs),
      };
    },
    plugins: [noteOperations],
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
