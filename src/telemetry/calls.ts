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
  /** Told how each call ended: its HTTP status, or null where there was no answer. */
  readonly onEnd: (credential: Credential, request: RestRequest, status: number | null) => void;
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
        const status = end instanceof Error ? null : end.status;
        const correlationId = correlationOf(end);
        metrics.restCall(endpoint, status, ms, carries.length);
        traced?.end(status, correlationId);
        onEnd(credential, request, status);
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

const correlationOf = (end: RestAnswer | Error): string | null =>
  end instanceof Error ? null : end.headers.get('x-hubspot-correlation-id');

/** HubSpot answers 401 now and then for reasons of its own: after this time such an answer does not count any more, in ms. */
const FORGOTTEN_AFTER_MS = 30_000;

/** Whether HubSpot takes a credential, according to its last answer. */
export function watchCredential() {
  let refusedAt = Number.NEGATIVE_INFINITY;
  return {
    /** `status`: of a call's answer; null where there was none. */
    told(status: number | null): void {
      if (status === 401) refusedAt = performance.now();
      else if (status !== null) refusedAt = Number.NEGATIVE_INFINITY;
    },
    get refused(): boolean {
      return performance.now() < refusedAt + FORGOTTEN_AFTER_MS;
    },
  };
}

/** A credential's way to HubSpot, as far as an outage shows there. */
interface Watched {
  readonly circuitOpen: boolean;
}

/** Told after each call for a credential; logs when HubSpot begins to fail for it, and when that is over. */
export function watchOutages(log: Logger) {
  const failing = new WeakSet<Watched>();
  return {
    /** `answered`: the call had an answer that shows no outage. */
    told(access: Watched, credential: string, answered: boolean): void {
      if (access.circuitOpen && !failing.has(access)) {
        failing.add(access);
        log.warn({ credential }, 'HubSpot fails again and again: updates are held back until it answers');
      } else if (answered && !access.circuitOpen && failing.delete(access)) {
        log.info({ credential }, 'HubSpot answers again');
      }
    },
  };
}
