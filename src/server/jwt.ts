import type { KeyObject } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import type { JwtConfig } from '../config.ts';
import { type Credential, idOf } from '../credential.ts';
import { bearerToken, type IdentifyCaller, unauthenticated } from './caller.ts';
import { httpError } from './request-body.ts';

/** Clocks of issuers differ from ours by a little. */
const CLOCK_TOLERANCE_S = 5;
/** After this the issuer's keys are read again, while those at hand still serve: its outage should not be one of the gateway. */
const REFRESH_MS = 600_000;
/** After this, without an answer from the issuer, they serve no more. */
const KEEP_MS = 86_400_000;

/**
 * Callers prove who they are with a token of the issuer, and all act with the gateway's own credential. Each request is
 * verified anew, because what is remembered of a token would outlive its key.
 *
 * With `jose` and not with @graphql-yoga/plugin-jwt, which answers 400 to a token that is no JWT and 500 when the keys cannot
 * be read, and names no challenge.
 */
export function callersBringJwts(options: JwtConfig, service: Credential, log: Logger): IdentifyCaller {
  const getKey = keysOf(options.keys, log);
  const checks = {
    algorithms: [...options.algorithms],
    audience: options.audience,
    // Without an end a token would be good forever; without a subject nobody knows whose it is.
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_S,
    ...(options.issuer === null ? {} : { issuer: options.issuer }),
  };

  return async (request) => {
    const token = bearerToken(request);
    if (token === null) {
      throw unauthenticated('Send a token of your identity provider as "Authorization: Bearer <token>".', 'Bearer');
    }
    const { payload } = await jwtVerify(token, getKey, checks).catch((error: unknown) => {
      const fault = faultOf(error);
      if (fault !== undefined) throw invalidToken(fault);
      log.error({ err: error }, UNREADABLE);
      throw keysUnavailable();
    });
    if (!namesSomebody(payload)) throw invalidToken('The token has a bad sub');
    return { credential: service, id: callerId(payload) };
  };
}

const UNREADABLE = 'the keys of JWT_JWKS_URL cannot be read';

/** A key that is not known yet is looked for at the issuer, at most every 30 seconds. */
function keysOf(keys: URL | KeyObject, log: Logger): JWTVerifyGetKey {
  if (!(keys instanceof URL)) return () => keys;
  const published = createRemoteJWKSet(keys, { cacheMaxAge: KEEP_MS });
  setInterval(() => published.reload().catch((err) => log.warn({ err }, UNREADABLE)), REFRESH_MS).unref();
  return published;
}

/** What is signed is not always of the right type: all whose `sub` is null would be one caller. */
const namesSomebody = ({ sub }: { readonly sub?: unknown }) => typeof sub === 'string' && sub.trim() !== '';

/** The issuer and its name for the caller together: two issuers may use the same name. */
const callerId = ({ iss = '', sub = '' }: JWTPayload): string => idOf(JSON.stringify([iss, sub]));

function invalidToken(fault: string) {
  const challenge = `Bearer error="invalid_token", error_description="${fault}"`;
  return unauthenticated(`${fault}. Send another one as "Authorization: Bearer <token>".`, challenge);
}

const keysUnavailable = () =>
  httpError(
    503,
    'AUTHENTICATION_UNAVAILABLE',
    'Tokens cannot be checked now, because the identity provider does not answer. Try again soon.',
    { headers: { 'Retry-After': '5' } },
  );

const NO_JWT = 'The token is not a JWT that can be read';

/** By the code of jose's error, or by the claim that it is about. */
const FAULTS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The token has expired',
  aud: 'The token is for another audience',
  iss: 'The token is from another issuer',
  nbf: 'The token is not valid yet',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is not signed with an allowed algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed with a key that its issuer does not publish',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'The token does not name the key it is signed with',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the token is wrong',
  ERR_JOSE_NOT_SUPPORTED: NO_JWT,
  ERR_JWS_INVALID: NO_JWT,
  ERR_JWT_INVALID: NO_JWT,
};

/** What is wrong with a token, in words and without any part of it; undefined where that cannot be told. */
function faultOf(error: unknown): string | undefined {
  if (!(error instanceof errors.JOSEError)) return undefined;
  if (!(error instanceof errors.JWTClaimValidationFailed)) return FAULTS[error.code];
  const { claim, reason } = error;
  return FAULTS[claim] ?? `The token has ${reason === 'missing' ? 'no' : 'a bad'} ${claim}`;
}
