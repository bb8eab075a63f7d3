import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type GraphQLAnswer, startGateway } from './gateway.ts';
import { json, startScriptedServer } from './hubspot/scripted-server.ts';
import { selfSigned } from './hubspot/self-signed.ts';

const WRITE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on ContactError { message applied }
      ... on HubSpotUnavailableError { status retryAfterMs }
      ... on RateLimitedError { retryAfterMs policy }
      ... on UpdateContactSuccess { contact { id createdAt updatedAt archived property(name: "firstname") } }
    }
  }
}`;

const startBefore = (url: string, deadlineMs = 5_000) =>
  startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-na1-x', HUBSPOT_BASE_URL: url, DEADLINE_MS: String(deadlineMs) });

/** The answer to one update, and how many calls it took. */
async function updateOnce(answer: Parameters<typeof startScriptedServer>[0], value = 'Ada') {
  await using upstream = await startScriptedServer(answer);
  await using gateway = await startBefore(upstream.url);
  const inputs = [{ id: '1', otherProperties: [{ name: 'firstname', value }] }];
  const { data, errors } = await gateway.request(WRITE, { inputs });
  const results = (data as { updateContacts: { results: unknown[] } } | null)?.updateContacts.results;
  return { result: results?.[0], errors, calls: upstream.calls.length };
}

describe('an update whose answer is odd', () => {
  const results = [{ id: 1, properties: { firstname: 7, lastname: null, age: [1] } }];
  const written = {
    __typename: 'UpdateContactSuccess',
    contact: { id: '1', property: '7', createdAt: null, archived: false },
  };

  it.each([
    ['has numbers for texts and lacks its times', json(200, { status: 'COMPLETE', results })],
    [
      'is said to be compressed, and is not',
      json(200, { status: 'COMPLETE', results }, { 'content-encoding': 'gzip' }),
    ],
    ['has the status 202', json(202, { status: 'COMPLETE', results })],
    ['has another word for its status', json(207, { status: 'complete', results, numErrors: 1e12 })],
    ['has no word for its status', json(200, { results, links: 7, requestedAt: 'now' })],
  ])('is a success after one call when it %s', async (_what, answer) => {
    expect(await updateOnce(answer)).toMatchObject({ result: written, errors: undefined, calls: 1 });
  });

  it.each([
    ['no body', json(204, undefined)],
    ['no result', json(200, { status: 'error', message: 'what?' })],
    ['a text', json(201, 'done')],
  ])('is unknown after one call when it has %s', async (_what, answer) => {
    const result = { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' };
    expect(await updateOnce(answer)).toMatchObject({ result, calls: 1 });
  });
});

describe('an update that HubSpot asks to wait with', () => {
  it.each([
    [429, 'RateLimitedError', { policyName: 'DAILY' }],
    [477, 'HubSpotUnavailableError', {}],
    [423, 'HubSpotUnavailableError', {}],
  ])('longer than it can (%d) is answered at once, with the wait', async (status, __typename, body) => {
    const answer = json(status, body, { 'retry-after': '3000000.5' });
    const result = { __typename, applied: 'NO', retryAfterMs: 86_400_000 };
    expect(await updateOnce(answer)).toMatchObject({ result, errors: undefined, calls: 1 });
  });

  it('after a 503 is not sent again when it appends', async () => {
    const answer = json(503, {}, { 'retry-after': '1' });
    const result = { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' };
    expect(await updateOnce(answer, ';choice_1')).toMatchObject({ result, calls: 1 });
  });

  it('is told so to who reads', async () => {
    await using upstream = await startScriptedServer(json(503, {}, { 'retry-after': '60' }));
    await using gateway = await startBefore(upstream.url);
    const { errors }: GraphQLAnswer<unknown> = await gateway.request('{ contact(id: "1") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'HUBSPOT_UNAVAILABLE', retryAfterMs: 60_000 } }]);
    expect(upstream.calls).toHaveLength(1);
  });
});

describe('an update that cannot reach HubSpot', () => {
  it('for its certificate is answered as not written', async () => {
    const server = createServer(selfSigned, () => expect.fail('a request arrived'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await using gateway = await startBefore(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, 600);
    const inputs = [{ id: '1', otherProperties: [{ name: 'firstname', value: ';x' }] }];
    const { data } = await gateway.request(WRITE, { inputs });
    expect(data).toMatchObject({
      updateContacts: {
        results: [
          {
            __typename: 'HubSpotUnavailableError',
            applied: 'NO',
            status: null,
            message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
          },
        ],
      },
    });
    server.close();
  });
});

describe('an upstream that accepts connections and never ends a handshake', () => {
  it('was certainly sent nothing when the time is up', async () => {
    const silent = createTcpServer(() => {});
    await once(silent.listen(0, 'localhost'), 'listening');
    try {
      await using gateway = await startBefore(`https://localhost:${(silent.address() as AddressInfo).port}`, 1_000);
      const inputs = ['1', '2'].map((id) => ({ id, otherProperties: [{ name: 'firstname', value: 'Ada' }] }));
      const { data } = await gateway.request(WRITE, { inputs });
      expect(data).toMatchObject({
        updateContacts: { results: inputs.map(() => ({ __typename: 'HubSpotUnavailableError', applied: 'NO' })) },
      });
    } finally {
      silent.close();
    }
  });
});
