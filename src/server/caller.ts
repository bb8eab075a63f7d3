import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Credential, credentialOf } from '../credential.ts';
import type { Admission } from '../graphql/context.ts';
import { httpError } from './request-body.ts';

/** Who sent a request, and with whose rights the request acts. */
export interface Caller {
  readonly credential: Credential;
  /** A hash that tells callers apart, in limits and logs; null where they cannot be told apart. */
  readonly id: string | null;
}

/**
 * Looks at a request before its body is read: null when it does not say who is calling, which only some resolvers need to
 * know. Rejects when the gateway can do nothing at all for the request.
 */
export type IdentifyCaller = (request: Pick<IncomingMessage, 'headers'>) => Caller | null | Promise<Caller>;

/** Everyone acts with the gateway's own credential. */
export function everyoneActsAs(service: Credential): IdentifyCaller {
  const caller = { credential: service, id: null };
  return () => caller;
}

const BEARER = /^Bearer +(.+)$/i;

/** The token of a request; null where it brings none. */
export const bearerToken = ({ headers }: Pick<IncomingMessage, 'headers'>): string | null =>
  BEARER.exec(headers.authorization ?? '')?.[1]?.trim() || null;

/** Each caller acts with the HubSpot token of its own request. */
export const callersBringTokens: IdentifyCaller = (request) => {
  const credential = credentialOf(bearerToken(request) ?? '');
  return credential && { credential, id: credential.id };
};

/** For a resolver that needs a caller, where each brings a token. */
export const noCaller = () =>
  unauthenticated(
    'This gateway passes your own HubSpot token on: send it as "Authorization: Bearer <token>".',
    'Bearer',
  );

/** An HTTP 401. `challenge` tells clients how to authenticate (RFC 6750, section 3). */
export const unauthenticated = (message: string, challenge: string) =>
  httpError(401, 'UNAUTHENTICATED', message, { headers: { 'WWW-Authenticate': challenge } });

/** Says how many of a mutation's inputs its caller may send now. */
export type AdmitInputs = (caller: Caller, inputs: number) => Promise<Admission>;

/**
 * Counts the inputs of each caller by the second, which begins with its first input: the whole number may come at once, and
 * again when the second is over. Then the caller is forgotten, so there are never more callers in memory than have called
 * within a second. 0: no limit.
 */
export function callerLimit(inputsPerSecond: number): AdmitInputs {
  if (inputsPerSecond === 0) return async (_caller, inputs) => ({ inputs, retryAfterMs: 0 });
  const limiter = new RateLimiterMemory({ points: inputsPerSecond, duration: 1 });
  return async ({ id }, inputs) => {
    if (id === null) return { inputs, retryAfterMs: 0 };
    const usage = await limiter.consume(id, inputs).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const left = Math.max(0, inputsPerSecond - (usage.consumedPoints - inputs));
    return { inputs: Math.min(inputs, left), retryAfterMs: usage.msBeforeNext };
  };
}
