import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { AnswerLimit } from '../graphql/answer-limit.ts';
import type { GatewayContext } from '../graphql/context.ts';
import type { RequestRecord, watchMutations } from '../telemetry/requests.ts';
import { answerType } from './accept.ts';
import { type AdmitInputs, type Caller, type IdentifyCaller, noCaller } from './caller.ts';
import { httpError, readBody, readJson, readQueryString, refuseBody } from './request-body.ts';

/** A request on its way through Yoga. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly record: RequestRecord;
  /** Aborted when the caller goes away before its answer is out. */
  readonly signal: AbortSignal;
  /** Whether the client takes one of the possible answers. */
  readonly takesAnswer: boolean;
  /** What resolvers are given, as soon as it is known who is calling. */
  context: GatewayContext | null;
}

export interface ArrivalOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly admitInputs: AdmitInputs;
  /** The part of the context that is the same for every request. */
  readonly gateway: Pick<GatewayContext, 'accessOf' | 'reportBug'>;
  readonly watchMutation: ReturnType<typeof watchMutations>;
  readonly log: Logger;
}

export function arrivalOf(request: IncomingMessage, response: ServerResponse, record: RequestRecord): Arrival {
  const gone = new AbortController();
  response.once('close', () => response.writableFinished || gone.abort());
  // Yoga looks at it too late, after a mutation was carried out, and then answers nothing. It is given the answer instead.
  const mediaType = answerType(request.headers.accept);
  request.headers.accept = mediaType ?? 'application/json';
  return { request, record, signal: gone.signal, takesAnswer: mediaType !== null, context: null };
}

/**
 * Reads requests, in place of Yoga's own parsers, which take more media types, and bodies of any size and shape. Who is
 * calling comes first: a request from nobody is not worth reading.
 */
export function readRequests(
  options: ArrivalOptions,
  maxBodyBytes: number,
): Plugin<object, { readonly arrival: Arrival }> {
  const { identifyCaller, log } = options;

  return {
    async onRequestParse({ serverContext: { arrival }, setRequestParser }) {
      const { request, record } = arrival;
      try {
        arrival.context = contextOf(options, arrival, await identifyCaller(request));
      } catch (refusal) {
        const reason = refusal instanceof Error ? refusal.message : String(refusal);
        log.info({ requestId: record.requestId, client: record.client, reason }, 'a caller was refused');
        throw refusal;
      }
      const { method, url, headers } = request;
      if (method !== 'GET' && method !== 'POST') return;
      if (!arrival.takesAnswer) throw notAcceptable();
      setRequestParser(async () => {
        if (method === 'GET') return readQueryString(url);
        refuseBody(headers);
        return readJson(await readBody(request, maxBodyBytes));
      });
    },
    onParams({ params, setParams }) {
      // Some clients send an empty name for none.
      const { operationName, ...rest } = params ?? {};
      if (operationName === '') setParams(rest);
    },
  };
}

const notAcceptable = () =>
  httpError(
    406,
    'NOT_ACCEPTABLE',
    'Answers are JSON: send "Accept: application/json", or "application/graphql-response+json".',
  );

/**
 * Refers neither to the request nor to the response: the executor keeps what it is given beyond the answer, and a response
 * is large.
 */
function contextOf(
  { gateway, admitInputs, watchMutation }: ArrivalOptions,
  { request: { headers }, record, signal }: Arrival,
  known: Caller | null,
): GatewayContext {
  const caller = () => {
    if (known === null) throw noCaller();
    return known;
  };
  record.caller = known?.id ?? null;
  return {
    ...gateway,
    signal,
    request: { requestId: record.requestId, arrivedAt: record.arrivedAt, span: null },
    answer: new AnswerLimit(),
    credential: () => caller().credential,
    admit: (inputs) => admitInputs(caller(), inputs),
    watchMutation: (name, inputs) => watchMutation(record, headers, name, inputs),
  };
}
