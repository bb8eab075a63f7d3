import { createSecretKey, type KeyObject } from 'node:crypto';
import { isPlain } from '../environment.ts';

/** How a caller's token is verified. */
export interface JwtOptions {
  /** Where the issuer publishes its keys, or the secret it shares with the gateway. */
  readonly keys: URL | KeyObject;
  readonly algorithms: readonly string[];
  readonly audience: string;
  /** Null: any issuer that has a key. */
  readonly issuer: string | null;
}

export interface JwtVariables {
  readonly JWT_JWKS_URL?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
  readonly JWT_ISSUER?: string | undefined;
  readonly JWT_AUDIENCE?: string | undefined;
  readonly JWT_ALGORITHMS?: string | undefined;
}

/** The variables that are read. */
export const jwtVariables = ['JWT_JWKS_URL', 'JWT_SECRET', 'JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_ALGORITHMS'] as const;

// Never both kinds at once: a public key must not serve as the secret of an HMAC. And "none" is in no list.
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
const KEY_ALGORITHMS_BY_REQUEST = [...KEY_ALGORITHMS, 'PS256', 'PS384', 'PS512', 'EdDSA'];

const MIN_SECRET_LENGTH = 32;

/** Reads the JWT_… variables; what is wrong is added to `problems`. No message shows the secret. */
export function jwtOptions(variables: JwtVariables, callerAuth: string, problems: string[]): JwtOptions | null {
  if (callerAuth !== 'jwt') {
    const given = jwtVariables.filter((name) => variables[name] !== undefined);
    if (given.length > 0)
      problems.push(`${given.join(', ')} ${given.length === 1 ? 'has' : 'have'} no effect without CALLER_AUTH=jwt.`);
    return null;
  }
  const keys = readKeys(variables, problems);
  const algorithms = readAlgorithms(variables, problems);
  const audience = variables.JWT_AUDIENCE;
  if (audience === undefined) {
    problems.push('JWT_AUDIENCE is required with CALLER_AUTH=jwt: a token for another service must not pass.');
  }
  if (keys === null || audience === undefined) return null;
  return { keys, algorithms, audience, issuer: variables.JWT_ISSUER ?? null };
}

function readKeys({ JWT_JWKS_URL: url, JWT_SECRET: secret }: JwtVariables, problems: string[]): URL | KeyObject | null {
  if ((url === undefined) === (secret === undefined)) {
    problems.push('Exactly one of JWT_JWKS_URL and JWT_SECRET is required with CALLER_AUTH=jwt.');
  }
  if (secret !== undefined && secret.length < MIN_SECRET_LENGTH) {
    problems.push(`JWT_SECRET must have at least ${MIN_SECRET_LENGTH} characters.`);
  }
  const address = url === undefined ? null : URL.parse(url);
  if (url !== undefined && (address === null || !/^https?:$/.test(address.protocol) || address.username !== '')) {
    problems.push('JWT_JWKS_URL must be an http(s) address without user.');
  } else if (address !== null && isPlain(address)) {
    // Who could change the keys on their way could sign as anyone.
    problems.push('JWT_JWKS_URL must begin with https:, unless its host is a loopback address.');
  }
  if (secret !== undefined) return createSecretKey(Buffer.from(secret));
  return address;
}

function readAlgorithms({ JWT_ALGORITHMS: list, JWT_SECRET: secret }: JwtVariables, problems: string[]): string[] {
  const allowed = secret === undefined ? KEY_ALGORITHMS_BY_REQUEST : SECRET_ALGORITHMS;
  if (list === undefined) return secret === undefined ? KEY_ALGORITHMS : ['HS256'];
  const names = list.split(',').map((name) => name.trim());
  if (!names.every((name) => allowed.includes(name))) {
    const source = secret === undefined ? 'keys of JWT_JWKS_URL' : 'JWT_SECRET';
    problems.push(`JWT_ALGORITHMS must be some of ${allowed.join(', ')} with ${source}, separated by commas.`);
  }
  return names;
}
