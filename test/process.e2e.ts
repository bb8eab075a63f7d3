import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { OAUTH_APP } from '../src/sandbox/access-tokens.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { TOKENS } from './api-version.ts';
import { request } from './gateway.ts';
import { UpdateAContactDocument } from './graphql-documents/graphql.ts';
import { type HowToStart, startProcess } from './start-process.ts';

const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';

describe.concurrent('the process', () => {
  it('starts on the sandbox and says so in log lines, without a banner, when nothing is configured', async () => {
    await using gateway = startProcess();
    const url = await gateway.url();
    await vi.waitFor(() => expect(gateway.lines()).toHaveLength(2));
    expect(gateway.lines()).toMatchObject([
      { level: 40, msg: expect.stringContaining('nothing reaches a real account') },
      { level: 30, msg: 'listening', url, hubspot: 'sandbox', callerAuth: 'none', graphiql: true },
    ]);
    expect(gateway.output().trim().split('\n')).toHaveLength(2);
  });

  it.each([
    [
      { HUBSPOT_ACCESS_TOKEN: 'pat-na1-x', NODE_ENV: 'production' },
      { callerAuth: 'none', graphiql: false },
    ],
    [{ CALLER_AUTH: 'hubspot-token' }, { callerAuth: 'hubspot-token', graphiql: true }],
    [{ CALLER_AUTH: 'hubspot-token', LOG_LEVEL: 'error' }, { callerAuth: 'hubspot-token' }],
  ] as [Record<string, string>, object][])(
    'says with %j where calls go, and how it starts and stops',
    async (env, facts) => {
      await using gateway = startProcess(env);
      const url = await gateway.url();
      gateway.child.kill('SIGTERM');
      expect(await gateway.ended()).toBe(0);
      expect(gateway.lines()).toMatchObject([
        { msg: 'listening', url, hubspot: 'https://api.hubapi.com', ...facts },
        { msg: 'stopping', signal: 'SIGTERM', requests: 0, inputs: 0 },
        { msg: 'stopped' },
      ]);
      expect(gateway.output()).not.toMatch(/sandbox|GraphiQL for/i);
    },
  );

  it('refuses to start in production without a token, and says why', async () => {
    await using gateway = startProcess({ NODE_ENV: 'production' });
    expect(await gateway.ended()).toBe(1);
    expect(gateway.output()).toContain('HUBSPOT_ACCESS_TOKEN is required in production');
  });

  it('refuses to start on a port that is taken, and says so', async () => {
    await using sandbox = await startSandbox();
    await using gateway = startProcess({ PORT: new URL(sandbox.url).port });
    expect(await gateway.ended()).toBe(1);
    expect(gateway.output()).toMatch(/PORT=\d+ of HOST=127\.0\.0\.1 cannot be listened on .*EADDRINUSE/);
  });

  it('sends the same requests to the server that HUBSPOT_BASE_URL names, with the token', async () => {
    await using sandbox = await startSandbox();
    await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const { data } = await request(await gateway.url(), UpdateAContactDocument, {
      inputs: [{ id: '512', properties: { firstname: 'Ada' } }],
    });
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(sandbox.contact('512')?.properties).toMatchObject({ firstname: 'Ada' });
    expect(new Set(sandbox.calls.map(({ token }) => token))).toEqual(new Set(['pat-na1-x']));
    expect(gateway.lines()).toContainEqual(expect.objectContaining({ msg: 'listening', hubspot: sandbox.url }));
    expect(gateway.output()).not.toContain('no HubSpot account');
    expect(gateway.output()).not.toContain('pat-na1-x');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('answers what is in flight on %s, then ends with code 0', async (signal) => {
    await using sandbox = await startSandbox({ latencyMs: 300 });
    await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const url = await gateway.url();
    const answer = request(url, UpdateAContactDocument, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    await vi.waitFor(() => expect(sandbox.calls).not.toEqual([]), { interval: 5 });
    gateway.child.kill(signal);
    expect((await answer).data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(await gateway.ended()).toBe(0);
    expect(gateway.output()).not.toContain('Left behind');
  });

  it('sends on SIGTERM what is still gathered, without waiting for its part of the quota', async () => {
    await using sandbox = await startSandbox({ latencyMs: 500 });
    await using gateway = startProcess({
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: 'pat-na1-x',
      // What is left is spent evenly: the second batch would wait for longer than the test may take.
      RATE_LIMIT: '2',
      RATE_LIMIT_INTERVAL_MS: '30000',
    });
    const url = await gateway.url();
    const save = (id: string) => request(url, MUTATION, { inputs: [{ id, properties: { firstname: 'Ada' } }] });
    const inFlight = save('512');
    await vi.waitFor(() => expect(sandbox.calls).not.toEqual([]), { interval: 5 });
    const gathered = save('513');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sandbox.calls).toHaveLength(1);
    gateway.child.kill('SIGTERM');
    for (const { data } of await Promise.all([inFlight, gathered])) {
      expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
    }
    expect(sandbox.calls).toHaveLength(2);
    expect(await gateway.ended()).toBe(0);
  });

  it('carries on with a retry on SIGTERM, and ends when it is answered', async () => {
    await using sandbox = await startSandbox();
    await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const url = await gateway.url();
    sandbox.answerNext({ status: 423, body: { message: 'locked' }, headers: { 'retry-after': '1' } });
    const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    await vi.waitFor(() => expect(sandbox.calls[0]?.status).toBe(423), { interval: 5 });
    gateway.child.kill('SIGTERM');
    expect((await answer).data).toMatchObject({
      updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] },
    });
    expect(await gateway.ended()).toBe(0);
  });

  it.each([
    ['is in flight', { delayMs: 60_000, status: 200 }, 'OutcomeUnknownError'],
    ['waits for a retry', { status: 423, headers: { 'retry-after': '9' } }, 'HubSpotUnavailableError'],
  ] as const)('on SIGTERM answers what %s as what is known, when DRAIN_MS is over', async (_state, fault, typename) => {
    await using sandbox = await startSandbox();
    await using gateway = startProcess({
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: 'pat-na1-x',
      DRAIN_MS: '300',
    });
    const url = await gateway.url();
    sandbox.answerNext(fault);
    const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    await vi.waitFor(() => expect(sandbox.calls).not.toEqual([]), { interval: 5 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    gateway.child.kill('SIGTERM');
    expect((await answer).data).toMatchObject({ updateContacts: { results: [{ __typename: typename }] } });
    expect(await gateway.ended()).toBe(0);
  });

  it.each([
    ['carries on', 500, '10000', { __typename: 'UpdateContactSuccess' }],
    ['gives up when DRAIN_MS is over', 60_000, '300', { __typename: 'HubSpotUnavailableError' }],
  ] as const)('on SIGTERM during the refresh of its access token %s', async (_what, delayMs, drainMs, result) => {
    await using sandbox = await startSandbox();
    await using gateway = startProcess({
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_CLIENT_ID: OAUTH_APP.clientId,
      HUBSPOT_CLIENT_SECRET: OAUTH_APP.clientSecret,
      HUBSPOT_REFRESH_TOKEN: OAUTH_APP.refreshToken,
      DRAIN_MS: drainMs,
    });
    const url = await gateway.url();
    sandbox.answerNext({ transform: (real) => real, delayMs, match: { path: TOKENS } });
    const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    await vi.waitFor(() => expect(sandbox.calls).not.toEqual([]), { interval: 5 });
    gateway.child.kill('SIGTERM');
    expect((await answer).data).toMatchObject({ updateContacts: { results: [result] } });
    expect(await gateway.ended()).toBe(0);
    for (const secret of [OAUTH_APP.clientSecret, OAUTH_APP.refreshToken])
      expect(gateway.output()).not.toContain(secret);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends by itself with code 0 on %s when it has nothing to do',
    async (signal) => {
      await using gateway = startProcess();
      const url = await gateway.url();
      await request(url, '{ __typename }');
      gateway.child.kill(signal);
      expect(await gateway.ended()).toBe(0);
      expect(gateway.output()).not.toContain('Left behind');
    },
  );
});

/** A gateway with a mutation in flight that takes some seconds. */
async function startBusy(latencyMs: number, { env = {}, ...how }: HowToStart & { env?: Record<string, string> } = {}) {
  await using started = new AsyncDisposableStack();
  const sandbox = started.use(await startSandbox({ latencyMs }));
  const hubspot = { HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' };
  const gateway = started.use(startProcess({ ...hubspot, ...env, HOME: process.env.HOME ?? '' }, how));
  const inputs = ['512', '513'].map((id) => ({ id, properties: { firstname: 'Ada' } }));
  const answer = request(await gateway.url(), MUTATION, { inputs }).then(
    ({ data }) => data,
    () => 'no answer',
  );
  await vi.waitFor(() => expect(sandbox.calls).toHaveLength(1), 10_000);
  const resources = started.move();
  return { gateway, answer, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const stoppingLines = ({ lines }: ReturnType<typeof startProcess>) => lines().filter(({ msg }) => msg === 'stopping');
const SAVED = { updateContacts: { results: Array(2).fill({ __typename: 'UpdateContactSuccess' }) } };

it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s although nobody reads its log any more', async (signal) => {
  await using gateway = startProcess();
  const url = await gateway.url();
  gateway.child.stdout.destroy();
  for (let count = 0; count < 3; count += 1) expect((await request(url, '{ __typename }')).status).toBe(200);
  gateway.child.kill(signal);
  expect(await gateway.ended()).toBe(0);
});

describe.concurrent('signals that come more than once', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'with npm start, %s to the whole process group ends it with code 0 when what is in flight is answered',
    async (signal) => {
      await using busy = await startBusy(3_000, { command: ['npm', 'start'] });
      const { gateway, answer } = busy;
      gateway.signalGroup(signal);
      expect(await answer).toEqual(SAVED);
      expect(await gateway.ended()).toBe(0);
      expect(stoppingLines(gateway)).toMatchObject([{ signal, requests: 1, inputs: 2 }]);
      expect(gateway.lines().at(-1)).toMatchObject({ msg: 'stopped' });
    },
  );

  it('with npm start, SIGHUP to the whole process group ends npm at once, and the gateway when all is answered', async () => {
    await using busy = await startBusy(2_000, { command: ['npm', 'start'] });
    const { gateway, answer } = busy;
    gateway.signalGroup('SIGHUP');
    expect(await answer).toEqual(SAVED);
    await vi.waitFor(() => expect(gateway.lines().at(-1)).toMatchObject({ msg: 'stopped' }));
  });

  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ] as const)('%s, and %s again and again within the first second, change nothing', async (first, next) => {
    await using busy = await startBusy(2_000);
    const { gateway, answer } = busy;
    gateway.child.kill(first);
    await vi.waitFor(() => expect(stoppingLines(gateway)).toHaveLength(1));
    for (let count = 0; count < 5; count += 1) {
      gateway.child.kill(next);
      await wait(50);
    }
    expect(await answer).toEqual(SAVED);
    expect(await gateway.ended()).toBe(0);
    expect(stoppingLines(gateway)).toMatchObject([{ signal: first }]);
  });

  it.each([
    ['SIGTERM', 'SIGTERM', 143],
    ['SIGINT', 'SIGINT', 130],
    ['SIGTERM', 'SIGINT', 130],
    ['SIGHUP', 'SIGHUP', 129],
  ] as const)('%s, and %s after more than a second, end it at once with code %i', async (first, next, code) => {
    await using busy = await startBusy(20_000);
    const { gateway, answer } = busy;
    gateway.child.kill(first);
    await wait(1_200);
    gateway.child.kill(next);
    expect(await gateway.ended()).toBe(code);
    expect(await answer).toBe('no answer');
    expect(gateway.lines().at(-1)).toMatchObject({ msg: 'ended at once by another signal', signal: next });
  });

  it('with npm start, a second Ctrl+C after more than a second ends it at once', async () => {
    await using busy = await startBusy(20_000, { command: ['npm', 'start'] });
    const { gateway, answer } = busy;
    gateway.signalGroup('SIGINT');
    await wait(1_200);
    gateway.signalGroup('SIGINT');
    expect(await gateway.ended()).not.toBe(0);
    expect(await answer).toBe('no answer');
  });
});

/** `script` of util-linux gives a process a terminal. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
const ON_TERMINAL: HowToStart = { command: ['script', '-qec', `exec '${process.execPath}' src/main.ts`, '/dev/null'] };
const CTRL_C = '\x03';

describe.runIf(hasScript).concurrent('on a terminal', () => {
  it('shows a banner that names the sandbox, and log lines for a person', async () => {
    await using gateway = startProcess({}, ON_TERMINAL);
    await request(await gateway.url(), '{ __typename }');
    await vi.waitFor(() => expect(gateway.output()).toMatch(/INFO.*: .*request/));
    expect(gateway.output()).toContain('Open it in a browser for GraphiQL');
    expect(gateway.output()).toContain('SANDBOX: no HUBSPOT_ACCESS_TOKEN is set');
    expect(gateway.output()).toContain('nothing is kept');
    expect(gateway.lines()).toEqual([]);
  });

  it('says in the banner where contacts are kept, and nothing of GraphiQL when it is off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const file = join(folder, 'contacts.sqlite');
    try {
      await using gateway = startProcess({ SANDBOX_FILE: file, GRAPHIQL: 'off' }, ON_TERMINAL);
      await gateway.url();
      await vi.waitFor(() => expect(gateway.output()).toContain(`contacts are kept in ${file}.`));
      expect(gateway.output()).not.toContain('GraphiQL');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has no banner in production, where lines stay JSON', async () => {
    await using gateway = startProcess({ NODE_ENV: 'production', CALLER_AUTH: 'hubspot-token' }, ON_TERMINAL);
    await gateway.url();
    await vi.waitFor(() => expect(gateway.lines()).toMatchObject([{ msg: 'listening' }]));
    expect(gateway.output().trim().split('\n')).toHaveLength(1);
  });

  it('says at Ctrl+C at once that it drains, and how many are under way', async () => {
    await using busy = await startBusy(1_500, ON_TERMINAL);
    const { gateway, answer } = busy;
    gateway.child.stdin.write(CTRL_C);
    await vi.waitFor(() => expect(gateway.output()).toMatch(/INFO.*: .*stopping.*"requests":1,"inputs":2/));
    expect(gateway.output()).not.toContain('stopped');
    expect(await answer).toEqual(SAVED);
    expect(await gateway.ended()).toBe(0);
    expect(gateway.output()).toContain('stopped');
  });

  it.each([[{}], [{ NODE_ENV: 'production' }]])(
    'answers what is in flight when the terminal is closed, and ends (%j)',
    async (env) => {
      await using busy = await startBusy(1_500, { ...ON_TERMINAL, env });
      const [pid = 0] = childrenOf(busy.gateway.child.pid);
      busy.gateway.child.kill('SIGKILL');
      expect(await busy.answer).toEqual(SAVED);
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000);
    },
  );
});

const childrenOf = (pid = 0): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
