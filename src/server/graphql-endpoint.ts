import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { AnswerLimit } from '../graphql/answer-limit.ts';
import type { GatewayContext, MutationWatch } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import { errorCodes } from '../signals/error-codes.ts';
import type { RequestRecord } from '../signals/request-log.ts';
import { type Arrival, arrivals } from './arrival.ts';
import type { CallerOf, IdentifyCaller } from './caller.ts';
import type { AdmitInputs } from './caller-limit.ts';
import { documentCaches, parseWithin } from './document-limits.ts';
import type { ServerEnvironment } from './environment.ts';
import { type Execute, execution, type RequestContext } from './execution.ts';
import { knownOperations, writeResult } from './known-operations.ts';
import { onlyTrusted, type ResolveParams } from './trusted-documents.ts';
import { validation } from './validation.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly admitInputs: AdmitInputs;
  /** The part of the context that is the same for every request. */
  readonly gateway: Omit<GatewayContext, 'credential' | 'admit' | 'signal' | 'answer' | 'origin' | 'watchMutation'>;
  readonly watchMutation: (record: RequestRecord, headers: IncomingHttpHeaders, inputs: number) => MutationWatch;
  readonly limits: Pick<
    ServerEnvironment,
    'documents' | 'introspection' | 'maxBodyBytes' | 'maxRequestBatch' | 'trustedDocuments'
  >;
  readonly log: Logger;
}

/** What Yoga is given with a request. */
interface ServerContext {
  readonly record: RequestRecord;
  /** What was read of it, or what it is refused for. */
  readonly arrival: Arrival | { readonly refusal: unknown };
  readonly requestContext: RequestContext | null;
  /** The operation has been carried out already: what is left is to answer with what came of it. */
  readonly executed: Promise<ExecutionResult> | null;
}

/** Answers a request. Never rejects. */
export type GraphQLEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
) => Promise<void>;

/** At least so long may lists be that are no inputs: the choices of a property, say. */
const MIN_MAX_ITEMS = 1000;

/**
 * GraphQL over HTTP. Which pages may call, and GraphiQL, are seen to before it: http-server.ts. Whatever is new, unusual
 * or wrong is Yoga's to answer; what Yoga has taken before is carried out at once: known-operations.ts.
 */
export function createGraphQLEndpoint(options: EndpointOptions): GraphQLEndpoint {
  const { gateway, limits, log } = options;
  const { maxBodyBytes, introspection, trustedDocuments } = limits;
  const { maxInputs } = gateway;
  const arrive = arrivals({ ...options, maxBodyBytes, maxItems: Math.max(maxInputs, MIN_MAX_ITEMS) });
  const execute = execution({ maxInputs, introspection });
  const caches = documentCaches();
  const resolve = trustedDocuments === null ? (params: GraphQLParams) => params : onlyTrusted(trustedDocuments);
  const known = knownOperations({ documents: caches.documentCache, resolve });

  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: ({ requestContext }) => requestContext,
    batching: { limit: limits.maxRequestBatch },
    plugins: [
      known.learning,
      arrived,
      resolving(resolve),
      parsing(limits),
      validation(introspection),
      executing(execute),
      noting(),
    ],
    parserAndValidationCache: caches,
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
    if ('refusal' in arrival || arrival.params === null) {
      await yoga(request, response, { record, arrival, requestContext: null, executed: null });
      return;
    }
    const requestContext = requestContextOf(options, {
      record,
      headers: request.headers,
      signal,
      identified: arrival.caller,
    });
    const operation = known.find(request, arrival.params);
    const executed = operation && execute({ schema, ...operation, contextValue: requestContext });
    const result = await executed?.catch(() => null);
    if (operation && result && result.errors === undefined) writeResult(response, operation.mediaType, result);
    else await yoga(request, response, { record, arrival, requestContext, executed });
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

type EndpointPlugin = Plugin<ServerContext & RequestContext, ServerContext>;

/** Gives Yoga what was read of the request before. */
const arrived: EndpointPlugin = {
  onRequestParse({ serverContext: { arrival }, setRequestParser }) {
    if ('refusal' in arrival) throw arrival.refusal;
    const { params } = arrival;
    if (params !== null) setRequestParser(() => params);
  },
};

const resolving = (resolve: ResolveParams): EndpointPlugin => ({
  onParams: ({ params, setParams }) => setParams(resolve(params)),
});

function parsing({ documents }: EndpointOptions['limits']): EndpointPlugin {
  const parse = parseWithin(documents);
  return { onParse: ({ setParseFn }) => setParseFn(parse) };
}

function executing(execute: Execute): EndpointPlugin {
  return {
    onExecute({ context: { executed }, setExecuteFn }) {
      setExecuteFn((args) => executed ?? execute({ ...args, contextValue: args.contextValue as RequestContext }));
    },
  };
}

/** Every answer with an error is Yoga's, so all of them come by here. */
function noting(): EndpointPlugin {
  const note = errorCodes();
  return {
    onResultProcess({ result, serverContext: { record } }) {
      for (const one of [result].flat()) if ('errors' in one) note(record, one.errors);
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
