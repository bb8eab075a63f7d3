import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { codeCounter, type RequestRecord } from '../telemetry/requests.ts';
import { type Arrival, type ArrivalOptions, arrivals, arrived } from './arrival.ts';
import { documents, trustedDocuments } from './documents.ts';
import { execution } from './execution.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions extends Omit<ArrivalOptions, 'maxBodyBytes'> {
  readonly schema: GraphQLSchema;
  /** `maxInputs`: inputs that one operation may bring, or ids. */
  readonly limits: Pick<
    Config,
    'maxInputs' | 'maxTokens' | 'introspection' | 'maxBodyBytes' | 'maxRequestBatch' | 'trustedDocuments'
  >;
  readonly plugins?: readonly Plugin[];
}

/** Answers a request. Never rejects. */
export type GraphQLEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
) => Promise<void>;

/** GraphQL over HTTP, by Yoga. Which pages may call, and GraphiQL, are seen to before it, in routes.ts. */
export function createGraphQLEndpoint(options: EndpointOptions): GraphQLEndpoint {
  const { schema, limits, log, plugins = [] } = options;
  const { maxBodyBytes, maxInputs, maxTokens, introspection, trustedDocuments: manifest } = limits;
  const arrive = arrivals({ ...options, maxBodyBytes });

  const yoga = createYoga<{ readonly arrival: Arrival }>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    batching: { limit: limits.maxRequestBatch },
    plugins: [
      arrived,
      ...(manifest === null ? [] : [trustedDocuments(manifest)]),
      documents({ maxTokens, introspection }),
      execution({ maxInputs, introspection }),
      errorCodes(),
      ...plugins,
    ],
    // documents.ts has its own.
    parserAndValidationCache: false,
    extraParamNames: ['documentId'],
    cors: false,
    graphiql: false,
    landingPage: false,
    // Its own answers every URL that ends like it, whatever the path; no URL ends like this. The probes are in routes.ts.
    healthCheckEndpoint: ' ',
    // Both are done by `arrivals`.
    multipart: false,
    maxRequestBodySize: false,
    // Not even in development are the messages of unexpected errors for callers: they go to the log.
    maskedErrors: { isDev: false },
    logging: yogaLog(log),
  });

  async function serve(request: IncomingMessage, response: ServerResponse, record: RequestRecord): Promise<void> {
    await yoga(request, response, { arrival: await arrive(request, response, record) });
    // Yoga's server tells the console of a bug in writing an answer, and leaves the connection open.
    if (!response.headersSent && !response.destroyed) throw new Error('The request was left without an answer.');
  }

  // A bug in the answer to one must not end the process for all.
  return (request, response, record) =>
    serve(request, response, record).catch((err: unknown) => {
      log.error({ err }, 'request failed');
      response.destroy();
    });
}

/** Adds the codes of the errors of each answer to the record of its request. */
function errorCodes(): Plugin<object, { readonly arrival: Arrival }> {
  const count = codeCounter();
  return {
    onResultProcess({ result, serverContext: { arrival } }) {
      for (const one of [result].flat()) if ('errors' in one) count(arrival.record, one.errors);
    },
  };
}

const yogaLog = (log: Logger): YogaServerOptions<object, object>['logging'] => ({
  debug: (...parts) => log.debug(parts.join(' ')),
  info: (...parts) => log.info(parts.join(' ')),
  warn: (...parts) => log.warn(parts.join(' ')),
  error: (...parts) => {
    for (const part of parts)
      log.error(part instanceof Error ? { err: part } : { detail: String(part) }, 'request failed');
  },
});
