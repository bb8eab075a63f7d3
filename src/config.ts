import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { credentialOf, Secret, secretOf } from './credential.ts';
import {
  baseUrl,
  but,
  ConfigError,
  type Environment,
  hidden,
  integer,
  isLoopback,
  isPlain,
  jsonFile,
  oneOf,
  readEnvironment,
  variableOf,
  wholeNumber,
} from './environment.ts';
import { apiVersions } from './hubspot/client.ts';
import { sandboxOptions, sandboxVariables } from './sandbox/environment.ts';

const text = z.string().nullable().default(null);
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).nullable().default(null);

/** Tokens go there, and contacts. */
const hubspotBaseUrl = baseUrl.refine((address) => !isPlain(new URL(address)), {
  error: ({ input }) => `must begin with https:, unless its host is a loopback address, ${but(input)}`,
});

const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text;

const origins = z
  .string()
  .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
  .refine((list) => list.every(isOrigin), {
    error: ({ input }) =>
      `must be origins such as https://app.example.com, separated by commas, without a path or a slash at the end, ${but((input as string[]).find((it) => !isOrigin(it)))}`,
  });

/** The message never shows the value: it may hold a password. */
const redisUrl = z
  .string()
  .refine((address) => URL.canParse(address) && /^rediss?:\/\/([^/?#]*@)?[^/?#@]+(\/\d*)?$/.test(address), {
    error:
      'must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS, without query or fragment',
  })
  .transform((address) => new Secret(address));

const jwksUrl = z
  .string()
  .refine((address) => URL.canParse(address) && /^https?:\/\/[^@]+$/i.test(address), {
    error: 'must be an http(s) address without user',
    abort: true,
  })
  .transform((address) => new URL(address))
  // Anyone who could change the keys on their way could sign as any caller.
  .refine((url) => !isPlain(url), { error: 'must begin with https:, unless its host is a loopback address' });

/** As GraphQL Code Generator and Relay's compiler write it. */
const documentsByHash = z.record(z.string(), z.string()).transform((byHash) => new Map(Object.entries(byHash)));

/** As Apollo's generate-persisted-query-manifest writes it. */
const apolloManifest = z
  .object({
    format: z.literal('apollo-persisted-query-manifest'),
    version: z.literal(1),
    operations: z.array(z.object({ id: z.string(), body: z.string() })),
  })
  .transform(({ operations }) => new Map(operations.map(({ id, body }) => [id, body])));

const trustedDocuments = jsonFile(
  (path) => z.union([documentsByHash, apolloManifest]).parse(JSON.parse(readFileSync(path, 'utf8'))),
  "documents by their hash, as GraphQL Code Generator or Relay's compiler writes it, or a manifest of Apollo's",
);

/** The variables, with their names in camel case. What is not set, and has no value then, is null. */
const variables = {
  nodeEnv: oneOf(['development', 'production', 'test'], 'development'),
  port: integer(0, 65_535, 4000),
  host: z.string().default('127.0.0.1'),
  hubspotAccessToken: hidden(credentialOf, 'a HubSpot access token'),
  hubspotClientId: hidden(secretOf, "an OAuth app's client id"),
  hubspotClientSecret: hidden(secretOf, "an OAuth app's client secret"),
  hubspotRefreshToken: hidden(secretOf, 'a refresh token of HubSpot'),
  hubspotBaseUrl: hubspotBaseUrl.nullable().default(null),
  hubspotApiVersion: oneOf(apiVersions, 'v3'),
  callerAuth: oneOf(['none', 'hubspot-token', 'jwt'], 'none'),
  /** Origins whose pages may call. */
  allowedOrigins: origins.default([]),
  batchMaxSize: integer(1, 100, 100),
  maxBatchBytes: integer(1024, 104_857_600, 1_048_576),
  queueLimit: integer(1, 1_000_000, 10_000),
  /** Bytes of the inputs that wait. */
  queueBytes: integer(1024, 17_179_869_184, 67_108_864),
  maxInputs: integer(1, 10_000, 1000),
  deadlineMs: integer(100, 600_000, 30_000),
  drainMs: integer(0, 600_000, 10_000),
  /** Whether the schema is made of the committed definitions, or follows those of the account. */
  properties: z
    .enum(['file', 'live'], { error: ({ input }) => `must be file or live, ${but(input)}` })
    .nullable()
    .default(null),
  /** What a live schema is made of where the account's definitions cannot be read at the start; null: of nothing. */
  propertiesFallback: z
    .enum(['file'], { error: ({ input }) => `must be file, or left out, ${but(input)}` })
    .nullable()
    .default(null),
  /** How often the account's property definitions are compared with ours, or read anew; 0: never. */
  propertiesCheckMs: integer(0, 86_400_000, 3_600_000),
  rateLimit: integer(1, 100_000, 100),
  rateLimitIntervalMs: integer(1, 3_600_000, 10_000),
  /** Where replicas share the quota; null: this gateway is the only one. */
  redisUrl: redisUrl.nullable().default(null),
  logLevel: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
  /** Where Prometheus finds the metrics; null: nowhere. */
  metricsPort: wholeNumber(0, 65_535).nullable().default(null),
  /** Plain http is allowed: spans hold no token and no contact value, and collectors are mostly next door. */
  otelExporterOtlpEndpoint: baseUrl.nullable().default(null),
  jwtJwksUrl: jwksUrl.nullable().default(null),
  jwtSecret: z
    .string()
    .min(32, { error: 'must have at least 32 characters' })
    .transform((secret) => createSecretKey(Buffer.from(secret)))
    .nullable()
    .default(null),
  jwtIssuer: text,
  jwtAudience: text,
  jwtAlgorithms: text,
  /** 0: any number. */
  callerInputsPerSecond: integer(0, 1_000_000, 0),
  /** Proxies in front of the gateway whose X-Forwarded-… headers are believed. */
  trustProxy: integer(0, 10, 0),
  maxConnections: integer(1, 1_000_000, 10_000),
  /** How long the arrival of a request may take. */
  requestTimeoutMs: integer(100, 600_000, 15_000),
  maxBodyBytes: integer(1024, 104_857_600, 1_048_576),
  /** Operations that one HTTP request may bring. */
  maxRequestBatch: integer(1, 1000, 10),
  /** Tokens that a document may have. */
  maxTokens: integer(10, 1_000_000, 4000),
  introspection: onOff,
  graphiql: onOff,
  /** The only documents that run, by their hash; null: any runs. */
  trustedDocuments: trustedDocuments.nullable().default(null),
  ...sandboxVariables,
};

type Values = z.infer<z.ZodObject<typeof variables>>;

/** The variables that are read. */
export const environmentVariables: readonly string[] = Object.keys(variables).map(variableOf);

const prefixes = ['HUBSPOT_', 'SANDBOX_', 'JWT_', 'CALLER_', 'BATCH_', 'PROPERTIES_'];
/** Someone who sets one of these means to be safe, or to reach a real account. Without a value it would be neither. */
const neverEmpty = environmentVariables.filter((name) => /^(HUBSPOT_(ACCESS|CLIENT|REFRESH)|JWT)_/.test(name));

/** The checked configuration. What is not there is null. */
export type Config = Readonly<ReturnType<typeof readConfig>>;
/** How tokens of callers are verified. */
export type JwtConfig = NonNullable<Config['jwt']>;

/** Reads the environment once. Throws a `ConfigError` that names all problems together. */
export function readConfig(env: Environment) {
  const values = readEnvironment(variables, env, prefixes, neverEmpty);
  const production = values.nodeEnv === 'production';
  const on = (value: 'on' | 'off' | null) => (value === null ? !production : value === 'on');
  const account = readAccount(values, production);
  const callers = readCallers(values);
  const problems = [...account.rules, ...callers.rules].flatMap(([isBroken, problem]) => (isBroken ? problem : []));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...values,
    production,
    /** Where HubSpot is; null: start the embedded sandbox and use that. */
    hubspotBaseUrl: account.hubspotBaseUrl,
    /** The gateway's own credential, or the app that has one; null when each caller brings one, or with the sandbox. */
    serviceCredential: account.serviceCredential,
    /** Whether the schema follows the account's property definitions. */
    liveProperties: account.liveProperties,
    /** Whether the committed definitions do where the account's cannot be read at the start: nobody asked for those by default. */
    propertiesFallback: values.propertiesFallback === 'file' || values.properties === null,
    /** How tokens of callers are verified; null: they are not. */
    jwt: callers.jwt,
    /** Whether the schema may be asked for, and error messages suggest names of it. */
    introspection: on(values.introspection),
    /** Whether browsers are shown GraphiQL. It could run nothing where only trusted documents run. */
    graphiql: on(values.graphiql) && values.trustedDocuments === null,
    /** Of the embedded sandbox, where it is used. */
    sandbox: sandboxOptions(values),
  };
}

/** What one variable alone does not tell. */
type Rules = readonly (readonly [isBroken: boolean, problem: string])[];

/** Whose credential is used, and whether the sandbox stands in for HubSpot. */
function readAccount(values: Values, production: boolean) {
  const { hubspotClientId: clientId, hubspotClientSecret: clientSecret, hubspotRefreshToken: refreshToken } = values;
  const app =
    clientId && clientSecret && refreshToken ? { clientId: clientId.reveal(), clientSecret, refreshToken } : null;
  const parts = ['hubspotClientId', 'hubspotClientSecret', 'hubspotRefreshToken'] as const;
  const missing = parts.filter((part) => values[part] === null).map(variableOf);
  const { hubspotAccessToken: token, hubspotBaseUrl: address } = values;
  const callersBringTokens = values.callerAuth === 'hubspot-token';
  const hasNone = !callersBringTokens && token === null && missing.length === parts.length;
  const sandbox = hasNone && !production && address === null;
  // A newcomer's first look at an account is to show its own properties.
  const isFirstLook = !production && address === null && (token !== null || app !== null) && !callersBringTokens;
  const rules: Rules = [
    [
      missing.length > 0 && missing.length < parts.length,
      `HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; also set ${missing.join(' and ')}.`,
    ],
    [
      token !== null && app !== null,
      'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_ID name two credentials; set the token, or the OAuth app, not both.',
    ],
    [
      values.properties === 'live' && callersBringTokens,
      'PROPERTIES=live follows the definitions of one account, but with CALLER_AUTH=hubspot-token callers bring tokens of many; set PROPERTIES=file.',
    ],
    [
      hasNone && !sandbox,
      `HUBSPOT_ACCESS_TOKEN is required ${production ? 'in production' : 'when HUBSPOT_BASE_URL is set'}, or an OAuth app (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HUBSPOT_REFRESH_TOKEN), unless CALLER_AUTH=hubspot-token.`,
    ],
  ];
  return {
    rules,
    liveProperties: values.properties === null ? isFirstLook : values.properties === 'live',
    hubspotBaseUrl: sandbox ? null : (address ?? 'https://api.hubapi.com'),
    serviceCredential: callersBringTokens ? null : (token ?? app),
  };
}

// Never both kinds at once: a public key must not serve as the secret of an HMAC. And "none" is in no list.
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
const KEY_ALGORITHMS_BY_REQUEST = [...KEY_ALGORITHMS, 'PS256', 'PS384', 'PS512', 'EdDSA'];

/** How callers prove who they are. */
function readCallers(values: Values) {
  const { callerAuth, host, jwtJwksUrl, jwtSecret, jwtIssuer: issuer, jwtAudience: audience, jwtAlgorithms } = values;
  const given = Object.entries(values).flatMap(([key, value]) =>
    key.startsWith('jwt') && value !== null ? variableOf(key) : [],
  );
  const [usual, allowed, source] =
    jwtSecret === null
      ? [KEY_ALGORITHMS, KEY_ALGORITHMS_BY_REQUEST, 'keys of JWT_JWKS_URL']
      : [['HS256'], SECRET_ALGORITHMS, 'JWT_SECRET'];
  const algorithms = jwtAlgorithms?.split(',').map((name) => name.trim()) ?? usual;
  const usesJwt = callerAuth === 'jwt';
  const rules: Rules = [
    [
      callerAuth === 'none' && !isLoopback(host),
      `CALLER_AUTH=none lets anyone who reaches HOST=${host} write contacts; set CALLER_AUTH, or HOST to a loopback address.`,
    ],
    [!usesJwt && given.length > 0, `${given.join(', ')}: of no effect without CALLER_AUTH=jwt.`],
    [
      usesJwt && (jwtJwksUrl === null) === (jwtSecret === null),
      'Exactly one of JWT_JWKS_URL and JWT_SECRET is required with CALLER_AUTH=jwt.',
    ],
    [
      usesJwt && !algorithms.every((name) => allowed.includes(name)),
      `JWT_ALGORITHMS must be some of ${allowed.join(', ')} with ${source}, separated by commas.`,
    ],
    [
      usesJwt && audience === null,
      'JWT_AUDIENCE is required with CALLER_AUTH=jwt: a token for another service must not pass.',
    ],
  ];
  /** Where the issuer publishes its keys, or the secret it shares with the gateway. */
  const keys = jwtSecret ?? jwtJwksUrl;
  /** `issuer`: null for any issuer that has a key. */
  const jwt = usesJwt && keys !== null && audience !== null ? { keys, algorithms, audience, issuer } : null;
  return { rules, jwt };
}
