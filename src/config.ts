import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { credentialOf, secretOf } from './credential.ts';
import {
  baseUrl,
  but,
  ConfigError,
  emptyVariables,
  hidden,
  integer,
  integerOrNone,
  isLoopback,
  isPlain,
  oneOf,
  onOff,
  origins,
  readEnvironment,
  unknownVariables,
} from './environment.ts';
import { apiVersions } from './hubspot/client.ts';
import type { OAuthApp } from './hubspot/request-access-token.ts';
import { isRedisUrl, RedisUrl } from './rate-limit/redis-url.ts';
import { sandboxOptions, sandboxVariables } from './sandbox/environment.ts';

const DEFAULT_BASE_URL = 'https://api.hubapi.com';
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Tokens go there, and contacts. */
const hubspotBaseUrl = baseUrl.refine((text) => text === undefined || !isPlain(new URL(text)), {
  error: ({ input }) => `must begin with https:, unless its host is a loopback address, ${but(input)}`,
});

/** The message never shows the value: it may hold a password. */
const redisUrl = z
  .string()
  .refine(isRedisUrl, {
    error:
      'must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS, without query or fragment',
  })
  .transform((text) => new RedisUrl(text))
  .optional();

const oauthVariables = {
  HUBSPOT_CLIENT_ID: hidden(secretOf, "an OAuth app's client id"),
  HUBSPOT_CLIENT_SECRET: hidden(secretOf, "an OAuth app's client secret"),
  HUBSPOT_REFRESH_TOKEN: hidden(secretOf, 'a refresh token of HubSpot'),
};

const jwtVariables = {
  JWT_JWKS_URL: z.string().optional(),
  JWT_SECRET: z.string().optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_ALGORITHMS: z.string().optional(),
};

const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], {
      error: ({ input }) => `must be development, production, test, or not set, ${but(input)}`,
    })
    .optional(),
  PORT: integer(0, 65_535, 4000),
  HOST: z.string().default('127.0.0.1'),
  HUBSPOT_ACCESS_TOKEN: hidden(credentialOf, 'a HubSpot access token'),
  ...oauthVariables,
  HUBSPOT_BASE_URL: hubspotBaseUrl,
  HUBSPOT_API_VERSION: oneOf(apiVersions, 'v3'),
  CALLER_AUTH: oneOf(['none', 'hubspot-token', 'jwt'], 'none'),
  ALLOWED_ORIGINS: origins,
  BATCH_MAX_SIZE: integer(1, 100, 100),
  MAX_BATCH_BYTES: integer(1024, 104_857_600, 1_048_576),
  QUEUE_LIMIT: integer(1, 1_000_000, 10_000),
  QUEUE_BYTES: integer(1024, 17_179_869_184, 67_108_864),
  MAX_INPUTS: integer(1, 10_000, 1000),
  DEADLINE_MS: integer(100, 600_000, 30_000),
  DRAIN_MS: integer(0, 600_000, 10_000),
  PROPERTIES_CHECK_MS: integer(0, 86_400_000, 3_600_000),
  RATE_LIMIT: integer(1, 100_000, 100),
  RATE_LIMIT_INTERVAL_MS: integer(1, 3_600_000, 10_000),
  REDIS_URL: redisUrl,
  LOG_LEVEL: oneOf(logLevels, 'info'),
  METRICS_PORT: integerOrNone(0, 65_535),
  // Plain http is allowed: spans hold no token and no contact value, and collectors are mostly next door.
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl,
  ...jwtVariables,
  CALLER_INPUTS_PER_SECOND: integer(0, 1_000_000, 0),
  TRUST_PROXY: integer(0, 10, 0),
  MAX_CONNECTIONS: integer(1, 1_000_000, 10_000),
  REQUEST_TIMEOUT_MS: integer(100, 600_000, 15_000),
  MAX_BODY_BYTES: integer(1024, 104_857_600, 1_048_576),
  MAX_REQUEST_BATCH: integer(1, 1000, 10),
  MAX_TOKENS: integer(10, 1_000_000, 4000),
  INTROSPECTION: onOff,
  GRAPHIQL: onOff,
  TRUSTED_DOCUMENTS: z.string().optional(),
  ...sandboxVariables,
});

type Values = z.infer<typeof environment>;

/** The variables that are read. */
export const environmentVariables: readonly string[] = Object.keys(environment.shape);

/** Someone who sets one of these means to be safe, or to reach a real account. Without a value it would be neither. */
const neverEmpty = ['HUBSPOT_ACCESS_TOKEN', ...Object.keys(oauthVariables), ...Object.keys(jwtVariables)];

/** The checked configuration. What is not there is null. */
export type Config = Readonly<ReturnType<typeof readConfig>>;
/** How requests are accepted. */
export type ServerConfig = Config['server'];
/** How tokens of callers are verified. */
export type JwtConfig = NonNullable<ServerConfig['jwt']>;

/** Reads the environment once. Throws a `ConfigError` that names all problems together. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const values = readEnvironment(environment, env, [
    ...emptyVariables(env, neverEmpty),
    ...unknownVariables(env, environmentVariables),
  ]);
  const problems: string[] = [];
  const config = configOf(values, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Checks what one variable alone does not tell, and adds what is wrong to `problems`. */
function configOf(values: Values, problems: string[]) {
  const production = values.NODE_ENV === 'production';
  const { serviceCredential, sandbox } = readAccount(values, production, problems);
  if (values.CALLER_AUTH === 'none' && !isLoopback(values.HOST)) {
    problems.push(
      `CALLER_AUTH=none lets anyone who reaches HOST=${values.HOST} write contacts; set CALLER_AUTH, or HOST to a loopback address.`,
    );
  }
  if (values.METRICS_PORT !== null && values.METRICS_PORT !== 0 && values.METRICS_PORT === values.PORT) {
    problems.push(`METRICS_PORT must be another port than PORT, but both are ${values.PORT}.`);
  }
  const on = (value: 'on' | 'off' | undefined) => (value === undefined ? !production : value === 'on');
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    /** Where HubSpot is; null: start the embedded sandbox and use that. */
    hubspotBaseUrl: sandbox ? null : (values.HUBSPOT_BASE_URL ?? DEFAULT_BASE_URL),
    apiVersion: values.HUBSPOT_API_VERSION,
    /** The gateway's own credential, or the app that has one; null when each caller brings one, or with the sandbox. */
    serviceCredential,
    callerAuth: values.CALLER_AUTH,
    allowedOrigins: values.ALLOWED_ORIGINS,
    batchMaxSize: values.BATCH_MAX_SIZE,
    maxBatchBytes: values.MAX_BATCH_BYTES,
    queueLimit: values.QUEUE_LIMIT,
    /** Bytes of the inputs that wait. */
    queueBytes: values.QUEUE_BYTES,
    maxInputs: values.MAX_INPUTS,
    deadlineMs: values.DEADLINE_MS,
    drainMs: values.DRAIN_MS,
    server: {
      /** How tokens of callers are verified; null: they are not. */
      jwt: readJwt(values, problems),
      /** Inputs that one caller may send in a second, all of them at once if it likes; null: any number. */
      callerInputsPerSecond: values.CALLER_INPUTS_PER_SECOND || null,
      /** Proxies in front of the gateway whose X-Forwarded-… headers are believed. */
      trustProxy: values.TRUST_PROXY,
      maxConnections: values.MAX_CONNECTIONS,
      /** How long the arrival of a request may take. */
      requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
      maxBodyBytes: values.MAX_BODY_BYTES,
      /** Operations that one HTTP request may bring. */
      maxRequestBatch: values.MAX_REQUEST_BATCH,
      /** Tokens that a document may have. */
      maxTokens: values.MAX_TOKENS,
      /** Whether the schema may be asked for, and error messages suggest names of it. */
      introspection: on(values.INTROSPECTION),
      graphiql: on(values.GRAPHIQL),
      /** The only documents that run, by their hash; null: any runs. */
      trustedDocuments: readTrustedDocuments(values.TRUSTED_DOCUMENTS, problems),
    },
    /** Of the embedded sandbox, where it is used. */
    sandbox: sandboxOptions(values),
    /** How often the portal's property definitions are compared with ours; null: never. */
    propertiesCheckMs: values.PROPERTIES_CHECK_MS || null,
    rateLimit: values.RATE_LIMIT,
    rateLimitIntervalMs: values.RATE_LIMIT_INTERVAL_MS,
    /** Where replicas share the quota; null: this gateway is the only one. */
    redisUrl: values.REDIS_URL ?? null,
    logLevel: values.LOG_LEVEL,
    /** Where Prometheus finds the metrics; null: nowhere. */
    metricsPort: values.METRICS_PORT,
    /** Where spans are sent to, by OTLP over HTTP; null: nowhere. */
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}

/** Whose credential is used, and whether the sandbox stands in for HubSpot. */
function readAccount(values: Values, production: boolean, problems: string[]) {
  const app = readOAuthApp(values, problems);
  const own = values.HUBSPOT_ACCESS_TOKEN ?? app;
  const callersBringTokens = values.CALLER_AUTH === 'hubspot-token';
  const needsOwn = !callersBringTokens && own === null;
  const sandbox = needsOwn && !production && values.HUBSPOT_BASE_URL === undefined;

  if (values.HUBSPOT_ACCESS_TOKEN && app !== null) {
    problems.push(
      'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_ID name two credentials; set the token, or the OAuth app, not both.',
    );
  }
  if (needsOwn && !sandbox && problems.length === 0) {
    const why = production ? 'in production' : 'when HUBSPOT_BASE_URL is set';
    problems.push(
      `HUBSPOT_ACCESS_TOKEN is required ${why}, or an OAuth app (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HUBSPOT_REFRESH_TOKEN), unless CALLER_AUTH=hubspot-token.`,
    );
  }
  return { serviceCredential: callersBringTokens ? null : own, sandbox };
}

function readOAuthApp(values: Values, problems: string[]): OAuthApp | null {
  const { HUBSPOT_CLIENT_ID: id, HUBSPOT_CLIENT_SECRET: clientSecret, HUBSPOT_REFRESH_TOKEN: refreshToken } = values;
  if (id && clientSecret && refreshToken) return { clientId: id.reveal(), clientSecret, refreshToken };
  const names = Object.keys(oauthVariables) as (keyof typeof oauthVariables)[];
  const missing = names.filter((name) => !values[name]);
  if (missing.length < names.length) {
    problems.push(
      `HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; also set ${missing.join(' and ')}.`,
    );
  }
  return null;
}

// Never both kinds at once: a public key must not serve as the secret of an HMAC. And "none" is in no list.
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
const KEY_ALGORITHMS_BY_REQUEST = [...KEY_ALGORITHMS, 'PS256', 'PS384', 'PS512', 'EdDSA'];
const MIN_SECRET_LENGTH = 32;

/** No message shows the secret. */
function readJwt(values: Values, problems: string[]) {
  if (values.CALLER_AUTH !== 'jwt') {
    const given = Object.keys(jwtVariables).filter((name) => values[name as keyof typeof jwtVariables] !== undefined);
    if (given.length > 0)
      problems.push(`${given.join(', ')} ${given.length === 1 ? 'has' : 'have'} no effect without CALLER_AUTH=jwt.`);
    return null;
  }
  const keys = readJwtKeys(values, problems);
  const algorithms = readJwtAlgorithms(values, problems);
  const audience = values.JWT_AUDIENCE;
  if (audience === undefined)
    problems.push('JWT_AUDIENCE is required with CALLER_AUTH=jwt: a token for another service must not pass.');
  if (keys === null || audience === undefined) return null;
  /** `issuer`: null for any issuer that has a key. */
  return { keys, algorithms, audience, issuer: values.JWT_ISSUER ?? null };
}

/** Where the issuer publishes its keys, or the secret it shares with the gateway. */
function readJwtKeys({ JWT_JWKS_URL: url, JWT_SECRET: secret }: Values, problems: string[]) {
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
    // Anyone who could change the keys on their way could sign as any caller.
    problems.push('JWT_JWKS_URL must begin with https:, unless its host is a loopback address.');
  }
  return secret === undefined ? address : createSecretKey(Buffer.from(secret));
}

function readJwtAlgorithms({ JWT_ALGORITHMS: list, JWT_SECRET: secret }: Values, problems: string[]): string[] {
  const allowed = secret === undefined ? KEY_ALGORITHMS_BY_REQUEST : SECRET_ALGORITHMS;
  if (list === undefined) return secret === undefined ? KEY_ALGORITHMS : ['HS256'];
  const names = list.split(',').map((name) => name.trim());
  if (!names.every((name) => allowed.includes(name))) {
    const source = secret === undefined ? 'keys of JWT_JWKS_URL' : 'JWT_SECRET';
    problems.push(`JWT_ALGORITHMS must be some of ${allowed.join(', ')} with ${source}, separated by commas.`);
  }
  return names;
}

const manifest = z.record(z.string(), z.string());

function readTrustedDocuments(path: string | undefined, problems: string[]): ReadonlyMap<string, string> | null {
  if (path === undefined) return null;
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(path, 'utf8')))));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    problems.push(
      `TRUSTED_DOCUMENTS=${path} cannot be used${why}: it must be a JSON file of documents by their hash, as codegen writes it.`,
    );
    return null;
  }
}
