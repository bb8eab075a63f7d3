import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { MutationWatch } from '../graphql/context.ts';
import type { Metrics } from './metrics.ts';
import type { Tracing } from './tracing.ts';

/** What becomes the log line of a request. Every stage that knows more of it than HTTP shows adds it. */
export interface RequestRecord {
  readonly requestId: string;
  /** On the clock of `performance.now()`. */
  readonly arrivedAt: number;
  /** The address it came from; null where it came not by HTTP. */
  readonly client: string | null;
  /** A hash that tells callers apart; null where they cannot be told apart, or it is not known who calls. */
  caller: string | null;
  /** `mutation SaveContact`, one for each operation that was carried out. */
  readonly operations: string[];
  /** Inputs of mutations, and how many of them had an answer of each type. */
  inputs: number;
  readonly results: Record<string, number>;
  /** Errors at the top level of the answer, by code. Their messages may repeat what callers wrote. */
  readonly errors: Record<string, number>;
}

/** Times in log lines, in ms: more digits say no more. */
export const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** Ids that others gave are taken over when they are harmless in a header and a log line. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export function createRecord(given?: string | string[], client: string | null = null): RequestRecord {
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  const arrivedAt = performance.now();
  return { requestId, arrivedAt, client, caller: null, operations: [], inputs: 0, results: {}, errors: {} };
}

/** One log line for each request, when its answer is out or its caller is gone. The answer tells the request's id. */
export function watchRequests(log: Logger, metrics: Metrics) {
  let open = 0;
  return {
    watch(request: IncomingMessage, response: ServerResponse, client: string): RequestRecord {
      const record = createRecord(request.headers['x-request-id'], client);
      response.setHeader('x-request-id', record.requestId);
      open += 1;
      response.once('close', () => {
        open -= 1;
        const { arrivedAt, ...told } = record;
        const ms = tenths(performance.now() - arrivedAt);
        metrics.request(response.statusCode, ms, record.errors);
        const gone = response.writableFinished ? {} : { callerGone: true };
        log.info({ ...told, method: request.method, status: response.statusCode, ms, ...gone }, 'request');
      });
      return record;
    },
    /** Requests that are not answered yet. */
    get open(): number {
      return open;
    },
  };
}

/** Origins that are told apart within a minute. */
const MAX_ORIGINS = 100;
const MAX_ORIGIN_LENGTH = 200;

/**
 * One log line a minute for each origin whose pages are refused: a browser shows the author of such a page no more than that
 * the request failed.
 */
export function watchRefusedOrigins(log: Logger): (origin: string) => void {
  /** When each was told. */
  const told = new Map<string, number>();
  return (given) => {
    const origin = given.slice(0, MAX_ORIGIN_LENGTH);
    const now = performance.now();
    for (const [one, at] of told) if (now - at >= 60_000) told.delete(one);
    if (told.has(origin) || told.size === MAX_ORIGINS) return;
    told.set(origin, now);
    log.warn({ origin }, 'a page of this origin was refused: ALLOWED_ORIGINS does not name it');
  };
}

/** Counts the answers to a mutation, for the request's log line, the metrics, and the mutation's span. */
export function watchMutations(metrics: Metrics, tracing: Tracing | null) {
  return (record: RequestRecord, headers: IncomingHttpHeaders, name: string, inputs: number): MutationWatch => {
    const span = tracing?.mutation(name, headers, inputs) ?? null;
    const { requestId, arrivedAt } = record;
    record.inputs += inputs;

    return {
      request: { requestId, arrivedAt, span: span?.spanContext() ?? null },
      answered(types) {
        for (const [type, { length: count }] of Map.groupBy(types, (name) => name)) {
          record.results[type] = (record.results[type] ?? 0) + count;
          metrics.answered(type, count);
          span?.setAttribute(`contacts.results.${type}`, count);
        }
        span?.end();
      },
    };
  };
}

/** Adds the codes of errors to a record. They are all ours, Yoga's and graphql-js's: none is made of what somebody sent. */
export function countErrors({ errors: counts }: RequestRecord, errors: readonly GraphQLError[] = []): void {
  for (const { extensions, path } of errors) {
    // graphql-js gives no code to an operation that the document does not have.
    const code = String(extensions.code ?? (path === undefined ? 'BAD_USER_INPUT' : 'OTHER'));
    counts[code] = (counts[code] ?? 0) + 1;
  }
}
