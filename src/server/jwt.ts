import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import type { JwtConfig } from '../config.ts';
import type { Credential } from '../credential.ts';
import { bearerToken, type IdentifyCaller, unauthenticated } from './caller.ts';

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
  const keys = options.keys instanceof URL ? publishedKeys(options.keys, log) : options.keys;
  const getKey: JWTVerifyGetKey = typeof keys === 'function' ? keys : () => keys;
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
      throw refusal(error);
    });
    if (!namesSomebody(payload)) throw invalidToken('The token has a bad sub');
    const caller = { credential: service, id: callerId(payload) };
    return () => caller;
  };
}

/** What is signed is not always of the right type: all whose `sub` is null would be one caller. */
const namesSomebody = ({ sub }: { readonly sub?: unknown }) => typeof sub === 'string' && sub.trim() !== '';

/** The issuer and its name for the caller together: two issuers may use the same name. */
const callerId = ({ iss = '', sub = '' }: JWTPayload): string =>
  createHash('sha256')
    .update(JSON.stringify([iss, sub]))
    .digest('base64url')
    .slice(0, 22);

/** The issuer's keys could not be read: whether the token is good cannot be told. */
class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

const UNREADABLE = 'the keys of JWT_JWKS_URL cannot be read';

/** A key that is not known yet is looked for at the issuer, at most every 30 seconds. */
function publishedKeys(url: URL, log: Logger): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { cacheMaxAge: KEEP_MS });
  let refreshAt = 0;
  return async (header, token) => {
    if (!keys.fresh || performance.now() >= refreshAt) {
      refreshAt = performance.now() + REFRESH_MS;
      // What fails now is tried again after the next interval, and the keys at hand serve until then.
      if (keys.fresh) keys.reload().catch((err) => log.warn({ err }, UNREADABLE));
    }
    try {
      return await keys(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      log.error({ err: error }, UNREADABLE);
      throw new KeysUnavailableError(UNREADABLE, { cause: error });
    }
  };
}

const isAboutToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

function refusal(error: unknown): unknown {
  if (error instanceof KeysUnavailableError) {
    return new GraphQLError(
      'Tokens cannot be checked now, because the identity provider does not answer. Try again soon.',
      {
        extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503, headers: { 'Retry-After': '5' } } },
      },
    );
  }
  if (!(error instanceof errors.JOSEError)) return error;
  return invalidToken(reasonOf(error));
}

function invalidToken(why: string): GraphQLError {
  const challenge = `Bearer error="invalid_token", error_description="${why}"`;
  return unauthenticated(`${why}. Send another one as "Authorization: Bearer <token>".`, challenge);
}

/** In words, and without any part of the token. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case 'aud':
        return 'The token is for another audience';
      case 'iss':
        return 'The token is from another issuer';
      case 'nbf':
        return 'The token is not valid yet';
      default:
        return error.reason === 'missing' ? `The token has no ${error.claim}` : `The token has a bad ${error.claim}`;
    }
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is not signed with an allowed algorithm';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'The token is signed with a key that its issuer does not publish';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'The token does not name the key it is signed with';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token is wrong';
  return 'The token is not a JWT that can be read';
}
