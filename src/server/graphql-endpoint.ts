import type { IncomingMessage } from 'node:http';
import { getOperationAST } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { GatewayContext, MutationWatch } from '../graphql/context.ts';
import { refuseManyItems } from '../graphql/list-limit.ts';
import { schema } from '../graphql/schema.ts';
import { createRecord, type RequestRecord } from '../signals/request-log.ts';
import type { CallerOf, IdentifyCaller } from './caller.ts';
import type { AdmitInputs } from './caller-limit.ts';
import { documentCaches, parseWithin } from './document-limits.ts';
import type { ServerEnvironment } from './environment.ts';
import { readBody, readJson, readQueryString, refuseMediaType } from './request-body.ts';
import { onlyTrusted } from './trusted-documents.ts';
import { validation } from './validation.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly admitInputs: AdmitInputs;
  /** The part of the context that is the same for every request. */
  readonly gateway: Omit<GatewayContext, 'credential' | 'admit' | 'signal' | 'origin' | 'watchMutation'>;
  readonly watchMutation: (record: RequestRecord, headers: Headers, inputs: number) => MutationWatch;
  readonly limits: Pick<
    ServerEnvironment,
    'documents' | 'introspection' | 'maxBodyBytes' | 'maxRequestBatch' | 'trustedDocuments'
  >;
  readonly log: Logger;
}

/** What Yoga is given with a request. There is neither `req` nor `record` where it is called without a server. */
interface ServerContext {
  readonly req?: IncomingMessage;
  readonly record?: RequestRecord;
  /** Set before the body is read. */
  caller: CallerOf;
}

/** GraphQL over HTTP. Which pages may call, and GraphiQL, are seen to before it: http-server.ts. */
export function createGraphQLEndpoint(options: EndpointOptions) {
  const { admitInputs, gateway, watchMutation, limits, log } = options;
  const { maxRequestBatch, introspection, trustedDocuments } = limits;
  return createYoga<ServerContext>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context({ request, caller: identified, record = createRecord(undefined) }): GatewayContext {
      const { id: requestId, arrivedAt } = record;
      const caller = () => {
        const known = identified();
        record.caller = known.id;
        return known;
      };
      return {
        ...gateway,
        credential: () => caller().credential,
        admit: (inputs) => admitInputs(caller(), inputs),
        signal: request.signal,
        origin: { requestId, arrivedAt, span: null },
        watchMutation: (inputs) => watchMutation(record, request.headers, inputs),
      };
    },
    batching: { limit: maxRequestBatch },
    plugins: [
      identification(options),
      requestReading(limits.maxBodyBytes, gateway.maxInputs),
      ...(trustedDocuments === null ? [] : [onlyTrusted(trustedDocuments)]),
      documentLimits(options),
      validation(introspection),
      noteOperations,
    ],
    parserAndValidationCache: documentCaches(),
    extraParamNames: ['documentId'],
    cors: false,
    graphiql: false,
    landingPage: false,
    // Both are done by `requestReading`.
    multipart: false,
    maxRequestBodySize: false,
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

type EndpointPlugin = Plugin<object, ServerContext>;

/** Says who is calling before the body is read: what comes from nobody is not worth reading. */
function identification({ identifyCaller, log }: EndpointOptions): EndpointPlugin {
  return {
    async onRequestParse({ request, serverContext }) {
      try {
        serverContext.caller = await identifyCaller(request);
      } catch (error) {
        const { id: requestId, client } = serverContext.record ?? {};
        const reason = error instanceof Error ? error.message : String(error);
        log.info({ requestId, client, reason }, 'a caller was refused');
        throw error;
      }
    },
  };
}

const noteOperations: Plugin<Pick<ServerContext, 'record'>, ServerContext> = {
  onExecute({ args: { document, operationName, contextValue } }) {
    const operation = getOperationAST(document, operationName);
    contextValue.record?.operations.push(`${operation?.operation} ${operation?.name?.value ?? '(unnamed)'}`);
  },
};

/** At least so long may lists be that are no inputs: the choices of a property, say. */
const MIN_MAX_ITEMS = 1000;

/** Reads requests in place of Yoga's own parsers, which take more media types, and bodies of any size and shape. */
function requestReading(maxBodyBytes: number, maxInputs: number): EndpointPlugin {
  const maxItems = Math.max(maxInputs, MIN_MAX_ITEMS);
  return {
    onRequestParse({ request, serverContext: { req }, setRequestParser }) {
      if (request.method === 'GET') setRequestParser(() => readQueryString(request.url, maxItems));
      if (request.method !== 'POST') return;
      const refusal = refuseMediaType(request.headers.get('content-type'));
      if (refusal !== null) throw refusal;
      setRequestParser(async () =>
        readJson(req ? await readBody(req, maxBodyBytes) : new Uint8Array(await request.arrayBuffer()), maxItems),
      );
    },
  };
}

function documentLimits({ limits, gateway }: EndpointOptions): EndpointPlugin {
  const parse = parseWithin(limits.documents);
  return {
    onParse: ({ setParseFn }) => setParseFn(parse),
    onExecute({ args, setResultAndStopExecution }) {
      const refusal = refuseManyItems(args, gateway.maxInputs);
      if (refusal !== null) setResultAndStopExecution({ data: null, errors: [refusal] });
    },
  };
}
