import { z } from 'zod';
import { type Credential, credentialOf } from './credential.ts';
import {
  but,
  ConfigError,
  emptyVariables,
  integer,
  integerOrNone,
  isLoopback,
  isPlain,
  oneOf,
  readEnvironment,
} from './environment.ts';
import { type ApiVersion, apiVersions } from './hubspot/client.ts';
import { oauthVariables, readOAuthApp } from './hubspot/oauth-credential.ts';
import type { OAuthApp } from './hubspot/request-access-token.ts';
import { isRedisUrl, RedisUrl } from './rate-limit/redis-url.ts';
import { type SandboxEnvironment, sandboxOptions, sandboxVariables } from './sandbox/environment.ts';
import { type ServerEnvironment, serverOptions, serverVariables } from './server/environment.ts';
import { jwtVariables } from './server/jwt-options.ts';
import { unknownVariables } from './unknown-variables.ts';

export const callerAuthModes = ['none', 'hubspot-token', 'jwt'] as const;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The checked configuration. What is not there is null. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Where HubSpot is; null: start the embedded sandbox and use that. */
  readonly hubspotBaseUrl: string | null;
  readonly apiVersion: ApiVersion;
  /** The gateway's own credential, or the app that has one; null when each caller brings one, or with the sandbox. */
  readonly serviceCredential: Credential | OAuthApp | null;
  readonly callerAuth: (typeof callerAuthModes)[number];
  readonly allowedOrigins: readonly string[];
  readonly batchMaxSize: number;
  readonly maxBatchBytes: number;
  readonly queueLimit: number;
  /** Bytes of the inputs that wait. */
  readonly queueBytes: number;
  readonly maxInputs: number;
  readonly deadlineMs: number;
  readonly drainMs: number;
  /** How requests are accepted. */
  readonly server: ServerEnvironment;
  /** Of the embedded sandbox, where it is used. */
  readonly sandbox: SandboxEnvironment;
  /** How often the portal's property definitions are compared with ours; null: never. */
  readonly propertiesCheckMs: number | null;
  readonly rateLimit: number;
  readonly rateLimitIntervalMs: number;
  /** Where replicas share the quota; null: this gateway is the only one. */
  readonly redisUrl: RedisUrl | null;
  readonly logLevel: (typeof logLevels)[number];
  /** Where Prometheus finds the metrics; null: nowhere. */
  readonly metricsPort: number | null;
  /** Where spans are sent to, by OTLP over HTTP; null: nowhere. */
  readonly tracesEndpoint: string | null;
}

const DEFAULT_BASE_URL = 'https://api.hubapi.com';

const baseUrl = z
  .string()
  .refine(isBaseUrl, {
    error: ({ input }) => `must be an http(s) address without user, query or fragment, ${but(input)}`,
    abort: true,
  })
  .optional();

/** Tokens go there, and contacts. */
const hubspotBaseUrl = baseUrl.refine((text) => text === undefined || !isPlain(new URL(text)), {
  error: ({ input }) => `must begin with https:, unless its host is a loopback address, ${but(input)}`,
});

function isBaseUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || url.protocol === 'http:');
}

/** The message never shows the value. */
const accessToken = z
  .string()
  .transform((token) => credentialOf(token.trim()))
  .refine((credential) => credential !== null, {
    error: 'must be a HubSpot access token: printable ASCII without spaces',
  })
  .optional();

const origins = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine((list) => list.every((origin) => URL.parse(origin)?.origin === origin), {
    error: 'must be origins such as https://app.example.com, separated by commas',
  })
  .default([]);

/** The message never shows the value: it may hold a password. */
const redisUrl = z
  .string()
  .refine(isRedisUrl, {
    error:
      'must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS, without query or fragment',
  })
  .transform((text) => new RedisUrl(text))
  .optional();

const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], {
      error: ({ input }) => `must be development, production, test, or not set, ${but(input)}`,
    })
    .optional(),
  PORT: integer(0, 65_535, 4000),
  HOST: z.string().default('127.0.0.1'),
  HUBSPOT_ACCESS_TOKEN: accessToken,
  ...oauthVariables,
  HUBSPOT_BASE_URL: hubspotBaseUrl,
  HUBSPOT_API_VERSION: oneOf(apiVersions, 'v3'),
  CALLER_AUTH: oneOf(callerAuthModes, 'none'),
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
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl,
  ...serverVariables,
  ...sandboxVariables,
});

/** The variables that are read. */
export const environmentVariables: readonly string[] = Object.keys(environment.shape);

/** Who sets one of these means to be safe, or to reach a real account: without a value it would be neither. */
const neverEmpty = ['HUBSPOT_ACCESS_TOKEN', ...Object.keys(oauthVariables), ...jwtVariables];

/** Reads the environment once. Throws a `ConfigError` that names all problems together. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = readEnvironment(environment, env, [
    ...emptyVariables(env, neverEmpty),
    ...unknownVariables(env, environmentVariables),
  ]);
  const production = values.NODE_ENV === 'production';
  const oauth = readOAuthApp(values);
  const serviceCredential = values.HUBSPOT_ACCESS_TOKEN ?? oauth.app;
  const callersBringTokens = values.CALLER_AUTH === 'hubspot-token';
  const sandbox =
    !production && !callersBringTokens && serviceCredential === null && values.HUBSPOT_BASE_URL === undefined;

  const problems: string[] = [...oauth.problems];
  if (values.HUBSPOT_ACCESS_TOKEN && oauth.app !== null) {
    problems.push(
      'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_ID name two credentials; set the token, or the OAuth app, not both.',
    );
  }
  if (!sandbox && !callersBringTokens && serviceCredential === null && oauth.problems.length === 0) {
    const why = production ? 'in production' : 'when HUBSPOT_BASE_URL is set';
    problems.push(
      `HUBSPOT_ACCESS_TOKEN is required ${why}, or an OAuth app (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HUBSPOT_REFRESH_TOKEN), unless CALLER_AUTH=hubspot-token.`,
    );
  }
  if (values.CALLER_AUTH === 'none' && !isLoopback(values.HOST)) {
    problems.push(
      `CALLER_AUTH=none lets anyone who reaches HOST=${values.HOST} write contacts; set CALLER_AUTH, or HOST to a loopback address.`,
    );
  }
  if (values.METRICS_PORT !== null && values.METRICS_PORT !== 0 && values.METRICS_PORT === values.PORT) {
    problems.push(`METRICS_PORT must be another port than PORT, but both are ${values.PORT}.`);
  }
  const server = serverOptions(values, { callerAuth: values.CALLER_AUTH, production, problems });
  if (problems.length > 0) throw new ConfigError(problems);

  return {
    production,
    port: values.PORT,
    host: values.HOST,
    hubspotBaseUrl: sandbox ? null : (values.HUBSPOT_BASE_URL ?? DEFAULT_BASE_URL),
    apiVersion: values.HUBSPOT_API_VERSION,
    serviceCredential: callersBringTokens ? null : serviceCredential,
    callerAuth: values.CALLER_AUTH,
    allowedOrigins: values.ALLOWED_ORIGINS,
    batchMaxSize: values.BATCH_MAX_SIZE,
    maxBatchBytes: values.MAX_BATCH_BYTES,
    queueLimit: values.QUEUE_LIMIT,
    queueBytes: values.QUEUE_BYTES,
    maxInputs: values.MAX_INPUTS,
    deadlineMs: values.DEADLINE_MS,
    drainMs: values.DRAIN_MS,
    server,
    sandbox: sandboxOptions(values),
    propertiesCheckMs: values.PROPERTIES_CHECK_MS || null,
    rateLimit: values.RATE_LIMIT,
    rateLimitIntervalMs: values.RATE_LIMIT_INTERVAL_MS,
    redisUrl: values.REDIS_URL ?? null,
    logLevel: values.LOG_LEVEL,
    metricsPort: values.METRICS_PORT,
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}
