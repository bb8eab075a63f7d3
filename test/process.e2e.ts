import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portalDefinitions } from '../src/graphql/portal-definitions.ts';
import { OAUTH_APP } from '../src/sandbox/access-tokens.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { request } from './gateway.ts';
import { UpdateAContactDocument } from './graphql-documents/graphql.ts';
import { startProcess } from './start-process.ts';

const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';

const exitOf = async (child: ChildProcess) =>
  child.exitCode ?? ((await once(child, 'exit')) as [number | null, string | null])[0];

describe('the process', () => {
  it('starts on the sandbox with a banner that says so, when nothing is configured', async () => {
    await using gateway = startProcess();
    await gateway.url();
    expect(gateway.output()).toContain('SANDBOX: no HUBSPOT_ACCESS_TOKEN is set');
    expect(gateway.output()).toContain('nothing is kept');
  });

  it('says in the banner where contacts are kept, when they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const file = join(folder, 'contacts.sqlite');
    try {
      await using gateway = startProcess({ SANDBOX_FILE: file });
      await gateway.url();
      expect(gateway.output()).toContain(`Nothing reaches a real account, contacts are kept in ${file}.`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses to start in production without a token, and says why', async () => {
    await using gateway = startProcess({ NODE_ENV: 'production' });
    expect(await exitOf(gateway.child)).toBe(1);
    expect(gateway.output()).toContain('HUBSPOT_ACCESS_TOKEN is required in production');
  });

  it('refuses to start on a port that is taken, and says so', async () => {
    await using sandbox = await startSandbox({ definitions: portalDefinitions });
    await using gateway = startProcess({ PORT: new URL(sandbox.url).port });
    expect(await exitOf(gateway.child)).toBe(1);
    expect(gateway.output()).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken/);
  });

  it('sends the same requests to the server that HUBSPOT_BASE_URL names, with the token', async () => {
    await using sandbox = await startSandbox({ definitions: portalDefinitions });
    await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const { data } = await request(await gateway.url(), UpdateAContactDocument, {
      inputs: [{ id: '512', properties: { firstname: 'Ada' } }],
    });
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(sandbox.contact('512')?.properties).toMatchObject({ firstname: 'Ada' });
    expect(new Set(sandbox.calls.map(({ token }) => token))).toEqual(new Set(['pat-na1-x']));
    expect(gateway.output()).not.toContain('SANDBOX');
    expect(gateway.output()).not.toContain('pat-na1-x');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('answers what is in flight on %s, then ends with code 0', async (signal) => {
    await using sandbox = await startSandbox({ definitions: portalDefinitions, latencyMs: 300 });
    await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
    const url = await gateway.url();
    const answer = request(url, UpdateAContactDocument, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    while (sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gateway.child.kill(signal);
    expect((await answer).data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(await exitOf(gateway.child)).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'sends on %s what is still gathered, without waiting out the window',
    async (signal) => {
      await using sandbox = await startSandbox({ definitions: portalDefinitions, latencyMs: 500 });
      await using gateway = startProcess({
        HUBSPOT_BASE_URL: sandbox.url,
        HUBSPOT_ACCESS_TOKEN: 'pat-na1-x',
        // Longer than the test may take: it ends in time only when the window is cut short.
        BATCH_WINDOW_MS: '10000',
      });
      const url = await gateway.url();
      const save = (id: string) => request(url, MUTATION, { inputs: [{ id, properties: { firstname: 'Ada' } }] });
      const inFlight = save('512');
      while (sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const gathered = save('513');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(sandbox.calls).toHaveLength(1);
      gateway.child.kill(signal);
      for (const { data } of await Promise.all([inFlight, gathered])) {
        expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
      }
      expect(sandbox.calls).toHaveLength(2);
      expect(await exitOf(gateway.child)).toBe(0);
    },
  );

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'carries on with a retry on %s, and ends when it is answered',
    async (signal) => {
      await using sandbox = await startSandbox({ definitions: portalDefinitions });
      await using gateway = startProcess({ HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-x' });
      const url = await gateway.url();
      sandbox.answerNext({ status: 423, body: { message: 'locked' }, headers: { 'retry-after': '1' } });
      const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
      while (sandbox.calls[0]?.status !== 423) await new Promise((resolve) => setTimeout(resolve, 5));
      gateway.child.kill(signal);
      expect((await answer).data).toMatchObject({
        updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] },
      });
      expect(await exitOf(gateway.child)).toBe(0);
    },
  );

  it.each([
    ['SIGTERM', 'is in flight', { delayMs: 60_000, status: 200 }, 'OutcomeUnknownError'],
    ['SIGINT', 'is in flight', { delayMs: 60_000, status: 200 }, 'OutcomeUnknownError'],
    ['SIGTERM', 'waits for a retry', { status: 423, headers: { 'retry-after': '9' } }, 'HubSpotUnavailableError'],
    ['SIGINT', 'waits for a retry', { status: 423, headers: { 'retry-after': '9' } }, 'HubSpotUnavailableError'],
  ] as const)(
    'on %s answers what %s as what is known, when DRAIN_MS is over',
    async (signal, _state, fault, typename) => {
      await using sandbox = await startSandbox({ definitions: portalDefinitions });
      await using gateway = startProcess({
        HUBSPOT_BASE_URL: sandbox.url,
        HUBSPOT_ACCESS_TOKEN: 'pat-na1-x',
        DRAIN_MS: '300',
      });
      const url = await gateway.url();
      sandbox.answerNext(fault);
      const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
      while (sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 100));
      gateway.child.kill(signal);
      expect((await answer).data).toMatchObject({ updateContacts: { results: [{ __typename: typename }] } });
      expect(await exitOf(gateway.child)).toBe(0);
    },
  );

  it.each([
    ['SIGTERM', 'carries on', 500, '10000', { __typename: 'UpdateContactSuccess' }],
    ['SIGINT', 'carries on', 500, '10000', { __typename: 'UpdateContactSuccess' }],
    ['SIGTERM', 'gives up when DRAIN_MS is over', 60_000, '300', { __typename: 'HubSpotUnavailableError' }],
    ['SIGINT', 'gives up when DRAIN_MS is over', 60_000, '300', { __typename: 'HubSpotUnavailableError' }],
  ] as const)('on %s during the refresh of its access token %s', async (signal, _what, delayMs, drainMs, result) => {
    await using sandbox = await startSandbox({ definitions: portalDefinitions });
    await using gateway = startProcess({
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_CLIENT_ID: OAUTH_APP.clientId,
      HUBSPOT_CLIENT_SECRET: OAUTH_APP.clientSecret,
      HUBSPOT_REFRESH_TOKEN: OAUTH_APP.refreshToken,
      DRAIN_MS: drainMs,
    });
    const url = await gateway.url();
    sandbox.answerNext({ transform: (real) => real, delayMs, match: { path: '/oauth/v3/token' } });
    const answer = request(url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
    while (sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gateway.child.kill(signal);
    expect((await answer).data).toMatchObject({ updateContacts: { results: [result] } });
    expect(await exitOf(gateway.child)).toBe(0);
    for (const secret of [OAUTH_APP.clientSecret, OAUTH_APP.refreshToken])
      expect(gateway.output()).not.toContain(secret);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 on %s when it has nothing to do', async (signal) => {
    await using gateway = startProcess();
    const url = await gateway.url();
    await request(url, '{ __typename }');
    gateway.child.kill(signal);
    expect(await exitOf(gateway.child)).toBe(0);
  });
});
