import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { credentialOf } from '../../src/credential.ts';
import { createClient, NoAnswerError } from '../../src/hubspot/client.ts';
import {
  brokenConnection,
  halfBody,
  html,
  json,
  silence,
  stalledBody,
  startScriptedServer,
} from './scripted-server.ts';

const credential = credentialOf('pat-na1-secret');
if (credential === null) throw new Error('The test token is not a token.');

const post = { method: 'post', resource: 'contacts', path: 'batch/x', json: { inputs: [] } } as const;

async function callOnce(...script: Parameters<typeof startScriptedServer>) {
  await using server = await startScriptedServer(...script);
  const call = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 200 });
  const answer = await call(credential as NonNullable<typeof credential>, post).catch((error: unknown) => error);
  return { answer, calls: server.calls };
}

describe('the HubSpot client', () => {
  it('sends JSON with the bearer token, and asks for JSON', async () => {
    const { answer, calls } = await callOnce(json(200, { status: 'COMPLETE' }));
    expect(answer).toMatchObject({ status: 200, body: { status: 'COMPLETE' } });
    expect(calls).toMatchObject([
      {
        method: 'POST',
        url: '/crm/v3/objects/contacts/batch/x',
        headers: {
          authorization: 'Bearer pat-na1-secret',
          accept: 'application/json',
          'content-type': 'application/json',
        },
        body: '{"inputs":[]}',
      },
    ]);
  });

  it('hands over any status without trying again', async () => {
    for (const status of [400, 401, 429, 500, 503]) {
      const { answer, calls } = await callOnce(json(status, { message: 'no' }, { 'retry-after': '0' }));
      expect(answer).toMatchObject({ status, body: { message: 'no' } });
      expect(calls).toHaveLength(1);
    }
  });

  it('hands over the text of a body that is not JSON, and nothing for an empty one', async () => {
    expect((await callOnce(html(502))).answer).toMatchObject({ status: 502, body: expect.stringContaining('<html>') });
    expect((await callOnce((response) => response.writeHead(504).end())).answer).toMatchObject({
      status: 504,
      body: undefined,
    });
  });

  it('does not follow a redirect with the caller’s contacts', async () => {
    const { answer, calls } = await callOnce((response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(answer).toMatchObject({ status: 307 });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['the connection breaks', brokenConnection, /connection to HubSpot broke/],
    ['the body is cut off', halfBody, /connection to HubSpot broke/],
    ['the body never ends', stalledBody, /did not answer within 200 ms/],
    ['nothing is answered', silence, /did not answer within 200 ms/],
  ])('says that the request may have been carried out when %s', async (_when, script, message) => {
    const { answer, calls } = await callOnce(script);
    expect(answer).toBeInstanceOf(NoAnswerError);
    expect(answer).toMatchObject({ sent: true, message: expect.stringMatching(message) });
    expect(calls).toHaveLength(1);
  });

  it('says that nothing was sent when nobody listens', async () => {
    const server = await startScriptedServer(silence);
    await server[Symbol.asyncDispose]();
    const call = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 200 });
    await expect(call(credential, post)).rejects.toMatchObject({ name: 'NoAnswerError', sent: false });
  });

  it('keeps the token out of its errors, however deep one looks', async () => {
    for (const script of [brokenConnection, halfBody, silence]) {
      const { answer } = await callOnce(script);
      expect(inspect(answer, { depth: 20, showHidden: true })).not.toContain('secret');
    }
  });
});
