import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { type Credential, credentialOf } from '../credential.ts';

/** Who sent a request, and with whose rights it acts. */
export interface Caller {
  readonly credential: Credential;
  /** A hash that tells callers apart, in limits and logs; null where they cannot be told apart. */
  readonly id: string | null;
}

/** Throws an error that makes the answer an HTTP 401 when the request does not say who is calling. */
export type CallerOf = () => Caller;

/**
 * Looks at a request before its body is read. Rejects when nothing at all may be done for it; a caller that is needed
 * only by some resolvers is asked for by them.
 */
export type IdentifyCaller = (request: Pick<IncomingMessage, 'headers'>) => CallerOf | Promise<CallerOf>;

/** Everyone acts with the gateway's own credential. */
export function everyoneActsAs(service: Credential): IdentifyCaller {
  const caller = { credential: service, id: null };
  return () => () => caller;
}

const BEARER = /^Bearer +(.+)$/i;

/** The token of a request; null where it brings none. */
export const bearerToken = ({ headers }: Pick<IncomingMessage, 'headers'>): string | null =>
  BEARER.exec(headers.authorization ?? '')?.[1]?.trim() || null;

/** Each caller acts with the HubSpot token of its own request. */
export const callersBringTokens: IdentifyCaller = (request) => {
  let caller: Caller | null = null;
  return () => {
    caller ??= ofToken(bearerToken(request));
    return caller;
  };
};

function ofToken(token: string | null): Caller {
  const credential = token === null ? null : credentialOf(token);
  if (credential === null) {
    throw unauthenticated(
      'This gateway passes your own HubSpot token on: send it as "Authorization: Bearer <token>".',
      'Bearer',
    );
  }
  return { credential, id: credential.id };
}

/** An HTTP 401. `challenge` tells clients how to authenticate (RFC 6750, section 3). */
export function unauthenticated(message: string, challenge: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: { 'WWW-Authenticate': challenge } } },
  });
}
