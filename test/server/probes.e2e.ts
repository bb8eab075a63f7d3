import { describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';

const SAVE =
  'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "x" } }]) { results { __typename } } }';

async function probe(url: string, path: string) {
  const response = await fetch(new URL(path, url));
  return [response.status, await response.text()];
}

describe('the probes', () => {
  it('answer at exactly /health and /ready', async () => {
    await using gateway = await startGateway();
    expect(await probe(gateway.url, '/health')).toEqual([200, 'ok\n']);
    expect(await probe(gateway.url, '/ready?x=1')).toEqual([200, 'ready\n']);
    for (const path of ['/x/health', '/health/', '/readyness', '/graphql/ready']) {
      expect((await probe(gateway.url, path))[0]).toBe(404);
    }
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
