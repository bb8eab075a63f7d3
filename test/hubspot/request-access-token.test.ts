import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { anonymous, Secret } from '../../src/credential.ts';
import { type ApiVersion, apiVersions, createClient } from '../../src/hubspot/client.ts';
import { requestAccessToken } from '../../src/hubspot/request-access-token.ts';
import { brokenConnection, halfBody, html, json, silence, startScriptedServer } from './scripted-server.ts';

const app = {
  clientId: 'a-client',
  clientSecret: new Secret('s&cret/1'),
  refreshToken: new Secret('na1-refresh-s&cret/2'),
};

const granted = { token_type: 'bearer', access_token: 'CJ-access-s&cret/3', expires_in: 1800, hub_id: 62515 };

/** Asks the scripted server for a token; `answer` is the token or the error. */
async function ask(script: Parameters<typeof startScriptedServer>[0], apiVersion: ApiVersion = 'v3') {
  await using server = await startScriptedServer(script);
  const call = createClient({ baseUrl: server.url, apiVersion, timeoutMs: 1_000 }).as(anonymous);
  const answer = await requestAccessToken(call, app).catch((error: unknown) => error);
  // Not even where a debugger would look.
  expect(inspect(answer, { depth: 20, showHidden: true })).not.toMatch(/s&cret|s%26cret/);
  return { answer, calls: server.calls };
}

const unavailable = { name: 'HubSpotUnavailableError', applied: 'NO', retryable: true, resend: 'backoff' };

describe('a request for an access token', () => {
  it.each(apiVersions)('is form-encoded, without a token of its own, to the address of %s', async (version) => {
    const { answer, calls } = await ask(json(200, granted), version);
    expect(answer).toEqual({ token: new Secret(granted.access_token), lifetimeMs: 1_800_000, refreshToken: null });
    expect((answer as { token: Secret }).token.reveal()).toBe(granted.access_token);
    expect(calls).toMatchObject([
      {
        method: 'POST',
        url: `/oauth/${version}/token`,
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body: 'grant_type=refresh_token&client_id=a-client&client_secret=s%26cret%2F1&refresh_token=na1-refresh-s%26cret%2F2',
      },
    ]);
    expect(calls[0]?.headers).not.toHaveProperty('authorization');
  });

  it('hands over the refresh token that is to be used from then on', async () => {
    const { answer } = await ask(json(200, { ...granted, refresh_token: 'another-s&cret' }));
    expect((answer as { refreshToken: Secret }).refreshToken.reveal()).toBe('another-s&cret');
  });

  it.each([
    ['BAD_REFRESH_TOKEN', 'invalid_grant', /Install the app .* set HUBSPOT_REFRESH_TOKEN/],
    ['BAD_CLIENT_ID', 'invalid_client', /Check HUBSPOT_CLIENT_ID\.$/],
    ['BAD_CLIENT_SECRET', 'invalid_client', /Check HUBSPOT_CLIENT_SECRET\.$/],
    ['BAD_HUB', 'invalid_grant', /Check HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN\.$/],
  ])('that is refused with %s says so and what to do', async (status, error, advice) => {
    const body = { status, message: 'it was s&cret/1', error, error_description: 's&cret/1', correlationId: 'c-1' };
    const { answer, calls } = await ask(json(400, body));
    expect(answer).toMatchObject({
      name: 'NotPermittedError',
      applied: 'NO',
      retryable: false,
      resend: 'never',
      message: expect.stringMatching(advice),
      hubspot: { status, correlationId: 'c-1' },
    });
    expect((answer as Error).message).toContain(`(${status})`);
    expect(calls).toHaveLength(1);
  });

  it.each([
    [400, { error: 'invalid_grant' }, /\(invalid_grant\)\. Install the app/],
    [
      400,
      { status: 'error', category: 'BAD_CLIENT_ID', message: 'no' },
      /\(BAD_CLIENT_ID\)\. Check HUBSPOT_CLIENT_ID\./,
    ],
    [400, { status: 'error', category: 'VALIDATION_ERROR' }, /\(VALIDATION_ERROR\)\. Check/],
    [400, 'no JSON', /\(400\)\. Check/],
    [401, {}, /\(401\)\. Check/],
    [403, { status: 's&cret/1 with something' }, /\(403\)\. Check/],
    [415, {}, /\(415\)\. Check/],
  ])('that is refused with %d and %j is refused for good', async (status, body, message) => {
    const { answer } = await ask(json(status, body));
    expect(answer).toMatchObject({ name: 'NotPermittedError', message: expect.stringMatching(message) });
  });

  it.each([
    ['a page of the edge', html(502), { status: 502, message: expect.stringContaining('HubSpot answered 502.') }],
    ['an error of HubSpot', json(500, { message: 'internal error' }), { status: 500 }],
    ['a 200 that is no token', json(200, {}), { status: 200, message: expect.stringContaining('cannot be read') }],
    ['a 200 in HTML', html(200), { status: 200 }],
    ['a token that would not survive in a header', json(200, { ...granted, access_token: 's&cret\n' }), {}],
    ['a token without a time', json(200, { access_token: 's&cret' }), {}],
    ['a broken connection', brokenConnection, { status: null }],
    ['half an answer', halfBody, { status: null }],
    ['nothing', silence, { status: null, message: expect.stringContaining('did not answer within 1000 ms') }],
  ])('that is answered with %s may be made again', async (_what, script, more) => {
    const { answer, calls } = await ask(script);
    expect(answer).toMatchObject({ ...unavailable, ...more });
    expect(calls).toHaveLength(1);
  });

  it('that meets a quota waits as HubSpot says', async () => {
    const { answer } = await ask(json(429, { policyName: 'TEN_SECONDLY_ROLLING' }));
    expect(answer).toMatchObject({ name: 'RateLimitedError', applied: 'NO', resend: { afterMs: 10_000 } });
  });

  it.each([200, 201, 203])('that is answered with a token and %d got one', async (status) => {
    expect((await ask(json(status, granted))).answer).toMatchObject({ lifetimeMs: expect.any(Number) });
  });

  it.each([423, 429, 477, 499, 503])(
    'that is answered with %d waits as HubSpot says, whose text is not passed on',
    async (status) => {
      const body = { message: 's&cret/1', context: { a: ['s&cret/1'] }, errors: [{ message: 's&cret/1' }] };
      const { answer } = await ask(json(status, body, { 'retry-after': '7' }));
      expect(answer).toMatchObject({ applied: 'NO', resend: { afterMs: 7_000 }, retryAfterMs: 7_000 });
      expect(inspect(answer, { depth: 20 })).not.toContain('s&cret');
    },
  );

  it.each([302, 404, 405, 410])('that is answered with %d by a wrong address is not made again', async (status) => {
    const { answer } = await ask(json(status, {}));
    expect(answer).toMatchObject({ name: 'HubSpotUnavailableError', retryable: false, resend: 'never' });
  });
});
