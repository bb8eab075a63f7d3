import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { Secret } from '../src/credential.ts';
import { ConfigError } from '../src/environment.ts';
import type { OAuthApp } from '../src/hubspot/request-access-token.ts';

const OAUTH = {
  HUBSPOT_CLIENT_ID: 'a-client',
  HUBSPOT_CLIENT_SECRET: 'a-client-secret',
  HUBSPOT_REFRESH_TOKEN: 'a-refresh-secret',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
}

describe('the configuration', () => {
  it('is the sandbox on 127.0.0.1:4000 when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      hubspotBaseUrl: null,
      hubspotApiVersion: 'v3',
      serviceCredential: null,
      callerAuth: 'none',
      allowedOrigins: [],
      batchMaxSize: 100,
      maxBatchBytes: 1_048_576,
      queueLimit: 10_000,
      queueBytes: 67_108_864,
      maxInputs: 1000,
      deadlineMs: 30_000,
      drainMs: 10_000,
      propertiesCheckMs: 3_600_000,
      jwt: null,
      callerInputsPerSecond: 0,
      trustProxy: 0,
      maxConnections: 10_000,
      requestTimeoutMs: 15_000,
      maxBodyBytes: 1_048_576,
      maxRequestBatch: 10,
      maxTokens: 4000,
      introspection: true,
      graphiql: true,
      trustedDocuments: null,
      sandbox: {
        port: 4010,
        file: null,
        latencyMs: 0,
        rateLimit: { max: 100, daily: 250_000, searchesPerS: 5 },
        tokenLifetimeS: 1800,
        switches: { invalidValues: 'item', echoTraceIds: true, emailUpdates: 'refused', searchLagMs: 0, rules: [] },
      },
      rateLimit: 100,
      rateLimitIntervalMs: 10_000,
      redisUrl: null,
      logLevel: 'info',
      metricsPort: null,
      otelExporterOtlpEndpoint: null,
    });
  });

  it('is HubSpot itself as soon as there is a token', () => {
    const config = readConfig({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' });
    expect(config.hubspotBaseUrl).toBe('https://api.hubapi.com');
    const { serviceCredential } = config;
    expect(serviceCredential && 'token' in serviceCredential && serviceCredential.token()).toEqual(
      new Secret('pat-na1-secret'),
    );
  });

  it('is HubSpot itself with an OAuth app', () => {
    const { hubspotBaseUrl, serviceCredential } = readConfig({ ...OAUTH, NODE_ENV: 'production' });
    expect(hubspotBaseUrl).toBe('https://api.hubapi.com');
    expect(serviceCredential).toMatchObject({ clientId: 'a-client' });
    const { clientSecret, refreshToken } = serviceCredential as OAuthApp;
    expect([clientSecret.reveal(), refreshToken.reveal()]).toEqual(['a-client-secret', 'a-refresh-secret']);
  });

  it('is HubSpot itself when callers bring their tokens', () => {
    const config = readConfig({ CALLER_AUTH: 'hubspot-token' });
    expect(config).toMatchObject({ hubspotBaseUrl: 'https://api.hubapi.com', serviceCredential: null });
  });

  it('takes an empty variable as one that is not set, unless it is a credential', () => {
    const empty = { PORT: '', NODE_ENV: '', HUBSPOT_BASE_URL: '', REDIS_URL: '', METRICS_PORT: '' };
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535, but it is "abc".'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, but it is "65536".'],
    [
      { SANDBOX_RULES: '[{"property": "lifecyclestage", "requires": ["company"]}]' },
      `SANDBOX_RULES must be a JSON list of rules such as [{"property": "lifecyclestage", "value": "customer", "requires": ["company"]}, {"requires": ["lastname"]}], but it is "[{\\"property\\": \\"lifecyclestage\\", \\"requires\\": [\\"company\\"]}]" (0: property and value go together).`,
    ],
    [
      { SANDBOX_RULES: 'company' },
      expect.stringMatching(/^SANDBOX_RULES must be a JSON list .*, but it is "company"\.$/),
    ],
    [{ BATCH_MAX_SIZE: '101' }, 'BATCH_MAX_SIZE must be a whole number from 1 to 100, but it is "101".'],
    [{ BATCH_MAX_SIZE: '0' }, 'BATCH_MAX_SIZE must be a whole number from 1 to 100, but it is "0".'],
    [{ DEADLINE_MS: '-1' }, 'DEADLINE_MS must be a whole number from 100 to 600000, but it is "-1".'],
    [{ MAX_INPUTS: '1e3' }, 'MAX_INPUTS must be a whole number from 1 to 10000, but it is "1e3".'],
    [{ CALLER_AUTH: 'basic' }, 'CALLER_AUTH must be one of none, hubspot-token, jwt, but it is "basic".'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, but it is "loud".',
    ],
    [
      { HUBSPOT_BASE_URL: 'api.hubapi.com' },
      'HUBSPOT_BASE_URL must be an http(s) address without user, query or fragment, but it is "api.hubapi.com".',
    ],
    ...['https://app.example.com/path', 'https://app.example.com/', 'app.example.com', '*', 'null'].map((origin) => [
      { ALLOWED_ORIGINS: `http://localhost:5173, ${origin}` },
      `ALLOWED_ORIGINS must be origins such as https://app.example.com, separated by commas, without a path or a slash at the end, but it is "${origin}".`,
    ]),
    [
      { HUBSPOT_BASE_URL: 'http://127.0.0.1:4010' },
      'HUBSPOT_ACCESS_TOKEN is required when HUBSPOT_BASE_URL is set, or an OAuth app (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HUBSPOT_REFRESH_TOKEN), unless CALLER_AUTH=hubspot-token.',
    ],
    [
      { NODE_ENV: 'production' },
      'HUBSPOT_ACCESS_TOKEN is required in production, or an OAuth app (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HUBSPOT_REFRESH_TOKEN), unless CALLER_AUTH=hubspot-token.',
    ],
    [
      { HUBSPOT_CLIENT_ID: 'a-client' },
      'HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; also set HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN.',
    ],
    [
      { NODE_ENV: 'production', HUBSPOT_CLIENT_SECRET: 'x', HUBSPOT_REFRESH_TOKEN: 'x' },
      'HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; also set HUBSPOT_CLIENT_ID.',
    ],
    [
      { HUBSPOT_ACCESS_TOKEN: 'pat-na1-x', ...OAUTH },
      'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_ID name two credentials; set the token, or the OAuth app, not both.',
    ],
    [
      { ...OAUTH, HUBSPOT_CLIENT_ID: 'a client' },
      "HUBSPOT_CLIENT_ID must be an OAuth app's client id: printable ASCII without spaces.",
    ],
    [
      { ...OAUTH, HUBSPOT_CLIENT_SECRET: 'a secret' },
      "HUBSPOT_CLIENT_SECRET must be an OAuth app's client secret: printable ASCII without spaces.",
    ],
    [
      { ...OAUTH, HUBSPOT_REFRESH_TOKEN: 'ä' },
      'HUBSPOT_REFRESH_TOKEN must be a refresh token of HubSpot: printable ASCII without spaces.',
    ],
    [
      { REDIS_URL: 'localhost:6379' },
      'REDIS_URL must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS, without query or fragment.',
    ],
    [
      { REDIS_URL: 'http://localhost:6379' },
      'REDIS_URL must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS, without query or fragment.',
    ],
    [
      { HOST: '0.0.0.0' },
      'CALLER_AUTH=none lets anyone who reaches HOST=0.0.0.0 write contacts; set CALLER_AUTH, or HOST to a loopback address.',
    ],
    [{ INTROSPECTION: 'yes' }, 'INTROSPECTION must be on or off.'],
    [
      { CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a' },
      'Exactly one of JWT_JWKS_URL and JWT_SECRET is required with CALLER_AUTH=jwt.',
    ],
    [
      {
        CALLER_AUTH: 'jwt',
        JWT_AUDIENCE: 'a',
        JWT_SECRET: 's'.repeat(32),
        JWT_JWKS_URL: 'https://id.example.com/keys',
      },
      'Exactly one of JWT_JWKS_URL and JWT_SECRET is required with CALLER_AUTH=jwt.',
    ],
    [
      { CALLER_AUTH: 'jwt', JWT_JWKS_URL: 'https://id.example.com/keys' },
      'JWT_AUDIENCE is required with CALLER_AUTH=jwt: a token for another service must not pass.',
    ],
    [
      { CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_SECRET: 'only-31-characters-of-a-secret!' },
      'JWT_SECRET must have at least 32 characters.',
    ],
    [
      { CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_JWKS_URL: 'file:///keys' },
      'JWT_JWKS_URL must be an http(s) address without user.',
    ],
    ...['none', 'HS256', 'RS256,HS256'].map((JWT_ALGORITHMS): [Record<string, string>, string] => [
      { CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_JWKS_URL: 'https://id.example.com/keys', JWT_ALGORITHMS },
      'JWT_ALGORITHMS must be some of RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512, EdDSA with keys of JWT_JWKS_URL, separated by commas.',
    ]),
    [
      { CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_SECRET: 's'.repeat(32), JWT_ALGORITHMS: 'RS256' },
      'JWT_ALGORITHMS must be some of HS256, HS384, HS512 with JWT_SECRET, separated by commas.',
    ],
    [
      { JWT_ISSUER: 'https://id.example.com', JWT_AUDIENCE: 'a' },
      'JWT_ISSUER, JWT_AUDIENCE: of no effect without CALLER_AUTH=jwt.',
    ],
    [
      { TRUSTED_DOCUMENTS: 'no-such-file.json' },
      'TRUSTED_DOCUMENTS must be a JSON file of documents by their hash, as GraphQL Code Generator or Relay\'s compiler writes it, or a manifest of Apollo\'s, but it is "no-such-file.json" (ENOENT).',
    ],
    [
      { TRUSTED_DOCUMENTS: 'package.json' },
      'TRUSTED_DOCUMENTS must be a JSON file of documents by their hash, as GraphQL Code Generator or Relay\'s compiler writes it, or a manifest of Apollo\'s, but it is "package.json".',
    ],
  ] as [Record<string, string>, string][])('refuses %j and says what to do', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it.each([
    'HUBSPOT_ACCESS_TOKEN',
    'HUBSPOT_CLIENT_ID',
    'HUBSPOT_CLIENT_SECRET',
    'HUBSPOT_REFRESH_TOKEN',
    'JWT_JWKS_URL',
    'JWT_SECRET',
    'JWT_AUDIENCE',
    'JWT_ISSUER',
    'JWT_ALGORITHMS',
  ])('refuses %s when it is set and empty, and does not start the sandbox instead', (name) => {
    for (const value of ['', '  '])
      expect(problemsOf({ [name]: value })).toContain(`${name} is set and empty; set it to its value, or unset it.`);
  });

  it.each(['prod', 'Production', 'PRODUCTION', 'dev', 'staging', ' production'])('refuses NODE_ENV=%s', (value) => {
    expect(problemsOf({ NODE_ENV: value })).toEqual([
      `NODE_ENV must be one of development, production, test, but it is "${value}".`,
    ]);
  });

  it.each(['development', 'test', 'production'])('takes NODE_ENV=%s', (value) => {
    const config = readConfig({ NODE_ENV: value, HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' });
    expect(config.production).toBe(value === 'production');
  });

  it.each([
    ['HUBSPOT_ACESS_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
    ['HUBSPOT_ACCESS_TOKN', 'HUBSPOT_ACCESS_TOKEN'],
    ['HUBSOPT_ACCESS_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
    ['hubspot_access_token', 'HUBSPOT_ACCESS_TOKEN'],
    ['HUBSPOT_BASEURL', 'HUBSPOT_BASE_URL'],
    ['NODE_EVN', 'NODE_ENV'],
    ['NOD_ENV', 'NODE_ENV'],
    ['NODEENV', 'NODE_ENV'],
    ['CALLER_AUHT', 'CALLER_AUTH'],
    ['RATELIMIT', 'RATE_LIMIT'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['QUEUE_LIMITS', 'QUEUE_LIMIT'],
    ['JWT_AUDIENCES', 'JWT_AUDIENCE'],
    ['BATCH_MAX_SIZES', 'BATCH_MAX_SIZE'],
    ['SANDBOX_LATENCY_S', 'SANDBOX_LATENCY_MS'],
  ])('takes %s for %s, and refuses to start without what was meant', (name, meant) => {
    const problem = `${name} is not a variable of the gateway; ${meant} may be meant. Correct its name, or unset it.`;
    expect(problemsOf({ [name]: 'x' })).toEqual([problem]);
  });

  it.each([
    ['HUBSPOT_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
    ['HUBSPOT_API_KEY', 'HUBSPOT_ACCESS_TOKEN'],
    ['HUBSPOT_URL', 'HUBSPOT_BASE_URL'],
    ['JWT_ISS', 'JWT_ISSUER'],
    ['SANDBOX_LATENCY', 'SANDBOX_LATENCY_MS'],
    ['CALLER_LIMIT', 'CALLER_AUTH'],
    ['BATCH_SIZE', 'BATCH_MAX_SIZE'],
  ])('refuses %s, which begins like its own names, and lists these', (name, meant) => {
    const [problem = '', ...others] = problemsOf({ [name]: 'x' });
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name} is not a variable of the gateway; .*\\b${meant}\\b.* may be meant`));
  });

  it('minds nothing else that stands in an environment', () => {
    const env = {
      PATH: '/bin',
      HOSTNAME: 'gateway-7d4b9',
      SPORT: '1',
      HOSTS: 'x',
      TZ: 'UTC',
      NODE_OPTIONS: '--max-old-space-size=256',
      NODE_VERSION: '26.10.0',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      npm_config_loglevel: 'error',
      npm_package_name: 'contacts-gateway',
      LOGLEVEL: 'debug',
      REDIS_URI: 'redis://other',
      REDIS_HOST: 'redis',
      GRAPHQL: 'x',
      MAX_OLD: 'x',
      ALLOWED_HOSTS: 'x',
      OTEL_SERVICE_NAME: 'x',
      OTEL_EXPORTER_OTLP_HEADERS: 'x',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces',
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      KUBERNETES_PORT: 'tcp://10.0.0.1:443',
      // What Kubernetes and Docker add for services of these names.
      HUBSPOT_SERVICE_HOST: '10.0.0.2',
      HUBSPOT_SERVICE_PORT: '80',
      HUBSPOT_SERVICE_PORT_HTTP: '80',
      HUBSPOT_PORT: 'tcp://10.0.0.2:80',
      HUBSPOT_PORT_80_TCP: 'tcp://10.0.0.2:80',
      HUBSPOT_PORT_80_TCP_PROTO: 'tcp',
      HUBSPOT_PORT_80_TCP_PORT: '80',
      HUBSPOT_PORT_80_TCP_ADDR: '10.0.0.2',
      HUBSPOT_NAME: '/gateway/hubspot',
      HUBSPOT_ENV_VERSION: '1',
      BATCH_SERVICE_HOST: '10.0.0.3',
      REDIS_PORT: 'tcp://10.0.0.4:6379',
      METRIC_PORT: 'tcp://10.0.0.5:80',
      METRICS_PORT: 'tcp://10.0.0.6:9464',
      SANDBOX_PORT: 'tcp://10.0.0.7:80',
      HUBSPOT_OPENAPI: '../openapi',
    };
    expect(readConfig(env)).toEqual(readConfig({}));
  });

  it.each([
    'http://hubspot.example.com',
    'http://10.0.0.1:80',
    'http://localhost.example.com',
    'http://127.0.0.1.nip.io',
  ])('refuses %s, as anyone on the way could read it', (url) => {
    expect(problemsOf({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret', HUBSPOT_BASE_URL: url })).toEqual([
      `HUBSPOT_BASE_URL must begin with https:, unless its host is a loopback address, but it is "${url}".`,
    ]);
    expect(problemsOf({ CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_JWKS_URL: `${url}/keys` })).toEqual([
      'JWT_JWKS_URL must begin with https:, unless its host is a loopback address.',
    ]);
  });

  it.each([
    'https://hubspot.example.com',
    'http://localhost:4010',
    'http://127.0.0.1',
    'http://127.9.8.7',
    'http://[::1]:1',
  ])('takes %s', (url) => {
    const hubspot = { HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret', HUBSPOT_BASE_URL: url };
    expect(problemsOf({ ...hubspot, CALLER_AUTH: 'jwt', JWT_AUDIENCE: 'a', JWT_JWKS_URL: `${url}/keys` })).toEqual([]);
  });

  it('names all problems together', () => {
    const names = { HUBSPOT_ACESS_TOKEN: 'x', HUBSPOT_CLIENT_ID: '', NODE_ENV: 'prod' };
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', MAX_INPUTS: 'z', ...names })).toHaveLength(6);
  });

  it('names all problems of callers and documents together, and never the secret', () => {
    const problems = problemsOf({
      CALLER_AUTH: 'jwt',
      JWT_SECRET: 'too-short',
      JWT_JWKS_URL: 'nowhere',
      TRUSTED_DOCUMENTS: 'no-such-file.json',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'JWT_JWKS_URL',
      'JWT_SECRET',
      'TRUSTED_DOCUMENTS',
    ]);
    expect(problems.join()).not.toContain('too-short');
  });

  it('names all that variables lack together', () => {
    const problems = problemsOf({ CALLER_AUTH: 'jwt', NODE_ENV: 'production', JWT_ALGORITHMS: 'none' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'HUBSPOT_ACCESS_TOKEN',
      'Exactly',
      'JWT_ALGORITHMS',
      'JWT_AUDIENCE',
    ]);
  });

  it('hides the schema and GraphiQL in production, unless they are asked for', () => {
    const production = { NODE_ENV: 'production', HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' };
    expect(readConfig(production)).toMatchObject({ introspection: false, graphiql: false });
    expect(readConfig({ ...production, INTROSPECTION: 'on', GRAPHIQL: 'on' })).toMatchObject({
      introspection: true,
      graphiql: true,
    });
  });

  it('lets jwt callers reach any address, and prints no secret', () => {
    const config = readConfig({
      CALLER_AUTH: 'jwt',
      HOST: '0.0.0.0',
      JWT_AUDIENCE: 'a',
      JWT_SECRET: 'secret'.repeat(6),
    });
    expect(JSON.stringify(config)).not.toContain('secret');
    expect(inspect(config, { depth: 9 })).not.toContain('secret');
  });

  it('never shows the token that it refuses', () => {
    const token = 'pat-na1 with a space';
    const [problem] = problemsOf({ HUBSPOT_ACCESS_TOKEN: token });
    expect(problem).toBe('HUBSPOT_ACCESS_TOKEN must be a HubSpot access token: printable ASCII without spaces.');
  });

  it('never shows the password of a Redis, refused or not', () => {
    const [problem] = problemsOf({ REDIS_URL: 'redis://:secret@host:6379/mine' });
    expect(problem).toMatch(/^REDIS_URL must be/);
    expect(problem).not.toContain('secret');
    const { redisUrl } = readConfig({ REDIS_URL: 'rediss://me:secret@host:6379/1' });
    expect(redisUrl).toEqual(new Secret('rediss://me:secret@host:6379/1'));
  });

  it('prints no token when it is logged', () => {
    for (const env of [{ HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' }, OAUTH]) {
      const config = readConfig(env);
      for (const seen of [JSON.stringify(config), inspect(config, { depth: 20, showHidden: true })]) {
        expect(seen.replaceAll(/clientSecret|\[secret\]/g, '')).not.toContain('secret');
      }
    }
    expect(`${new Secret('pat-na1-x')}`).toBe('[secret]');
  });
});
