import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { AnswerLimit } from '../graphql/answer-limit.ts';
import type { GatewayContext, MutationWatch } from '../graphql/context.ts';
import { errorCodes } from '../signals/error-codes.ts';
import type { RequestRecord } from '../signals/request-log.ts';
import { type Arrival, arrivals, arrived } from './arrival.ts';
import type { CallerOf, IdentifyCaller } from './caller.ts';
import type { AdmitInputs } from './caller-limit.ts';
import { documentCaches, documents } from './documents.ts';
import type { ServerEnvironment } from './environment.ts';
import { execution, type RequestContext } from './execution.ts';
import { trustedDocuments } from './trusted-documents.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions {
  readonly schema: GraphQLSchema;
  readonly identifyCaller: IdentifyCaller;
  readonly admitInputs: AdmitInputs;
  /** The part of the context that is the same for every request. */
  readonly gateway: Omit<GatewayContext, 'credential' | 'admit' | 'signal' | 'answer' | 'origin' | 'watchMutation'>;
  readonly watchMutation: (record: RequestRecord, headers: IncomingHttpHeaders, inputs: number) => MutationWatch;
  /** `maxInputs`: inputs that one operation may bring, or ids. */
  readonly limits: { readonly maxInputs: number } & Pick<
    ServerEnvironment,
    'maxTokens' | 'introspection' | 'maxBodyBytes' | 'maxRequestBatch' | 'trustedDocuments'
  >;
  readonly log: Logger;
  readonly plugins?: readonly Plugin[];
}

/** What Yoga is given with a request. */
interface ServerContext {
  readonly record: RequestRecord;
  /** What was read of it, or what it is refused for. */
  readonly arrival: Arrival | { readonly refusal: unknown };
  /** Null where there is nothing to carry out. */
  readonly requestContext: RequestContext | null;
}

/** Answers a request. Never rejects. */
export type GraphQLEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
) => Promise<void>;

/** GraphQL over HTTP, by Yoga. Which pages may call, and GraphiQL, are seen to before it: http-server.ts. */
export function createGraphQLEndpoint(options: EndpointOptions): GraphQLEndpoint {
  const { schema, limits, log, plugins = [] } = options;
  const { maxBodyBytes, maxInputs, maxTokens, introspection, trustedDocuments: manifest } = limits;
  const arrive = arrivals({ ...options, maxBodyBytes });

  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: ({ requestContext }) => requestContext,
    batching: { limit: limits.maxRequestBatch },
    plugins: [
      arrived,
      ...(manifest === null ? [] : [trustedDocuments(manifest)]),
      documents({ maxTokens, introspection }),
      execution({ maxInputs, introspection }),
      errorCodes(),
      ...plugins,
    ],
    parserAndValidationCache: documentCaches(),
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

  const serve: GraphQLEndpoint = async (request, response, record) => {
    const signal = goneSignal(response);
    const arrival = await arrive(request, record).catch((refusal: unknown) => ({ refusal }));
    const requestContext =
      'refusal' in arrival
        ? null
        : requestContextOf(options, { record, headers: request.headers, signal, identified: arrival.caller });
    await yoga(request, response, { record, arrival, requestContext });
    // Yoga's server tells the console of a bug in writing an answer, and leaves the connection open.
    if (!response.headersSent && !response.destroyed) throw new Error('The request was left without an answer.');
  };

  // A bug in the answer to one must not end the process for all.
  return (request, response, record) =>
    serve(request, response, record).catch((err: unknown) => {
      log.error({ err }, 'request failed');
      response.destroy();
    });
}

/** Aborted when the caller goes away before its answer is out. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => response.writableFinished || gone.abort());
  return gone.signal;
}

interface Asked {
  readonly record: RequestRecord;
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
  readonly identified: CallerOf;
}

/**
 * Refers neither to the request nor to the response: executors keep what they are given until the next full garbage
 * collection, and a response is large.
 */
function requestContextOf(
  { gateway, admitInputs, watchMutation }: EndpointOptions,
  { record, headers, signal, identified }: Asked,
): RequestContext {
  const { id: requestId, arrivedAt } = record;
  const caller = () => {
    const known = identified();
    record.caller = known.id;
    return known;
  };
  return {
    ...gateway,
    record,
    credential: () => caller().credential,
    admit: (inputs) => admitInputs(caller(), inputs),
    signal,
    answer: new AnswerLimit(),
    origin: { requestId, arrivedAt, span: null },
    watchMutation: (inputs) => watchMutation(record, headers, inputs),
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
