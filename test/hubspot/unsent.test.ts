import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { anonymous } from '../../src/credential.ts';
import { createClient } from '../../src/hubspot/client.ts';
import type { ContactError } from '../../src/hubspot/contact-errors.ts';
import { selfSigned } from './self-signed.ts';

const patch = { method: 'patch', resource: 'contacts', path: '1', json: { properties: {} }, writes: true } as const;

async function failure(baseUrl: string, timeoutMs = 2_000): Promise<ContactError> {
  const hubspot = createClient({ baseUrl, apiVersion: 'v3', timeoutMs });
  return hubspot
    .as(anonymous)(patch)
    .then(
      ({ status }) => expect.fail(`answered ${status}`),
      (error: ContactError) => error,
    );
}

/** Listens on a free port, and closes with whoever is still connected. */
async function listening(server: Server) {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

afterEach(() => void vi.unstubAllEnvs());

describe('a request that was handed to no connection was certainly not sent', () => {
  it.each([
    [
      'the certificate is not trusted',
      () => createHttpsServer(selfSigned, () => expect.fail('a request arrived')),
      /\(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    [
      'the server speaks no TLS',
      () => createTcpServer((socket) => void socket.end('HTTP/1.1 400 No\r\n\r\n')),
      /\(ERR_SSL_/,
    ],
    ['the server ends the handshake', () => createTcpServer((socket) => void socket.destroy()), /\(ECONNRESET\)/],
    ['the handshake takes too long', () => createTcpServer(() => {}), /could not be reached within 300 ms/],
  ])('when %s', async (_when, create, message) => {
    await using server = await listening(create());
    const error = await failure(`https://127.0.0.1:${server.port}`, 300);
    expect(error).toMatchObject({
      name: 'HubSpotUnavailableError',
      applied: 'NO',
      message: expect.stringMatching(message),
    });
  });

  it('when those who waited for its connection were told so meanwhile: then it does not leave', async () => {
    const gate = { waits: vi.fn(), leaves: () => false };
    await using server = await listening(createHttpServer(() => expect.fail('a request arrived')));
    const hubspot = createClient({ baseUrl: `http://127.0.0.1:${server.port}`, apiVersion: 'v3', timeoutMs: 2_000 });
    await expect(hubspot.as(anonymous)({ ...patch, gate })).rejects.toMatchObject({ applied: 'NO' });
    expect(gate.waits).toHaveBeenCalledOnce();
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:2', /\(ECONNREFUSED\)/],
    ['it is to a port that fetch refuses', 'http://127.0.0.1:1', /\(bad port\)/],
    ['there is no such name', 'https://hubspot.invalid', /\((ENOTFOUND|EAI_AGAIN)\)/],
  ])('when %s', async (_when, baseUrl, message) => {
    expect(await failure(baseUrl)).toMatchObject({ applied: 'NO', message: expect.stringMatching(message) });
  });

  it.each([
    [
      'refuses the gateway',
      (socket: Refusing) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
      /407/,
    ],
    ['cannot reach HubSpot', (socket: Refusing) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'), /502/],
    ['breaks the connection', (socket: Refusing) => socket.destroy(), /could not be reached/],
    ['does not answer', () => {}, /could not be reached within 300 ms/],
  ])('when a proxy %s', async (_what, answer, message) => {
    const tunnels: (string | undefined)[] = [];
    const proxy = createHttpServer(() => expect.fail('a request arrived')).on('connect', ({ url }, socket) => {
      tunnels.push(url);
      answer(socket);
    });
    await using server = await listening(proxy);
    useProxy(`http://127.0.0.1:${server.port}`);
    const error = await failure('https://hubspot.invalid', 300);
    expect(error).toMatchObject({
      name: 'HubSpotUnavailableError',
      applied: 'NO',
      message: expect.stringMatching(message),
    });
    expect(tunnels[0]).toBe('hubspot.invalid:443');
  });
});

describe('a request that was handed to a connection may have been carried out', () => {
  it.each([
    ['the connection is reset', '', /connection to HubSpot broke/],
    ['the answer is no HTTP', 'SSH-2.0-x\r\n\r\n', /connection to HubSpot broke/],
    [
      'the head of the answer is too long',
      `HTTP/1.1 200 OK\r\nx-a: ${'x'.repeat(40_000)}\r\n\r\n`,
      /\(UND_ERR_HEADERS_OVERFLOW\)/,
    ],
    [
      'the body is shorter than announced',
      'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{',
      /connection to HubSpot broke/,
    ],
  ])('when %s', async (_when, answer, message) => {
    const tcp = createTcpServer((socket) => socket.once('data', () => socket.end(answer)));
    await using server = await listening(tcp);
    const error = await failure(`http://127.0.0.1:${server.port}`);
    expect(error).toMatchObject({ applied: 'UNKNOWN', message: expect.stringMatching(message) });
  });
});

interface Refusing {
  end(text: string): void;
  destroy(): void;
}

/** Until the test ends. */
function useProxy(proxy: string): void {
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  vi.stubEnv('HTTP_PROXY', proxy);
  vi.stubEnv('HTTPS_PROXY', proxy);
  vi.stubEnv('NO_PROXY', '');
}
