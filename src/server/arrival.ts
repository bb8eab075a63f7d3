import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { RequestRecord } from '../signals/request-log.ts';
import type { CallerOf, IdentifyCaller } from './caller.ts';
import { readBody, readJson, readQueryString, refuseMediaType } from './request-body.ts';

/** What a request brings, as far as it is read before GraphQL looks at it. */
export interface Arrival {
  readonly caller: CallerOf;
  /** The parameters of an operation, or a list of them; null where the method is none of GraphQL's. */
  readonly params: object | null;
}

export interface ArrivalOptions {
  readonly identifyCaller: IdentifyCaller;
  readonly maxBodyBytes: number;
  /** Items that a list in a body may have. */
  readonly maxItems: number;
  readonly log: Logger;
}

/**
 * Reads requests, in place of Yoga's own parsers, which take more media types, and bodies of any size and shape. Who is
 * calling comes first: what comes from nobody is not worth reading. Rejects with what becomes the answer.
 */
export function arrivals({ identifyCaller, maxBodyBytes, maxItems, log }: ArrivalOptions) {
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
    const caller = await identify(request, record);
    if (request.method === 'GET') return { caller, params: readQueryString(request.url ?? '', maxItems) };
    if (request.method !== 'POST') return { caller, params: null };
    const refusal = refuseMediaType(request.headers['content-type'] ?? null);
    if (refusal !== null) throw refusal;
    return { caller, params: readJson(await readBody(request, maxBodyBytes), maxItems) };
  };
}
