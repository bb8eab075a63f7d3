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
    expect(readConfig({})).toEqual({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      hubspotBaseUrl: null,
      serviceCredential: null,
      callerAuth: 'none',
      allowedOrigins: [],
      batchWindowMs: 5,
      batchMaxSize: 100,
      batchMaxInFlight: 4,
      maxBatchBytes: 1_048_576,
      queueLimit: 10_000,
      queueBytes: 67_108_864,
      maxInputs: 1000,
      deadlineMs: 30_000,
      drainMs: 10_000,
      apiVersion: 'v3',
      propertiesCheckMs: 3_600_000,
      server: {
        jwt: null,
        callerInputsPerSecond: 1000,
        trustProxy: 0,
        maxConnections: 10_000,
        requestTimeoutMs: 15_000,
        maxBodyBytes: 1_048_576,
        maxRequestBatch: 10,
        documents: { depth: 20, aliases: 100, tokens: 4000, directives: 100 },
        introspection: true,
        graphiql: true,
        trustedDocuments: null,
      },
      sandbox: {
        port: 4010,
        file: null,
        latencyMs: 0,
        rateLimit: { max: 100, daily: 250_000 },
        tokenLifetimeS: 1800,
        switches: { invalidValues: 'item', echoTraceIds: true, emailUpdates: 'refused' },
      },
      rateLimit: 100,
      rateLimitIntervalMs: 10_000,
      redisUrl: null,
      workers: 1,
      logLevel: 'info',
      metricsPort: null,
      tracesEndpoint: null,
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

  it('takes an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', HUBSPOT_ACCESS_TOKEN: '' })).toMatchObject({ port: 4000, hubspotBaseUrl: null });
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535, but it is "abc".'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, but it is "65536".'],
    [{ BATCH_MAX_SIZE: '101' }, 'BATCH_MAX_SIZE must be a whole number from 1 to 100, but it is "101".'],
    [{ BATCH_MAX_SIZE: '0' }, 'BATCH_MAX_SIZE must be a whole number from 1 to 100, but it is "0".'],
    [{ BATCH_WINDOW_MS: '5ms' }, 'BATCH_WINDOW_MS must be a whole number from 0 to 10000, but it is "5ms".'],
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
    [
      { ALLOWED_ORIGINS: 'https://app.example.com/path' },
      'ALLOWED_ORIGINS must be origins such as https://app.example.com, separated by commas.',
    ],
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
      'HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; set HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN, too.',
    ],
    [
      { NODE_ENV: 'production', HUBSPOT_CLIENT_SECRET: 'x', HUBSPOT_REFRESH_TOKEN: 'x' },
      'HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN go together; set HUBSPOT_CLIENT_ID, too.',
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
    [{ WORKERS: '0' }, 'WORKERS must be a whole number from 1 to 256, but it is "0".'],
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
      'JWT_ISSUER, JWT_AUDIENCE have no effect without CALLER_AUTH=jwt.',
    ],
    [
      { TRUSTED_DOCUMENTS: 'no-such-file.json' },
      'TRUSTED_DOCUMENTS=no-such-file.json cannot be used (ENOENT): it must be a JSON file of documents by their hash, as codegen writes it.',
    ],
    [
      { TRUSTED_DOCUMENTS: 'package.json' },
      'TRUSTED_DOCUMENTS=package.json cannot be used: it must be a JSON file of documents by their hash, as codegen writes it.',
    ],
  ] as [Record<string, string>, string][])('refuses %j and says what to do', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it('names all problems together', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', MAX_INPUTS: 'z' })).toHaveLength(3);
  });

  it('names all problems of callers and documents together, and never the secret', () => {
    const problems = problemsOf({
      CALLER_AUTH: 'jwt',
      NODE_ENV: 'production',
      JWT_SECRET: 'too-short',
      JWT_JWKS_URL: 'nowhere',
      JWT_ALGORITHMS: 'none',
      TRUSTED_DOCUMENTS: 'no-such-file.json',
    });
    expect(problems.map((problem) => problem.split(/[ =]/)[0])).toEqual([
      'HUBSPOT_ACCESS_TOKEN',
      'Exactly',
      'JWT_SECRET',
      'JWT_JWKS_URL',
      'JWT_ALGORITHMS',
      'JWT_AUDIENCE',
      'TRUSTED_DOCUMENTS',
    ]);
    expect(problems.join()).not.toContain('too-short');
  });

  it('hides the schema and GraphiQL in production, unless they are asked for', () => {
    const production = { NODE_ENV: 'production', HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' };
    expect(readConfig(production).server).toMatchObject({ introspection: false, graphiql: false });
    const { server } = readConfig({ ...production, INTROSPECTION: 'on', GRAPHIQL: 'on' });
    expect(server).toMatchObject({ introspection: true, graphiql: true });
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
    expect(redisUrl?.reveal()).toBe('rediss://me:secret@host:6379/1');
    for (const printed of [String(redisUrl), JSON.stringify(redisUrl), inspect(redisUrl)]) {
      expect(printed).toContain('rediss://host:6379');
      expect(printed).not.toContain('secret');
    }
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
