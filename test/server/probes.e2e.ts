import { describe, expect, it, vi } from 'vitest';
import { startGateway } from '../gateway.ts';

const SAVE = `mutation {
  updateContacts(inputs: [{ id: "512", properties: { firstname: "x" } }]) {
    results { __typename }
  }
}`;

async function probe(url: string, path: string) {
  const response = await fetch(new URL(path, url));
  return [response.status, await response.text()];
}

describe('the probes', () => {
  it('answer at exactly /health and /ready', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-service' });
    expect(await probe(gateway.url, '/health')).toEqual([200, 'ok\n']);
    expect(await probe(gateway.url, '/ready?x=1')).toEqual([200, 'ready\n']);
    for (const path of ['/x/health', '/health/', '/readyness', '/graphql/ready']) {
      expect((await probe(gateway.url, path))[0]).toBe(404);
    }
  });

  it('say that the sandbox serves, and so does the log, with a warning', async () => {
    await using gateway = await startGateway();
    expect(await probe(gateway.url, '/ready')).toEqual([200, expect.stringContaining('on the sandbox')]);
    const warnings = gateway.logs.map((line) => JSON.parse(line)).filter(({ level }) => level === 40);
    expect(warnings).toMatchObject([{ msg: expect.stringContaining('nothing reaches a real account') }]);
  });

  it.each([[{ HUBSPOT_ACCESS_TOKEN: 'pat-service' }], [{ CALLER_AUTH: 'hubspot-token' }]] as Record<
    string,
    string
  >[][])('stay ready through an outage of HubSpot, whose begin and end are log lines (%j)', async (env) => {
    await using gateway = await startGateway({ ...env, DEADLINE_MS: '20000' });
    const lines = () =>
      gateway.logs.map((line) => JSON.parse(line)).filter(({ msg }) => /^HubSpot (fails|answers) again/.test(msg));
    gateway.sandbox.answerNext({ status: 503, body: '', times: 1000 });
    const save = (id = '512') => gateway.request(SAVE.replace('512', id), {}, { authorization: 'Bearer pat-caller' });
    const answer = save();
    // That of one caller alone may be about its input.
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    const another = save('514');
    await vi.waitFor(() => expect(lines()).toHaveLength(1), 20_000);
    expect(await probe(gateway.url, '/ready')).toEqual([200, 'ready\n']);
    gateway.sandbox.reset();
    await Promise.all([answer, another]);
    await vi.waitFor(async () => {
      await save();
      expect(lines()).toHaveLength(2);
    }, 20_000);
    expect(lines()).toMatchObject([
      { level: 40, msg: expect.stringContaining('held back'), credential: expect.any(String) },
      { level: 30, msg: 'HubSpot answers again' },
    ]);
    expect(await probe(gateway.url, '/ready')).toEqual([200, 'ready\n']);
  });

  it('say not ready, but healthy, while HubSpot refuses the gateway’s token, and ready again when it takes it', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-service' });
    gateway.sandbox.answerNext({ status: 401, body: { category: 'INVALID_AUTHENTICATION', message: 'no' } });
    await gateway.request(SAVE);
    expect(await probe(gateway.url, '/ready')).toEqual([503, "not ready: HubSpot refuses the gateway's token\n"]);
    expect(await probe(gateway.url, '/health')).toEqual([200, 'ok\n']);
    await gateway.request(SAVE);
    expect(await probe(gateway.url, '/ready')).toEqual([200, 'ready\n']);
  });

  it('say not ready when the gateway’s access token cannot be refreshed', async () => {
    await using gateway = await startGateway({
      HUBSPOT_CLIENT_ID: 'sandbox-client',
      HUBSPOT_CLIENT_SECRET: 'sandbox-secret',
      HUBSPOT_REFRESH_TOKEN: 'revoked',
    });
    await gateway.request(SAVE);
    expect(await probe(gateway.url, '/ready')).toEqual([503, "not ready: HubSpot refuses the gateway's token\n"]);
  });

  it('do not hold a caller’s own bad token against the gateway', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    gateway.sandbox.answerNext({ status: 401, body: { category: 'INVALID_AUTHENTICATION', message: 'no' } });
    await gateway.request(SAVE, {}, { authorization: 'Bearer bad' });
    expect(await probe(gateway.url, '/ready')).toEqual([200, 'ready\n']);
  });
});
