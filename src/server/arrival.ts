import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { AnswerLimit } from '../graphql/answer-limit.ts';
import type { GatewayContext, MutationWatch } from '../graphql/context.ts';
import type { RequestRecord } from '../telemetry/requests.ts';
import { answerType } from './accept.ts';
import type { AdmitInputs, CallerOf, IdentifyCaller } from './caller.ts';
import { httpError, readBody, readJson, readQueryString, refuseBody } from './request-body.ts';

/** What resolvers are given, and what becomes the log line of the request. */
export interface RequestContext extends GatewayContext {
  readonly record: RequestRecord;
}

/** A request as far as it was read before Yoga looks at it. */
export interface Arrival {
  readonly record: RequestRecord;
  /** What resolvers are given; null where there is nothing to carry out. */
  readonly context: RequestContext | null;
  /** The parameters of an operation, or a list of them; null where the method is none of GraphQL's. */
  readonly params: object | null;
  /** The error that becomes the answer; null where the request may go on. */
  readonly refusal: unknown;
}

export interface ArrivalOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly admitInputs: AdmitInputs;
  readonly maxBodyBytes: number;
  /** The part of the context that is the same for every request. */
  readonly gateway: Pick<GatewayContext, 'accessOf' | 'readDefinitions' | 'reportBug'>;
  readonly watchMutation: (record: RequestRecord, headers: IncomingHttpHeaders, inputs: number) => MutationWatch;
  readonly log: Logger;
}

/**
 * Reads requests, in place of Yoga's own parsers, which take more media types, and bodies of any size and shape. Who is
 * calling comes first: a request from nobody is not worth reading.
 */
export function arrivals(options: ArrivalOptions) {
  const { identifyCaller, maxBodyBytes, log } = options;

  return async (request: IncomingMessage, response: ServerResponse, record: RequestRecord): Promise<Arrival> => {
    const signal = goneSignal(response);
    // Yoga looks at it too late, after a mutation was carried out, and then answers nothing. It is given the answer instead.
    const mediaType = answerType(request.headers.accept);
    request.headers.accept = mediaType ?? 'application/json';
    let callerOf: CallerOf;
    try {
      callerOf = await identifyCaller(request);
    } catch (refusal) {
      const reason = refusal instanceof Error ? refusal.message : String(refusal);
      log.info({ requestId: record.id, client: record.client, reason }, 'a caller was refused');
      return { record, context: null, params: null, refusal };
    }
    try {
      const params = await readParams(request, mediaType, maxBodyBytes);
      const context = contextOf(options, { record, headers: request.headers, signal, callerOf });
      return { record, context, params, refusal: null };
    } catch (refusal) {
      return { record, context: null, params: null, refusal };
    }
  };
}

async function readParams(request: IncomingMessage, mediaType: string | null, maxBytes: number) {
  const { method, url = '', headers } = request;
  if (method !== 'GET' && method !== 'POST') return null;
  if (mediaType === null) throw notAcceptable();
  if (method === 'GET') return readQueryString(url);
  const refusal = refuseBody(headers);
  if (refusal !== null) throw refusal;
  return readJson(await readBody(request, maxBytes));
}

const notAcceptable = () =>
  httpError(
    406,
    'NOT_ACCEPTABLE',
    'Answers are JSON: send "Accept: application/json", or "application/graphql-response+json".',
  );

/** Aborted when the caller goes away before its answer is out. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => response.writableFinished || gone.abort());
  return gone.signal;
}

/** Gives Yoga what was read of a request, or the reason for which it is refused. */
export const arrived: Plugin<object, { readonly arrival: Arrival }> = {
  onRequestParse({ serverContext: { arrival }, setRequestParser }) {
    const { params, refusal } = arrival;
    if (refusal !== null) throw refusal;
    if (params !== null) setRequestParser(() => params);
  },
};

interface Identified {
  readonly record: RequestRecord;
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
  readonly callerOf: CallerOf;
}

/**
 * Refers neither to the request nor to the response: the executor keeps what it is given beyond the answer, and a response
 * is large.
 */
function contextOf(
  { gateway, admitInputs, watchMutation }: ArrivalOptions,
  { record, headers, signal, callerOf }: Identified,
): RequestContext {
  const caller = () => {
    const known = callerOf();
    record.caller = known.id;
    return known;
  };
  return {
    ...gateway,
    record,
    signal,
    request: { requestId: record.id, arrivedAt: record.arrivedAt, span: null },
    answer: new AnswerLimit(),
    credential: () => caller().credential,
    admit: (inputs) => admitInputs(caller(), inputs),
    watchMutation: (inputs) => watchMutation(record, headers, inputs),
  };
}
