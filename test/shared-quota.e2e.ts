import { describe, expect, it } from 'vitest';
import type { SandboxCall } from '../src/sandbox/sandbox.ts';
import { startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename } }
}`;

const FIND = '{ searchContacts(first: 1) { totalCount } }';

const MAX = 60;
const INTERVAL_MS = 2_000;
/** So many intervals are looked at, from the first call on. */
const INTERVALS = 3;
const LOAD_MS = (INTERVALS + 0.5) * INTERVAL_MS;
const TEN = Array.from({ length: 10 }, (_, number) => `token-of-user-${number}`);

const env = {
  CALLER_AUTH: 'hubspot-token',
  RATE_LIMIT: String(MAX),
  RATE_LIMIT_INTERVAL_MS: String(INTERVAL_MS),
  LOG_LEVEL: 'trace',
};
const rateLimit = { max: MAX, intervalMs: INTERVAL_MS };

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const as = (token: string) => ({ authorization: `Bearer ${token}` });

/** Contacts of the user alone; the company says whose the inputs are. */
const inputsOf = (token: string, count = 1, first = 0) =>
  Array.from({ length: count }, (_, number) => ({
    id: String(501 + Math.max(0, TEN.indexOf(token)) * 20 + first + number),
    properties: { company: token },
  }));

/** Two clients for each token, each with one list after another. Returns how many inputs of each token were written. */
async function load(gateway: Gateway, until: number): Promise<number[]> {
  async function client(token: string, first: number): Promise<number> {
    let written = 0;
    while (performance.now() < until) {
      const { data } = await gateway.request(SAVE, { inputs: inputsOf(token, 10, first) }, as(token));
      const { results } = (data as { updateContacts: { results: { __typename: string }[] } }).updateContacts;
      written += results.filter(({ __typename }) => __typename === 'UpdateContactSuccess').length;
    }
    return written;
  }
  return Promise.all([0, 10].flatMap((first) => TEN.map((token) => client(token, first))));
}

/** The tokens that a call carries inputs of. */
const ownersIn = ({ body }: SandboxCall): string[] => {
  const { inputs = [] } = body as { inputs?: { properties?: { company?: string } }[] };
  return inputs.flatMap(({ properties }) => properties?.company ?? []);
};

/** A quota that ten tokens together need ten seconds of for two calls each, and each for itself a second. */
const narrow = { ...env, RATE_LIMIT: '2', RATE_LIMIT_INTERVAL_MS: '1000' };
const SEPARATE_MS = 5_000;

/** Two calls with each token. How long they take, in ms. */
async function saveTwice(gateway: Gateway): Promise<number> {
  const from = performance.now();
  const success = { updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } };
  for (let turn = 0; turn < 2; turn += 1) {
    const save = (token: string) => gateway.request(SAVE, { inputs: inputsOf(token) }, as(token));
    const answers = await Promise.all(TEN.map(save));
    expect(answers.map(({ data }) => data)).toEqual(TEN.map(() => success));
  }
  return performance.now() - from;
}

describe('ten tokens of one app', () => {
  it('share its quota: no 429, nearly all of it used, no call with two tokens', { timeout: 30_000 }, async () => {
    const calls: (SandboxCall & { readonly at: number })[] = [];
    const onAnswered = (call: SandboxCall) => void calls.push({ ...call, at: performance.now() });
    // Small batches, so that the clients need several times the calls that there are.
    const small = { ...env, BATCH_MAX_SIZE: '2' };
    await using gateway = await startGateway(small, { rateLimit, appOf: () => 77, onAnswered });
    gateway.sandbox.latencyMs = 5;
    const written = await load(gateway, performance.now() + LOAD_MS);

    expect(calls.filter(({ status }) => status === 429)).toEqual([]);
    const [{ at: begin } = { at: 0 }] = calls;
    const counted = calls.filter(({ at }) => at < begin + INTERVALS * INTERVAL_MS).length;
    expect(counted).toBeGreaterThanOrEqual(0.9 * MAX * INTERVALS);
    expect(calls.filter((call) => ownersIn(call).some((owner) => owner !== call.token))).toEqual([]);
    // Nobody starves.
    expect(Math.min(...written)).toBeGreaterThan(Math.max(...written) / 3);
    expect(gateway.sandbox.tokenLookUps.map(({ token }) => token).toSorted()).toEqual(TEN);
  });

  it('share the searches of their account, as tokens of other apps do', { timeout: 30_000 }, async () => {
    const statuses: (number | null)[] = [];
    const options = {
      rateLimit: { searchesPerS: 5 },
      appOf: (token: string) => TEN.indexOf(token) % 2,
      onAnswered: ({ status }: SandboxCall) => void statuses.push(status),
    };
    await using gateway = await startGateway(env, options);
    const answers = await Promise.all(TEN.map((token) => gateway.request(FIND, {}, as(token))));

    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    expect(statuses).toEqual(TEN.map(() => 200));
  });
});

describe('tokens of different apps', () => {
  it('have a quota each', async () => {
    await using gateway = await startGateway(narrow, { rateLimit: { max: 2, intervalMs: 1_000 } });
    expect(await saveTwice(gateway)).toBeLessThan(SEPARATE_MS);
    expect(gateway.sandbox.calls.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });
});

describe('a token of which HubSpot does not tell whose it is', () => {
  const path = /^\/oauth\//;

  it.each([
    ['knows no such token', { status: 404 }],
    ['fails', { status: 502, body: '<html>' }],
    ['refuses', { status: 429, body: {} }],
    ['answers what nobody understands', { status: 200, body: { app_id: 'x', hub_id: null } }],
    ['breaks the connection', { breakConnection: true }],
    ['is silent', { status: 200, delayMs: 3_000 }],
  ] as const)('has its own quota where HubSpot %s, and loses nothing', { timeout: 20_000 }, async (_how, answer) => {
    await using gateway = await startGateway(narrow, {
      rateLimit: { max: 2, intervalMs: 1_000 },
      appOf: (token) => TEN.indexOf(token),
    });
    gateway.sandbox.answerNext({ ...answer, times: 100, match: { path } });
    expect(await saveTwice(gateway)).toBeLessThan(SEPARATE_MS);
    expect(gateway.sandbox.tokenLookUps).toHaveLength(TEN.length);
  });

  it('is asked about once, however many calls it makes', async () => {
    await using gateway = await startGateway(env, { appOf: () => null });
    for (let turn = 0; turn < 5; turn += 1) await gateway.request(SAVE, { inputs: inputsOf('one') }, as('one'));
    await gateway.request(FIND, {}, as('one'));
    expect(gateway.sandbox.tokenLookUps).toHaveLength(1);
    expect(gateway.sandbox.calls).toHaveLength(6);
  });
});

describe('asking whose a token is', () => {
  it('goes by the address for its kind, and is in no log line with the token', async () => {
    await using gateway = await startGateway(env);
    const tokens = ['pat-na1-11111111-2222-3333-4444-555555555555', 'CJSM/w+x_of.oauth=='];
    for (const token of tokens) await gateway.request(SAVE, { inputs: inputsOf(token) }, as(token));
    const lookUps = gateway.sandbox.tokenLookUps.map(({ method, path, status }) => ({ method, path, status }));
    expect(lookUps).toEqual([
      { method: 'POST', path: '/oauth/v2/private-apps/get/access-token-info', status: 200 },
      { method: 'GET', path: `/oauth/v1/access-tokens/${encodeURIComponent(tokens[1] ?? '')}`, status: 200 },
    ]);
    const logs = gateway.logs.join('\n');
    expect(logs).toContain('"endpoint":"private-app-token-info"');
    expect(logs).toContain('"endpoint":"oauth-token-info"');
    for (const token of tokens) {
      expect(logs).not.toContain(token);
      expect(logs).not.toContain(encodeURIComponent(token));
    }
  });

  it.each([
    ['with a token of the gateway', { HUBSPOT_ACCESS_TOKEN: 'pat-na1-of-the-gateway' }],
    ['in the sandbox', {}],
  ])('happens not %s', async (_where, own) => {
    await using gateway = await startGateway(own as Record<string, string>);
    await gateway.request(SAVE, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    expect(gateway.sandbox.calls).toHaveLength(1);
    expect(gateway.sandbox.tokenLookUps).toEqual([]);
  });
});
