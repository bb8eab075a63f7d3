import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { createClient, type RestAnswer } from '../../src/hubspot/client.ts';
import {
  brokenConnection,
  halfBody,
  html,
  json,
  silence,
  stalledBody,
  startScriptedServer,
} from './scripted-server.ts';
import { selfSigned } from './self-signed.ts';

const credential = credentialOf('pat-na1-secret') as Credential;

const post = { method: 'post', resource: 'contacts', path: 'batch/x', json: { inputs: [] }, writes: true } as const;

type Script = Parameters<typeof startScriptedServer>[0];

async function callOnce(script: Script, timeoutMs = 5_000) {
  await using server = await startScriptedServer(script);
  const hubspot = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs });
  const answer = await hubspot
    .as(credential)(post)
    .catch((error: unknown) => error);
  await hubspot.close();
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

  it('takes compressed answers, errors as well', async () => {
    const body = gzipSync(JSON.stringify({ category: 'X' }));
    const compressed = (status: number) =>
      callOnce((response) => {
        response.writeHead(status, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
      });
    const { answer, calls } = await compressed(200);
    expect(answer).toMatchObject({ status: 200, body: { category: 'X' } });
    for (const status of [307, 400, 401, 429, 503]) {
      expect((await compressed(status)).answer).toMatchObject({ status, body: { category: 'X' } });
    }
    expect(calls[0]?.headers).toMatchObject({ 'accept-encoding': 'gzip', 'user-agent': 'contacts-gateway' });
  });

  it('takes an empty body for one, whatever encoding it is said to have', async () => {
    const { answer } = await callOnce((response) => {
      response.writeHead(429, { 'content-encoding': 'gzip', 'content-length': '0', 'retry-after': '1' }).end();
    });
    expect(answer).toMatchObject({ status: 429, body: undefined });
  });

  it('hands over a status that does not exist', async () => {
    const { answer } = await callOnce((response) => {
      response.writeHead(999).end('blocked');
    });
    expect(answer).toMatchObject({ status: 999, body: 'blocked' });
  });

  it.each(['gzip', 'x-gzip', 'br', 'deflate', 'zstd', 'nonsense', 'gzip, br'])(
    'takes a plain body as it is, though it is said to be in %s',
    async (encoding) => {
      const { answer } = await callOnce(json(207, { category: 'X' }, { 'content-encoding': encoding }));
      expect(answer).toMatchObject({ status: 207, body: { category: 'X' } });
    },
  );

  it('hands over the status when the body is compressed and cut off, or grows too large', async () => {
    const compressed = (body: Uint8Array) =>
      callOnce((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
      });
    const body = gzipSync(JSON.stringify({ results: Array.from({ length: 1000 }, (_, n) => n) }));
    expect((await compressed(body.subarray(0, 100))).answer).toMatchObject({ status: 200, body: expect.any(String) });
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    expect((await compressed(bomb)).answer).toMatchObject({ status: 200, body: expect.any(String) });
  });

  it('reads answers over HTTP/2 in the same way', async () => {
    const bodies = [gzipSync('{"a":1}'), '{"a":1}', gzipSync(Buffer.alloc(50_000_000, ' '))].values();
    const versions: string[] = [];
    const server = createSecureServer(selfSigned, ({ httpVersion }, response) => {
      versions.push(httpVersion);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bodies.next().value ?? '');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, selfSigned.cert]);
    const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const hubspot = createClient({ baseUrl, apiVersion: 'v3', timeoutMs: 5_000 });
    try {
      const call = hubspot.as(credential);
      expect([await call(post), await call(post)]).toMatchObject([{ body: { a: 1 } }, { body: { a: 1 } }]);
      const { body } = await call(post);
      expect(String(body).length).toBeLessThan(1_000_000);
      expect(versions).toEqual(['2.0', '2.0', '2.0']);
    } finally {
      setDefaultCACertificates(trusted);
      await hubspot.close();
      server.close();
    }
  });

  it('hands over the status of a body that is too long, and does not read on', async () => {
    let written = 0;
    const { answer } = await callOnce((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1_000_000, ' ');
      const more = () => {
        while (!response.destroyed && written < 500_000_000) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
      };
      more();
    }, 5_000);
    expect(answer).toMatchObject({ status: 200, body: undefined });
    expect(written).toBeLessThan(100_000_000);
  });

  it('takes what is no UTF-8, and headers in any characters, for what they are', async () => {
    const { answer } = await callOnce((response) => {
      const head = 'HTTP/1.1 200 OK\r\nx-note: \u017c\u00f3\u0142\u0107\r\ncontent-length: 11\r\n\r\n';
      response.socket?.end(
        Buffer.concat([Buffer.from(head), Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3]), Buffer.from('b"}')]),
      );
    });
    expect(answer).toMatchObject({ status: 200, body: { a: '\ufffd\ufffdb' } });
  });

  it('hands over a header that comes twice', async () => {
    const { answer } = await callOnce((response) => {
      response.writeHead(200, [
        ['link', 'a'],
        ['link', 'b'],
      ]);
      response.end('{}');
    });
    expect((answer as RestAnswer).headers.get('link')).toBe('a, b');
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
    const { answer, calls } = await callOnce(script, 200);
    expect(answer).toMatchObject({ name: 'OutcomeUnknownError', message: expect.stringMatching(message) });
    expect(calls).toHaveLength(1);
  });

  it.each([brokenConnection, silence])('leaves nothing in doubt of a request that only reads', async (script) => {
    await using server = await startScriptedServer(script);
    const hubspot = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 200 });
    const answer = hubspot.as(credential)({ method: 'get', resource: 'contacts', path: '501' });
    await expect(answer).rejects.toMatchObject({ name: 'HubSpotUnavailableError', applied: 'NO', resend: 'backoff' });
  });

  it('says that nothing was sent when nobody listens', async () => {
    const server = await startScriptedServer(silence);
    await server[Symbol.asyncDispose]();
    const hubspot = createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 200 });
    await expect(hubspot.as(credential)(post)).rejects.toMatchObject({
      name: 'HubSpotUnavailableError',
      applied: 'NO',
    });
  });

  it('keeps the token out of its errors, however deep one looks', async () => {
    for (const script of [brokenConnection, halfBody, silence]) {
      const { answer } = await callOnce(script);
      expect(inspect(answer, { depth: 20, showHidden: true })).not.toContain('secret');
    }
  });
});
