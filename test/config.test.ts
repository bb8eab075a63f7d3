import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { ConfigError } from '../src/environment.ts';

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
      maxInputs: 1000,
      deadlineMs: 30_000,
      drainMs: 10_000,
      apiVersion: 'v3',
      emailCacheMs: 30_000,
      propertiesCheckMs: 3_600_000,
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
      logLevel: 'info',
      metricsPort: null,
      tracesEndpoint: null,
    });
  });

  it('is HubSpot itself as soon as there is a token', () => {
    const config = readConfig({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' });
    expect(config.hubspotBaseUrl).toBe('https://api.hubapi.com');
    expect(config.serviceCredential?.token.reveal()).toBe('pat-na1-secret');
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
    [{ CALLER_AUTH: 'basic' }, 'CALLER_AUTH must be one of none, hubspot-token, but it is "basic".'],
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
      'HUBSPOT_ACCESS_TOKEN is required when HUBSPOT_BASE_URL is set, unless CALLER_AUTH=hubspot-token.',
    ],
    [{ NODE_ENV: 'production' }, 'HUBSPOT_ACCESS_TOKEN is required in production, unless CALLER_AUTH=hubspot-token.'],
    [
      { HOST: '0.0.0.0' },
      'CALLER_AUTH=none lets anyone who reaches HOST=0.0.0.0 write contacts; set CALLER_AUTH, or HOST to a loopback address.',
    ],
  ])('refuses %j and says what to do', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it('names all problems together', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', MAX_INPUTS: 'z' })).toHaveLength(3);
  });

  it('never shows the token that it refuses', () => {
    const token = 'pat-na1 with a space';
    const [problem] = problemsOf({ HUBSPOT_ACCESS_TOKEN: token });
    expect(problem).toBe('HUBSPOT_ACCESS_TOKEN must be a HubSpot access token: printable ASCII without spaces.');
  });

  it('prints no token when it is logged', () => {
    const config = readConfig({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' });
    expect(JSON.stringify(config)).not.toContain('secret');
    expect(String(config.serviceCredential?.token)).not.toContain('secret');
  });
});
