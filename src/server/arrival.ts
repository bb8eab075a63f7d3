import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RequestRecord } from '../signals/request-log.ts';
import { answerType } from './accept.ts';
import type { CallerOf, IdentifyCaller } from './caller.ts';
import { httpError, readBody, readJson, readQueryString, refuseBody } from './request-body.ts';

/** What a request brings, as far as it is read before GraphQL looks at it. */
export interface Arrival {
  readonly caller: CallerOf;
  /** The parameters of an operation, or a list of them; null where the method is none of GraphQL's. */
  readonly params: object | null;
}

export interface ArrivalOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly maxBodyBytes: number;
  readonly log: Logger;
}

/**
 * Reads requests, in place of Yoga's own parsers, which take more media types, and bodies of any size and shape. Who is
 * calling comes first: what comes from nobody is not worth reading. Rejects with what becomes the answer.
 */
export function arrivals({ identifyCaller, maxBodyBytes, log }: ArrivalOptions) {
  async function identify(request: IncomingMessage, { id: requestId, client }: RequestRecord): Promise<CallerOf> {
    try {
      return await identifyCaller(request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.info({ requestId, client, reason }, 'a caller was refused');
      throw error;
    }
  }

  return async (request: IncomingMessage, record: RequestRecord): Promise<Arrival> => {
    // Yoga asks too late, when a mutation has been carried out, and answers nothing. It is given the answer instead.
    const mediaType = answerType(request.headers.accept);
    request.headers.accept = mediaType ?? 'application/json';

    const caller = await identify(request, record);
    if (request.method !== 'GET' && request.method !== 'POST') return { caller, params: null };
    if (mediaType === null) throw notAcceptable();
    if (request.method === 'GET') return { caller, params: readQueryString(request.url ?? '') };
    const refusal = refuseBody(request.headers);
    if (refusal !== null) throw refusal;
    return { caller, params: readJson(await readBody(request, maxBodyBytes)) };
  };
}

/** Gives Yoga what was read of a request, or what it is refused for. */
export const arrived: Plugin<object, { readonly arrival: Arrival | { readonly refusal: unknown } }> = {
  onRequestParse({ serverContext: { arrival }, setRequestParser }) {
    if ('refusal' in arrival) throw arrival.refusal;
    const { params } = arrival;
    if (params !== null) setRequestParser(() => params);
  },
};

const notAcceptable = () =>
  httpError(
    406,
    'NOT_ACCEPTABLE',
    'Answers are JSON: send "Accept: application/json", or "application/graphql-response+json".',
  );
