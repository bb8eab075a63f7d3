import type { Logger } from 'pino';
import type { Credential } from '../credential.ts';
import { type CallWatch, endpointOf, type RestAnswer, type RestRequest } from '../hubspot/client.ts';
import type { FromRequest } from '../observer.ts';
import type { Metrics } from './metrics.ts';
import { tenths } from './requests.ts';
import type { Tracing } from './tracing.ts';

export interface CallWatchOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Null: nothing is traced. */
  readonly tracing: Tracing | null;
  /** Told how each call ended; null where there was no answer. */
  readonly onEnd: (credential: Credential, request: RestRequest, answer: RestAnswer | null) => void;
}

/** One log line, one measurement and one span for each REST call. */
export function watchCalls({ log, metrics, tracing, onEnd }: CallWatchOptions) {
  return (credential: Credential, request: RestRequest): CallWatch => {
    const { method, carries = [] } = request;
    const endpoint = endpointOf(request);
    const startedAt = performance.now();
    const traced = tracing?.restCall(`${method.toUpperCase()} ${endpoint}`, carries) ?? null;

    return {
      headers: traced?.headers ?? {},
      ended(end) {
        const ms = tenths(performance.now() - startedAt);
        const answer = end instanceof Error ? null : end;
        const status = answer?.status ?? null;
        const correlationId = answer?.headers.get('x-hubspot-correlation-id') ?? null;
        metrics.restCall(endpoint, status, ms, carries.length);
        traced?.end(status, correlationId);
        onEnd(credential, request, answer);
        const problem = end instanceof Error ? { problem: end.message } : {};
        const line = { endpoint, status, ms, ...waits(carries, startedAt), correlationId, ...problem };
        const level = status === null || status >= 500 ? 'warn' : 'info';
        log[level]({ ...line, credential: credential.id }, 'HubSpot call');
      },
    };
  };
}

/** `size`: inputs that the call carries. `waitMs`: how long the one of them has waited that came first. */
function waits(carries: readonly FromRequest[], startedAt: number) {
  const refs = [...new Set(carries.flatMap(({ request }) => request ?? []))];
  const first = refs.reduce((earliest, { arrivedAt }) => Math.min(earliest, arrivedAt), startedAt);
  const requests = [...new Set(refs.map(({ requestId }) => requestId))];
  return { size: carries.length, waitMs: tenths(startedAt - first), requests };
}

/** HubSpot answers 401 now and then for reasons of its own: after this time such an answer does not count any more, in ms. */
const FORGOTTEN_AFTER_MS = 30_000;

/** Whether HubSpot takes a credential, according to its last answer. */
export function watchCredential() {
  let refusedAt = Number.NEGATIVE_INFINITY;
  return {
    /** `status`: of a call's answer. */
    told(status: number): void {
      refusedAt = status === 401 ? performance.now() : Number.NEGATIVE_INFINITY;
    },
    get refused(): boolean {
      return performance.now() < refusedAt + FORGOTTEN_AFTER_MS;
    },
  };
}
