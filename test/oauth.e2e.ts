import { afterEach, describe, expect, it, vi } from 'vitest';
import { OAUTH_APP } from '../src/sandbox/access-tokens.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { DEFINITIONS } from './api-version.ts';
import { startGateway } from './gateway.ts';

const OAUTH = {
  HUBSPOT_CLIENT_ID: OAUTH_APP.clientId,
  HUBSPOT_CLIENT_SECRET: OAUTH_APP.clientSecret,
  HUBSPOT_REFRESH_TOKEN: OAUTH_APP.refreshToken,
};

const TOKEN_PATH = /^\/oauth\/.*\/token$/;

const MUTATION = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results { __typename ... on ContactError { message applied retryable hubspot { status correlationId } } }
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;
interface Result {
  readonly __typename: string;
  readonly message?: string;
}

/** Updates of these contacts, each in a request of its own; the results of all. */
async function save(gateway: Gateway, ids: readonly string[], firstname = 'Ada'): Promise<Result[]> {
  const answers = await Promise.all(
    ids.map((id) => gateway.request(MUTATION, { inputs: [{ id, properties: { firstname } }] })),
  );
  return answers.flatMap(({ data }) => (data as { updateContacts: { results: Result[] } }).updateContacts.results);
}

const refreshes = ({ calls }: Pick<Sandbox, 'calls'>) => calls.filter(({ path }) => TOKEN_PATH.test(path));
const writes = ({ calls }: Pick<Sandbox, 'calls'>) => calls.filter(({ path }) => path.endsWith('/batch/update'));

/** What was written, call by call: of each contact the values, in their order. */
function writtenTo(sandbox: Sandbox): Map<string, string[]> {
  const written = new Map<string, string[]>();
  for (const { status, body } of writes(sandbox)) {
    if (status !== 200) continue;
    for (const { id, properties } of (body as { inputs: { id: string; properties: { firstname: string } }[] }).inputs) {
      written.set(id, [...(written.get(id) ?? []), properties.firstname]);
    }
  }
  return written;
}

/** Recorded. */
const expired = {
  status: 401,
  body: {
    status: 'error',
    message: 'The OAuth token used to make this call expired 0 second(s) ago.',
    category: 'EXPIRED_AUTHENTICATION',
  },
};

const contacts = (count: number) => Array.from({ length: count }, (_, index) => String(501 + (index % 200)));
const success = { __typename: 'UpdateContactSuccess' };

afterEach(() => void vi.useRealTimers());

describe('a gateway with an OAuth app', () => {
  it.each([
    ['v3', '/oauth/v3/token'],
    ['2026-09', '/oauth/2026-09/token'],
  ])('gets one token of %s for all that come at first, and writes with it', async (version, path) => {
    await using gateway = await startGateway({ ...OAUTH, HUBSPOT_API_VERSION: version });
    expect(await save(gateway, contacts(50))).toEqual(Array(50).fill(success));
    expect(refreshes(gateway.sandbox).map((call) => call.path)).toEqual([path]);
    const tokens = new Set(writes(gateway.sandbox).map(({ token }) => token));
    expect(tokens.size).toBe(1);
    expect([...tokens][0]).toMatch(/^sandbox-/);
  });

  it('refreshes once for 300 concurrent updates after the token has ended', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    await using gateway = await startGateway(OAUTH);
    await save(gateway, ['501']);
    // Both clocks: the gateway knows that the token has ended, and so does HubSpot.
    vi.advanceTimersByTime(1_800_000);
    // Long enough for full batches to gather behind the first one.
    gateway.sandbox.answerNext({ transform: (real) => real, delayMs: 500, match: { path: TOKEN_PATH } });
    expect(await save(gateway, contacts(300))).toEqual(Array(300).fill(success));
    expect(refreshes(gateway.sandbox)).toHaveLength(2);
    expect(writes(gateway.sandbox).map(({ status }) => status)).not.toContain(401);
  });

  it('refreshes ahead of the end, while updates go on with the old token', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    await using gateway = await startGateway(OAUTH);
    await save(gateway, ['501']);
    vi.advanceTimersByTime(1_740_000);
    gateway.sandbox.answerNext({ transform: (real) => real, delayMs: 300, match: { path: TOKEN_PATH } });
    expect(await save(gateway, ['502'])).toEqual([success]);
    const [first, second] = writes(gateway.sandbox);
    expect(second?.token).toBe(first?.token);
    await vi.waitFor(() => expect(refreshes(gateway.sandbox).map(({ status }) => status)).toEqual([200, 200]));
    await vi.waitFor(async () => {
      await save(gateway, ['503']);
      expect(writes(gateway.sandbox).at(-1)?.token).not.toBe(first?.token);
    });
    expect(refreshes(gateway.sandbox)).toHaveLength(2);
  });

  it('refreshes once when HubSpot takes the token for expired amid a load, and writes each update once, in order', async () => {
    await using gateway = await startGateway(OAUTH, { latencyMs: 20, rateLimit: { max: 1000 } });
    const { sandbox } = gateway;
    await save(gateway, ['601']);
    vi.useFakeTimers({ toFake: ['Date'] });
    const rounds = ['a', 'b', 'c', 'd', 'e', 'f'];
    const saved = rounds.map(async (value, round) => {
      await new Promise((resolve) => setTimeout(resolve, round * 20));
      // HubSpot's clock alone: the gateway holds the token for good.
      if (value === 'c') vi.setSystemTime(Date.now() + 1_800_001);
      return save(gateway, contacts(100), value);
    });
    expect((await Promise.all(saved)).flat()).toEqual(Array(600).fill(success));
    expect(refreshes(sandbox)).toHaveLength(2);
    expect(writes(sandbox).some(({ status }) => status === 401)).toBe(true);
    expect(writtenTo(sandbox)).toEqual(
      new Map([['601', ['Ada']], ...contacts(100).map((id) => [id, rounds] as const)]),
    );
  });

  it.each([
    ['1', { __typename: 'HubSpotUnavailableError', applied: 'NO' }, 1],
    ['2', success, 2],
  ])('pays for the quota again when a batch is sent again (RATE_LIMIT=%s)', async (limit, result, count) => {
    // HubSpot allows as little, so that its headers do not correct the count.
    const env = { ...OAUTH, RATE_LIMIT: limit, DEADLINE_MS: '500', DRAIN_MS: '0' };
    await using gateway = await startGateway(env, { rateLimit: { max: Number(limit) } });
    gateway.sandbox.answerNext({ ...expired, match: { path: /batch\/update$/ } });
    expect(await save(gateway, ['501'])).toMatchObject([result]);
    expect(writes(gateway.sandbox)).toHaveLength(count);
  });

  it('does not permit an update whose fresh token HubSpot takes for expired, without going round in circles', async () => {
    await using gateway = await startGateway(OAUTH);
    gateway.sandbox.answerNext({ ...expired, times: 2, match: { path: /batch\/update$/ } });
    expect(await save(gateway, ['501'])).toMatchObject([
      { __typename: 'NotPermittedError', applied: 'NO', retryable: false, message: expired.body.message },
    ]);
    expect([refreshes(gateway.sandbox).length, writes(gateway.sandbox).length]).toEqual([2, 2]);
    expect(await save(gateway, ['501'])).toEqual([success]);
  });

  it('reads and lists properties again, too, when the token has expired', async () => {
    await using gateway = await startGateway(OAUTH);
    for (const [path, query] of [
      [/batch\/read$/, '{ contact(id: "501") { id } }'],
      [DEFINITIONS, '{ contactProperties(names: ["email"]) { name } }'],
      // Contact 820 was merged into another one: it is found by the single call alone.
      [/contacts\/820$/, '{ contact(id: "820") { id } }'],
    ] as const) {
      gateway.sandbox.answerNext({ ...expired, match: { path } });
      const { data, errors } = await gateway.request(query);
      expect([Object.values(data ?? {})[0], errors]).toEqual([expect.anything(), undefined]);
    }
    expect(refreshes(gateway.sandbox)).toHaveLength(4);
  });

  it('writes a contact that the batch left out, alone, when the token expires between the two', async () => {
    await using gateway = await startGateway(OAUTH);
    gateway.sandbox.answerNext({ ...expired, match: { method: 'PATCH', path: /contacts\/820$/ } });
    expect(await save(gateway, ['820'])).toEqual([success]);
    expect(refreshes(gateway.sandbox)).toHaveLength(2);
  });

  it('says of a refused refresh what to do, sends nothing, and asks again with the next update', async () => {
    await using gateway = await startGateway({ ...OAUTH, HUBSPOT_REFRESH_TOKEN: 'revoked-refresh-token' });
    for (const count of [1, 2]) {
      const [result] = await save(gateway, ['501']);
      expect(result).toMatchObject({
        __typename: 'NotPermittedError',
        applied: 'NO',
        retryable: false,
        message: expect.stringMatching(/\(BAD_REFRESH_TOKEN\).* set HUBSPOT_REFRESH_TOKEN/),
        hubspot: { status: 'BAD_REFRESH_TOKEN', correlationId: expect.any(String) },
      });
      expect(refreshes(gateway.sandbox)).toHaveLength(count);
    }
    expect(writes(gateway.sandbox)).toEqual([]);
  });

  it('gets over a refresh that an edge answers, however many full batches wait for it', async () => {
    await using gateway = await startGateway({ ...OAUTH, MAX_INPUTS: '1000' }, { rateLimit: { max: 1000 } });
    gateway.sandbox.answerNext({
      status: 502,
      body: '<html>Bad Gateway</html>',
      delayMs: 50,
      match: { path: TOKEN_PATH },
    });
    const added = Array.from({ length: 1000 }, (_, index) => gateway.sandbox.addContact({ firstname: String(index) }));
    const inputs = added.map((id) => ({ id, properties: { firstname: 'Ada' } }));
    const { data } = await gateway.request(MUTATION, { inputs });
    expect(data).toEqual({ updateContacts: { results: Array(1000).fill(success) } });
    expect(refreshes(gateway.sandbox).map(({ status }) => status)).toEqual([502, 200]);
    // The batch that asked for the token is sent again in halves.
    expect(writes(gateway.sandbox).length).toBeLessThanOrEqual(11);
  });

  it('asks for tokens less and less often while there are none to be had, however many wait for one', async () => {
    await using gateway = await startGateway({ ...OAUTH, DEADLINE_MS: '2500' });
    gateway.sandbox.answerNext({ status: 502, body: '<html>', times: 100, match: { path: TOKEN_PATH } });
    const saves = await Promise.all(Array.from({ length: 10 }, (_, round) => save(gateway, [String(501 + round)])));
    for (const [answer] of saves) {
      expect(answer).toMatchObject({ __typename: 'HubSpotUnavailableError', applied: 'NO', retryable: true });
    }
    expect(refreshes(gateway.sandbox).length).toBeLessThanOrEqual(12);
    expect(writes(gateway.sandbox)).toEqual([]);
  });

  it('bounds a refresh that hangs, and tries again within the deadline', async () => {
    await using gateway = await startGateway({ ...OAUTH, DEADLINE_MS: '1000' });
    gateway.sandbox.answerNext({ status: 200, delayMs: 60_000, match: { path: TOKEN_PATH } });
    expect(await save(gateway, ['501', '502'])).toEqual([success, success]);
    expect(refreshes(gateway.sandbox)).toHaveLength(2);
  });

  it('knows that nothing was written when the deadline passes during a refresh', async () => {
    await using gateway = await startGateway({ ...OAUTH, DEADLINE_MS: '2000' });
    const { sandbox } = gateway;
    await save(gateway, ['601']);
    const path = /batch\/update$/;
    // The second update of the contact begins when 800 ms of its time are over, and asks for a token after 1,400 ms.
    sandbox.answerNext({ transform: (real) => real, delayMs: 800, match: { path } });
    sandbox.answerNext({ ...expired, delayMs: 600, match: { path } });
    sandbox.answerNext({ status: 200, delayMs: 60_000, times: 100, match: { path: TOKEN_PATH } });
    const [first, second] = await save(gateway, ['501', '501']);
    expect(first).toEqual(success);
    expect(second).toMatchObject({ __typename: 'HubSpotUnavailableError', applied: 'NO', retryable: true });
    expect(writes(sandbox).map(({ status }) => status)).toEqual([200, 200, 401]);
    expect(refreshes(sandbox)).toHaveLength(2);
  });

  it('spends nothing of the quota for contacts on its token', async () => {
    await using gateway = await startGateway({ ...OAUTH, RATE_LIMIT: '1', DEADLINE_MS: '2000' });
    gateway.sandbox.answerNext({ status: 502, body: '<html>', times: 2, match: { path: TOKEN_PATH } });
    expect(await save(gateway, ['501'])).toEqual([success]);
    expect(refreshes(gateway.sandbox)).toHaveLength(3);
  });
});

describe('a gateway with a token that stays as it is', () => {
  it('does not permit an update at once when HubSpot takes the token for expired', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    gateway.sandbox.answerNext(expired);
    expect(await save(gateway, ['501'])).toMatchObject([
      { __typename: 'NotPermittedError', applied: 'NO', retryable: false, message: expired.body.message },
    ]);
    expect(gateway.sandbox.calls.map(({ status }) => status)).toEqual([401]);
  });
});
