import { createHmac, createPublicKey, type JsonWebKeyInput, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from '../gateway.ts';
import { AUDIENCE, ISSUER, newKey, startIdentityProvider, token } from '../identity-provider.ts';
import { rawRequest } from '../raw-request.ts';

const SERVICE = 'pat-na1-service';
const SECRET = 'a-secret-of-at-least-32-characters';
const MUTATION = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results { __typename ... on ContactError { message applied } ... on RateLimitedError { policy retryAfterMs } }
  }
}`;

const inputs = (count: number, from = 501) =>
  Array.from({ length: count }, (_, i) => ({ id: String(from + i), properties: { firstname: 'Ada' } }));
const bearer = (jwt: string) => ({ authorization: `Bearer ${jwt}` });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;

const key = await newKey('key-1');
const elliptic = await newKey('key-2', 'ES256');
const stranger = await newKey('key-1');
const unpublished = await newKey('key-9');

async function startWithJwt(env: Record<string, string> = {}) {
  const provider = await startIdentityProvider(key, elliptic);
  const gateway = await startGateway({
    CALLER_AUTH: 'jwt',
    JWT_JWKS_URL: provider.url,
    JWT_AUDIENCE: AUDIENCE,
    JWT_ISSUER: ISSUER,
    HUBSPOT_ACCESS_TOKEN: SERVICE,
    LOG_LEVEL: 'trace',
    ...env,
  });
  return {
    ...gateway,
    provider,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

/** An HMAC over a token that claims to be signed with it, with the public key as the secret. */
function signedWithPublicKey(): string {
  const pem = createPublicKey({ key: key.jwk, format: 'jwk' } as JsonWebKeyInput).export({
    type: 'spki',
    format: 'pem',
  });
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'eve', exp: seconds(300) };
  const signed = `${base64url({ alg: 'HS256', kid: key.id })}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
}

const unsigned = () =>
  `${base64url({ alg: 'none' })}.${base64url({ iss: ISSUER, aud: AUDIENCE, sub: 'eve', exp: seconds(300) })}.`;

async function tampered(): Promise<string> {
  const [header, , signature] = (await token(key)).split('.');
  return `${header}.${base64url({ iss: ISSUER, aud: AUDIENCE, sub: 'eve', exp: seconds(300) })}.${signature}`;
}

describe('with CALLER_AUTH=jwt', () => {
  let gateway: Awaited<ReturnType<typeof startWithJwt>>;
  beforeAll(async () => {
    gateway = await startWithJwt();
    return () => gateway[Symbol.asyncDispose]();
  });

  it.each([
    ['RS256', () => token(key)],
    ['ES256', () => token(elliptic, {}, 'ES256')],
    ['RS256, for several audiences', () => token(key, { aud: ['other', AUDIENCE] })],
    ['RS256, in the last seconds of a clock that is ahead', () => token(key, { nbf: seconds(2) })],
  ])('a token signed with %s acts with the service credential', async (_how, make) => {
    const before = gateway.sandbox.calls.length;
    const { status, data } = await gateway.request(MUTATION, { inputs: inputs(1) }, bearer(await make()));
    expect(status).toBe(200);
    expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
    expect(gateway.sandbox.calls.slice(before).map((call) => call.token)).toEqual([SERVICE]);
  });

  it.each([
    ['that has expired', () => token(key, { exp: seconds(-60) }), /has expired/],
    ['that is not valid yet', () => token(key, { nbf: seconds(60) }), /is not valid yet/],
    ['for another audience', () => token(key, { aud: 'another-service' }), /for another audience/],
    ['without an audience', () => token(key, { aud: undefined }), /for another audience/],
    ['from another issuer', () => token(key, { iss: 'https://evil.example.com' }), /from another issuer/],
    ['without an end', () => token(key, { exp: undefined }), /has no exp/],
    ['without a subject', () => token(key, { sub: undefined }), /has no sub/],
    ['whose subject is null', () => token(key, { sub: null as never }), /bad sub/],
    ['whose subject is empty', () => token(key, { sub: '' }), /bad sub/],
    ['whose subject is blank', () => token(key, { sub: ' ' }), /bad sub/],
    ['whose subject is a number', () => token(key, { sub: 7 as never }), /bad sub/],
    ['whose subject is a list', () => token(key, { sub: ['ada'] as never }), /bad sub/],
    ['that is unsigned', async () => unsigned(), /not signed with an allowed algorithm/],
    [
      'signed with the public key as a secret',
      async () => signedWithPublicKey(),
      /not signed with an allowed algorithm/,
    ],
    ['signed with a key of the same name', () => token(stranger), /signature of the token is wrong/],
    ['signed with a key nobody publishes', () => token(unpublished), /does not publish/],
    ['that was changed', tampered, /signature of the token is wrong/],
    ['that is none', async () => 'abc', /cannot be read|can be read/],
  ])('a token %s is refused with a 401 that says so, and nothing is sent', async (_what, make, message) => {
    const before = gateway.sandbox.calls.length;
    const jwt = await make();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(jwt) },
      body: JSON.stringify({ query: MUTATION, variables: { inputs: inputs(1) } }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", error_description="/);
    const { errors, data } = (await response.json()) as { errors: object[]; data?: unknown };
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ message: expect.stringMatching(message), extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(gateway.sandbox.calls.length).toBe(before);
    expect(gateway.logs.join('')).not.toContain(jwt.length > 10 ? jwt : SERVICE);
  });

  it.each([
    ['{ __typename }'],
    ['{ __schema { queryType { name } } }'],
    ['{ contacts(ids: ["512"]) { id } }'],
    ['{ nonsense'],
  ])('%s without a token is a 401, in a batch and with GET too', async (query) => {
    const before = gateway.sandbox.calls.length;
    const post = (body: unknown) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answers = [
      await post({ query }),
      await post([{ query }]),
      await fetch(`${gateway.url}?${new URLSearchParams({ query })}`),
    ];
    for (const { status, headers } of answers) {
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    expect(gateway.sandbox.calls.length).toBe(before);
  });

  it('a request without a token is refused before its body has come', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n';
    expect(await rawRequest(gateway.url, head)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('GraphiQL loads without a token', async () => {
    const response = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('a request is logged with a hash of its caller, the same for all tokens of the same subject', async () => {
    const from = gateway.logs.length;
    for (const sub of ['ada', 'grace', 'ada']) {
      await gateway.request(MUTATION, { inputs: inputs(1) }, bearer(await token(key, { sub, jti: randomUUID() })));
    }
    const lines = () =>
      gateway.logs
        .slice(from)
        .map((line) => JSON.parse(line))
        .filter(({ msg }) => msg === 'request');
    await expect.poll(lines).toHaveLength(3);
    const [ada, grace, adaAgain] = lines();
    expect(ada).toMatchObject({ client: '127.0.0.1', caller: expect.stringMatching(/^[\w-]{22}$/) });
    expect(adaAgain.caller).toBe(ada.caller);
    expect(grace.caller).not.toBe(ada.caller);
  });

  it('logs where a refused request came from, and why, at level info', async () => {
    await gateway.request('{ __typename }');
    const refused = gateway.logs.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'a caller was refused');
    expect(refused.at(-1)).toMatchObject({
      level: 30,
      client: '127.0.0.1',
      reason: expect.stringContaining('Send a token'),
    });
  });
});

describe('the keys of the issuer', () => {
  it('are read once for many tokens, and again when a key is new', async () => {
    await using gateway = await startWithJwt();
    const send = async (jwt: string) => (await gateway.request('{ __typename }', {}, bearer(jwt))).status;
    const good = await token(key);
    expect(await Promise.all(Array.from({ length: 20 }, () => send(good)))).toEqual(Array(20).fill(200));
    expect(gateway.provider.requests()).toBe(1);
    // Guessing names of keys makes the gateway read them no more often than every 30 seconds.
    for (let i = 0; i < 5; i += 1) expect(await send(await token(unpublished))).toBe(401);
    expect(gateway.provider.requests()).toBe(1);
  });

  it('are rotated: a key that was published since is accepted', async () => {
    await using gateway = await startWithJwt();
    const send = async (jwt: string) => (await gateway.request('{ __typename }', {}, bearer(jwt))).status;
    gateway.provider.fail(true);
    expect(await send(await token(key))).toBe(503);
    gateway.provider.fail(false);
    gateway.provider.publish(unpublished);
    expect(await send(await token(unpublished))).toBe(200);
    expect(await send(await token(key))).toBe(401);
  });

  it('when they cannot be read: 503 with a clear error, nothing is sent, and all is well once they can', async () => {
    await using gateway = await startWithJwt();
    const good = bearer(await token(key));
    gateway.provider.fail(true);
    const refused = await gateway.request(MUTATION, { inputs: inputs(1) }, good);
    expect(refused).toMatchObject({
      status: 503,
      errors: [
        {
          message: expect.stringContaining('cannot be checked now'),
          extensions: { code: 'AUTHENTICATION_UNAVAILABLE' },
        },
      ],
    });
    expect(gateway.sandbox.calls).toEqual([]);
    gateway.provider.fail(false);
    expect((await gateway.request(MUTATION, { inputs: inputs(1) }, good)).status).toBe(200);
    // And an outage that comes later does no harm.
    gateway.provider.fail(true);
    expect((await gateway.request(MUTATION, { inputs: inputs(1) }, good)).status).toBe(200);
  });
});

describe('with a shared secret', () => {
  const sign = (secret: string, alg: string) =>
    new SignJWT({ sub: 'ada', aud: AUDIENCE, exp: seconds(60) })
      .setProtectedHeader({ alg })
      .sign(new TextEncoder().encode(secret));

  it('a token of it is accepted, others are refused, and the secret is in no answer or log line', async () => {
    await using gateway = await startGateway({
      CALLER_AUTH: 'jwt',
      JWT_SECRET: SECRET,
      JWT_AUDIENCE: AUDIENCE,
      LOG_LEVEL: 'trace',
    });
    const answers = [
      await gateway.request('{ __typename }', {}, bearer(await sign(SECRET, 'HS256'))),
      await gateway.request('{ __typename }', {}, bearer(await sign(SECRET, 'HS512'))),
      await gateway.request('{ __typename }', {}, bearer(await sign(SECRET.toUpperCase(), 'HS256'))),
      await gateway.request('{ __typename }', {}, bearer(await token(key))),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401]);
    expect(JSON.stringify(answers) + gateway.logs.join('')).not.toContain(SECRET);
  });
});

describe('the limit of inputs per second and caller', () => {
  const success = { __typename: 'UpdateContactSuccess' };
  const limited = {
    __typename: 'RateLimitedError',
    policy: 'CALLER_LIMIT',
    applied: 'NO',
    retryAfterMs: expect.any(Number),
    message: expect.stringContaining('wait'),
  };
  interface Limited {
    readonly updateContacts: { readonly results: readonly { readonly retryAfterMs?: number }[] };
  }

  it('lets the first inputs through, refuses the rest with nothing sent, and leaves other callers alone', async () => {
    await using gateway = await startWithJwt({ CALLER_INPUTS_PER_SECOND: '3' });
    const ada = bearer(await token(key, { sub: 'ada' }));
    const grace = bearer(await token(key, { sub: 'grace' }));
    const first = await gateway.request<Limited, object>(MUTATION, { inputs: inputs(5) }, ada);
    expect(first.data?.updateContacts.results).toEqual([success, success, success, limited, limited]);
    expect(
      batchUpdates(gateway.sandbox)
        .flat()
        .map(({ id }) => id),
    ).toEqual(['501', '502', '503']);
    const wait = first.data?.updateContacts.results[3]?.retryAfterMs ?? 0;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(1000);

    const other = await gateway.request<Limited, object>(MUTATION, { inputs: inputs(3, 510) }, grace);
    expect(other.data?.updateContacts.results).toEqual([success, success, success]);
    // A new token of the same caller is no new caller.
    const again = bearer(await token(key, { sub: 'ada', jti: 'another' }));
    const second = await gateway.request<Limited, object>(MUTATION, { inputs: inputs(1) }, again);
    expect(second.data?.updateContacts.results).toEqual([limited]);

    await new Promise((resolve) => setTimeout(resolve, wait + 50));
    const later = await gateway.request<Limited, object>(MUTATION, { inputs: inputs(3) }, ada);
    expect(later.data?.updateContacts.results).toEqual([success, success, success]);
  });

  it('does not even look up the email of an input beyond it', async () => {
    await using gateway = await startWithJwt({ CALLER_INPUTS_PER_SECOND: '1' });
    const byEmail = { id: 'somebody@example.com', idProperty: 'email', properties: { firstname: 'Ada' } };
    const { data } = await gateway.request<Limited, object>(
      MUTATION,
      { inputs: [...inputs(1), byEmail] },
      bearer(await token(key)),
    );
    expect(data?.updateContacts.results).toEqual([success, limited]);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });

  it('counts by HubSpot token where callers bring theirs', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token', CALLER_INPUTS_PER_SECOND: '1' });
    const results = async (hubspotToken: string) =>
      (await gateway.request<Limited, object>(MUTATION, { inputs: inputs(2) }, bearer(hubspotToken))).data
        ?.updateContacts.results;
    expect(await results('pat-na1-a')).toEqual([success, limited]);
    expect(await results('pat-na1-b')).toEqual([success, limited]);
  });

  it('is off by default: of two lists of 900 at once no input is refused', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const send = async (from: number) =>
      (await gateway.request<Limited, object>(MUTATION, { inputs: inputs(900, from) }, bearer('pat-na1-a'))).data;
    for (const data of await Promise.all([send(501), send(2000)])) {
      expect(data?.updateContacts.results).toHaveLength(900);
      expect(JSON.stringify(data)).not.toContain('RateLimitedError');
    }
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(1800);
  });

  it.each([
    ['where callers cannot be told apart', { CALLER_INPUTS_PER_SECOND: '1' }, {}],
    ['when it is 0', { CALLER_INPUTS_PER_SECOND: '0', CALLER_AUTH: 'hubspot-token' }, bearer('pat-na1-a')],
  ])('is off %s', async (_when, env, headers) => {
    await using gateway = await startGateway(env as Record<string, string>);
    const { data } = await gateway.request<Limited, object>(
      MUTATION,
      { inputs: inputs(5) },
      headers as Record<string, string>,
    );
    expect(data?.updateContacts.results).toEqual(Array(5).fill(success));
  });
});
