import { describe, expect, it } from 'vitest';
import { OAUTH_APP } from '../src/sandbox/access-tokens.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument } from './graphql-documents/graphql.ts';

const TOKEN = 'pat-na1-11111111-2222-3333-4444-555555555555';

const inputs = [
  { id: '512', properties: { firstname: 'Ada' } },
  { id: '999999', properties: { firstname: 'Nobody' } },
];

describe('the token', () => {
  it.each([
    ['service', { HUBSPOT_ACCESS_TOKEN: TOKEN }, {}],
    ['caller', { CALLER_AUTH: 'hubspot-token' }, { authorization: `Bearer ${TOKEN}` }],
  ])('of the %s is in no log line, error or answer, whatever HubSpot does', async (whose, env, headers) => {
    await using gateway = await startGateway({ ...env, LOG_LEVEL: 'trace', DEADLINE_MS: '300' } as Record<
      string,
      string
    >);
    const answers: unknown[] = [];
    const send = async () =>
      answers.push(
        await gateway.request(UpdateSeveralWithMistakesDocument, { inputs }, headers as Record<string, string>),
      );

    await send();
    for (const status of [400, 401, 403, 404, 429, 500, 502, 302]) {
      gateway.sandbox.answerNext({ status, body: { status: 'error', message: 'scripted' } });
      await send();
    }
    gateway.sandbox.answerNext({ breakConnection: true });
    await send();
    gateway.sandbox.answerNext({ breakConnection: 'half-body' });
    await send();

    expect(gateway.sandbox.tokenLookUps).toHaveLength(whose === 'caller' ? 1 : 0);
    const seen = JSON.stringify(answers) + gateway.logs.join('\n');
    expect(gateway.sandbox.calls.every(({ token }) => token === TOKEN)).toBe(true);
    expect(seen).not.toContain(TOKEN);
    expect(seen).not.toContain('Bearer');
  });
});

describe('a token that HubSpot is asked about', () => {
  const path = /^\/oauth\//;

  it.each([
    ['a private app', TOKEN],
    ['an OAuth app', 'CJSM/w+x_of.an~oauth-app=='],
  ])('of %s is in no log line, metric or answer, whatever HubSpot says of it', async (_whose, token) => {
    const seen: unknown[] = [];
    const env = { CALLER_AUTH: 'hubspot-token', LOG_LEVEL: 'trace', DEADLINE_MS: '300', METRICS_PORT: '0' };
    const headers = { authorization: `Bearer ${token}` };
    const echo = { token, message: token, tokenKey: token, app_id: token, appId: token, hub_id: 1, hubId: 1 };
    const scripts = [
      ...[200, 302, 400, 401, 404, 414, 429, 500].map((status) => ({ status, body: echo })),
      { status: 302, headers: { location: `/elsewhere/${token}` } },
      { status: 502, body: `<html>${token}` },
      { breakConnection: true } as const,
      { breakConnection: 'half-body', applied: true } as const,
      { status: 200, delayMs: 1_000 },
    ];

    for (const script of scripts) {
      await using gateway = await startGateway(env);
      gateway.sandbox.answerNext({ ...script, match: { path } });
      seen.push(await gateway.request(UpdateSeveralWithMistakesDocument, { inputs }, headers));
      seen.push(await (await fetch(gateway.metricsUrl ?? '')).text(), ...gateway.logs);
      expect(gateway.sandbox.tokenLookUps).toHaveLength(1);
    }
    const text = JSON.stringify(seen);
    expect(text).toMatch(/(private-app|oauth)-token-info/);
    for (const form of [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)])
      expect(text).not.toContain(form);
  });
});

describe('the secrets of an OAuth app', () => {
  const env = {
    HUBSPOT_CLIENT_ID: OAUTH_APP.clientId,
    HUBSPOT_CLIENT_SECRET: OAUTH_APP.clientSecret,
    HUBSPOT_REFRESH_TOKEN: OAUTH_APP.refreshToken,
    LOG_LEVEL: 'trace',
    DEADLINE_MS: '300',
    // Its warnings tell why it could not read the definitions.
    PROPERTIES_CHECK_MS: '20',
  };
  const oauth = { path: /^\/oauth\// };

  it('are in no log line, error or answer, whatever the token endpoint does', async () => {
    const answers: unknown[] = [];
    const logs: string[] = [];
    const secrets = new Set<string>([env.HUBSPOT_CLIENT_SECRET, env.HUBSPOT_REFRESH_TOKEN]);

    /** A gateway of its own for each: nothing of one outage is to keep the next from being met. */
    const meet = async (...scripts: Parameters<Sandbox['answerNext']>[0][]) => {
      await using gateway = await startGateway(env);
      const { sandbox } = gateway;
      for (const script of scripts) sandbox.answerNext(script);
      answers.push(await gateway.request(UpdateSeveralWithMistakesDocument, { inputs }));
      answers.push(await gateway.request('{ contactProperties { name } contact(id: "501") { id } }'));
      for (const { token } of sandbox.calls) if (token !== null) secrets.add(token);
      logs.push(...gateway.logs);
    };

    await meet();
    const echo = Object.values(OAUTH_APP).join(' ');
    for (const status of [200, 302, 400, 401, 403, 404, 500, 502]) {
      const body = { status: echo, message: echo, error: echo, error_description: echo, access_token: `${echo}\n` };
      await meet({ status, body, times: 3, match: oauth });
    }
    await meet({ breakConnection: true, times: 3, match: oauth });
    await meet({ breakConnection: 'half-body', applied: true, times: 3, match: oauth });
    await meet({ status: 200, delayMs: 60_000, match: oauth });
    await meet({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' }, times: 2 });

    expect(secrets.size).toBeGreaterThan(2);
    const seen = JSON.stringify(answers) + logs.join('\n');
    expect(seen).toContain('HubSpot refused the gateway an access token');
    expect([...secrets].filter((secret) => seen.includes(secret))).toEqual([]);
    expect(seen).not.toContain('Bearer');
  });
});
