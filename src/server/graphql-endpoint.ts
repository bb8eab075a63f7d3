import type { IncomingMessage, ServerResponse } from 'node:http';
import { normalizedExecutor } from '@graphql-tools/executor';
import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Config } from '../config.ts';
import { planOf, refuseLongLists } from '../graphql/operation-plan.ts';
import { variableErrors } from '../graphql/variable-errors.ts';
import { countErrors, type RequestRecord } from '../telemetry/requests.ts';
import { type Arrival, type ArrivalOptions, arrivalOf, readRequests } from './arrival.ts';
import { documentCaches, documents, trustedDocuments, withoutTrustedDocuments } from './documents.ts';

export const GRAPHQL_PATH = '/graphql';

export interface EndpointOptions extends ArrivalOptions {
  /** The one for operations that begin now. Yoga keeps what it knows of documents apart for each schema. */
  readonly schema: () => GraphQLSchema;
  readonly limits: Pick<
    Config,
    'maxInputs' | 'maxTokens' | 'introspection' | 'maxBodyBytes' | 'maxRequestBatch' | 'trustedDocuments'
  >;
  readonly plugins?: readonly Plugin[];
}

/** GraphQL over HTTP, by Yoga. Which pages may call, and GraphiQL, are seen to before it, in browsers.ts and routes.ts. */
export function createGraphQLEndpoint(options: EndpointOptions) {
  const { schema, limits, log, plugins = [] } = options;

  const yoga = createYoga<{ readonly arrival: Arrival }>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    batching: { limit: limits.maxRequestBatch },
    plugins: [
      readRequests(options, limits.maxBodyBytes),
      limits.trustedDocuments === null ? withoutTrustedDocuments : trustedDocuments(limits.trustedDocuments),
      documents(limits),
      execution(limits),
      ...plugins,
    ],
    parserAndValidationCache: documentCaches(),
    extraParamNames: ['documentId'],
    cors: false,
    graphiql: false,
    landingPage: false,
    // Its own answers every URL that ends like it, whatever the path; no URL ends like this. The probes are in routes.ts.
    healthCheckEndpoint: ' ',
    // Both are done by `readRequests`.
    multipart: false,
    maxRequestBodySize: false,
    // Not even in development are the messages of unexpected errors for callers: they go to the log.
    maskedErrors: { isDev: false },
    logging: log,
  });

  return (request: IncomingMessage, response: ServerResponse, record: RequestRecord): Promise<void> =>
    yoga(request, response, { arrival: arrivalOf(request, response, record) });
}

/** Of an operation's name in the log: it may be as long as a request. */
const MAX_NAME = 100;

/**
 * Carries out operations whose document is valid, within the limits of their lists and of their answer, and notes them, and
 * the errors of each answer, in the record of the request.
 *
 * The executor is Yoga's own, because that of graphql-js 17 makes and aborts an AbortController for each operation, with a
 * DOMException and its stack.
 */
function execution({
  maxInputs,
  introspection,
}: EndpointOptions['limits']): Plugin<object, { readonly arrival: Arrival }> {
  async function execute(args: ExecutionArgs): Promise<ExecutionResult> {
    // Not Yoga's context, which holds the request and the response: the executor keeps its own beyond the answer.
    const { context, record } = (args.contextValue as { readonly arrival: Arrival }).arrival;
    if (context === null) throw new Error('A request that was refused has come to its execution.');
    const { answer } = context;
    const hideSuggestions = !introspection;
    // Nothing in the schema is delivered in parts.
    const run = async () =>
      (await normalizedExecutor({ ...args, contextValue: context, hideSuggestions })) as ExecutionResult;
    const plan = planOf(args);
    if (plan === null) return run();
    const refusal = refuseLongLists(plan, maxInputs) ?? answer.refusePlan(plan);
    if (refusal !== null) return { data: null, errors: [refusal] };
    const errors = variableErrors(plan.operation, args, hideSuggestions);
    if (errors.length > 0) return { errors };
    const { operation, name } = plan.operation;
    record.operations.push(`${operation} ${name?.value.slice(0, MAX_NAME) ?? '(unnamed)'}`);
    return answer.conclude(plan, await run());
  }

  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onResultProcess({ result, serverContext: { arrival } }) {
      for (const one of [result].flat()) if ('errors' in one) countErrors(arrival.record, one.errors);
    },
  };
}
