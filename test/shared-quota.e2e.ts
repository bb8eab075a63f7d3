import { describe, expect, it } from 'vitest';
import type { SandboxCall } from '../src/sandbox/sandbox.ts';
import { startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename } }
}`;

const FIND = '{ searchContacts(filters: {}, first: 1) { total } }';

const MAX = 40;
const INTERVAL_MS = 1_000;
const LOAD_MS = 6_000;
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

/** The contact and its new company say whose the input is. */
const inputOf = (token: string, turn: number) => ({
  id: String(501 + ((TEN.indexOf(token) * 20 + (turn % 20)) % 200)),
  properties: { company: token },
});

/** As many clients for each token as it takes to use a quota up several times over, each with one contact after another. */
async function load(gateway: Gateway, tokens: readonly string[], clients: number, until: number) {
  const answered = new Map(tokens.map((token) => [token, 0]));
  async function client(token: string, number: number): Promise<void> {
    for (let turn = number; performance.now() < until; turn += 1) {
      const { data } = await gateway.request(SAVE, { inputs: [inputOf(token, turn)] }, as(token));
      const results = data?.updateContacts as { results: { __typename: string }[] } | undefined;
      if (results?.results[0]?.__typename === 'UpdateContactSuccess') answered.set(token, (answered.get(token) ?? 0) + 1);
    }
  }
  await Promise.all(tokens.flatMap((token) => Array.from({ length: clients }, (_, number) => client(token, number))));
  return answered;
}

/** The tokens that a call carries inputs of. */
const ownersIn = ({ body }: SandboxCall): string[] => {
  const { inputs = [] } = body as { inputs?: { properties?: { company?: string } }[] };
  return inputs.flatMap(({ properties }) => properties?.company ?? []);
};

describe('ten tokens of one app', () => {
  it('share its quota: no 429, nearly all of it used, no call with two tokens', { timeout: 30_000 }, async () => {
    const calls: (SandboxCall & { readonly at: number })[] = [];
    const onAnswered = (call: SandboxCall) => void calls.push({ ...call, at: performance.now() });
    await using gateway = await startGateway(env, { rateLimit, appOf: () => 77, onAnswered });
    gateway.sandbox.latencyMs = 5;
    const from = performance.now();
    const answered = await load(gateway, TEN, 10, from + LOAD_MS);

    expect(calls.filter(({ status }) => status === 429)).toEqual([]);
    const inTime = calls.filter(({ at }) => at < from + LOAD_MS).length;
    expect(inTime).toBeGreaterThan(0.9 * MAX * (LOAD_MS / INTERVAL_MS));
    expect(calls.filter((call) => ownersIn(call).some((owner) => owner !== call.token))).toEqual([]);
    // Nobody starves: the one that got least has half of what the one that got most has.
    const counts = [...answered.values()].toSorted((a, b) => a - b);
    expect(counts[0]).toBeGreaterThan((counts.at(-1) ?? 0) / 2);
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
    await using gateway = await startGateway(
      { ...env, RATE_LIMIT_INTERVAL_MS: '60000', RATE_LIMIT: '2' },
      { rateLimit: { max: 2, intervalMs: 60_000 } },
    );
    for (const turn of [0, 1])
      for (const token of TEN) await gateway.request(SAVE, { inputs: [inputOf(token, turn)] }, as(token));
    expect(gateway.sandbox.calls.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });
});

describe('a token of which HubSpot does not tell whose it is', () => {
  const narrow = { ...env, RATE_LIMIT: '2', RATE_LIMIT_INTERVAL_MS: '60000' };
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
      rateLimit: { max: 2, intervalMs: 60_000 },
      appOf: (token) => TEN.indexOf(token),
    });
    gateway.sandbox.answerNext({ ...answer, times: 100, match: { path } });
    const save = (token: string, turn: number) =>
      gateway.request(SAVE, { inputs: [inputOf(token, turn)] }, as(token)).then(({ data }) => data);
    const success = { updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } };
    const from = performance.now();
    for (const turn of [0, 1])
      expect(await Promise.all(TEN.map((token) => save(token, turn)))).toEqual(TEN.map(() => success));
    expect(performance.now() - from).toBeLessThan(2_500);
    expect(gateway.sandbox.tokenLookUps).toHaveLength(TEN.length);
  });

  it('is asked about once, however many calls it makes', async () => {
    await using gateway = await startGateway(env, { appOf: () => null });
    for (let turn = 0; turn < 5; turn += 1)
      await gateway.request(SAVE, { inputs: [inputOf('one', turn)] }, as('one'));
    await gateway.request(FIND, {}, as('one'));
    expect(gateway.sandbox.tokenLookUps).toHaveLength(1);
    expect(gateway.sandbox.calls).toHaveLength(6);
  });
});

describe('asking whose a token is', () => {
  it('goes by the address for its kind, and is in no log line with the token', async () => {
    await using gateway = await startGateway(env);
    const tokens = ['pat-na1-11111111-2222-3333-4444-555555555555', 'CJSM/w+x_of.oauth=='];
    for (const token of tokens) await gateway.request(SAVE, { inputs: [{ ...inputOf(token, 0), id: '512' }] }, as(token));
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
