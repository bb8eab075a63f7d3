import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

/** What becomes the log line of a request. Whoever knows more of it than HTTP shows adds it. */
export interface RequestRecord {
  readonly id: string;
  /** On the clock of `performance.now()`. */
  readonly arrivedAt: number;
  /** The address it came from; null where it came not by HTTP. */
  client: string | null;
  /** A hash that tells callers apart; null where they cannot be told apart, or nobody asked. */
  caller: string | null;
  /** `mutation SaveContact`, one for each operation that was carried out. */
  readonly operations: string[];
  /** Inputs of `updateContacts`, and how many of them had an answer of each type. */
  inputs: number;
  readonly results: Record<string, number>;
  /** Errors at the top level of the answer, by code. Their messages may repeat what callers wrote. */
  readonly errors: Record<string, number>;
}

/** Times in log lines, in ms: more digits say no more. */
export const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** Ids that others gave are taken over when they are harmless in a header and a log line. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export function createRecord(requestId: string | undefined): RequestRecord {
  const id = requestId !== undefined && REQUEST_ID.test(requestId) ? requestId : randomUUID();
  return {
    id,
    arrivedAt: performance.now(),
    client: null,
    caller: null,
    operations: [],
    inputs: 0,
    results: {},
    errors: {},
  };
}

export type WatchRequest = (request: IncomingMessage, response: ServerResponse) => RequestRecord;

/** One log line for each request, when its answer is out or its caller gone. The answer tells the request's id. */
export function watchRequests(log: Logger, metrics: Metrics): WatchRequest {
  return (request, response) => {
    const header = request.headers['x-request-id'];
    const record = createRecord(Array.isArray(header) ? undefined : header);
    response.setHeader('x-request-id', record.id);
    response.once('close', () => {
      const ms = tenths(performance.now() - record.arrivedAt);
      const { id: requestId, client, caller, operations, inputs, results, errors } = record;
      const { statusCode: status, writableFinished } = response;
      metrics.request(status, ms);
      metrics.failed(errors);
      const line = {
        requestId,
        client,
        caller,
        method: request.method,
        status,
        ms,
        operations,
        inputs,
        results,
        errors,
      };
      log.info(writableFinished ? line : { ...line, callerGone: true }, 'request');
    });
    return record;
  };
}
