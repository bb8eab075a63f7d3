import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';
import { rawRequest } from '../raw-request.ts';

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

/** Sends the text a character at a time, until the server has had enough. */
async function trickle(url: string, start: string, more: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => {});
  socket.write(start);
  const sending = setInterval(() => socket.write(more), 50);
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(sending);
  return answer;
}

describe('a request that arrives slowly', () => {
  it.each([
    ['in its headers', 'POST /graphql HTTP/1.1\r\nhost: localhost\r\nx: ', 'x'],
    [
      'in its body',
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n',
      ' ',
    ],
    ['not at all', '', ''],
  ])('%s is closed with 408 after REQUEST_TIMEOUT_MS', async (_where, start, more) => {
    await using gateway = await startGateway({ REQUEST_TIMEOUT_MS: '300' });
    expect(statusOf(await trickle(gateway.url, start, more))).toBe(408);
  });

  it('is the only one with a time limit: an answer may take longer', async () => {
    await using gateway = await startGateway({ REQUEST_TIMEOUT_MS: '200', SANDBOX_LATENCY_MS: '800' });
    const { status, data } = await gateway.request('{ contact(id: "512") { id } }');
    expect([status, data]).toEqual([200, { contact: { id: '512' } }]);
  });
});

describe('a request that is answered before its end', () => {
  it('has its connection cut when it goes on and on', async () => {
    await using gateway = await startGateway({ MAX_BODY_BYTES: '1024', REQUEST_TIMEOUT_MS: '60000' });
    const head =
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n';
    expect(statusOf(await trickle(gateway.url, head, ' '.repeat(1024)))).toBe(413);
  });
});

describe('what is no request', () => {
  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    [
      'a body of two lengths',
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET /graphql?query={__typename} HTTP/1.1\r\nhost: a[b\r\nconnection: close\r\n\r\n', 400],
    [
      'a host with an impossible port',
      'GET /graphql?query={__typename} HTTP/1.1\r\nhost: a:99999999\r\nconnection: close\r\n\r\n',
      400,
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is refused, and the process lives', async (_what, bytes, status) => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const answer = await rawRequest(gateway.url, bytes);
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toContain('node_modules');
    expect((await gateway.request('{ __typename }')).status).toBe(200);
  });
});

describe('paths and methods', () => {
  it.each([
    ['GET', '/health', 200],
    ['HEAD', '/health', 200],
    ['POST', '/health', 405],
    ['GET', '/', 302],
    ['DELETE', '/', 405],
    ['GET', '/health/', 404],
    ['GET', '/graphql/', 404],
    ['GET', '//graphql', 404],
    ['POST', '/nothing', 404],
    ['GET', '/%00', 404],
    ['GET', '/graphql?query={__typename}', 200],
    ['GET', '/graphql?query={__typename}&variables={', 400],
    ['HEAD', '/graphql', 405],
    ['PUT', '/graphql', 405],
    ['OPTIONS', '/graphql', 405],
  ])('%s %s is %i', async (method, path, status) => {
    await using gateway = await startGateway();
    const response = await fetch(new URL(gateway.url).origin + path, { method, redirect: 'manual' });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/^GET, (HEAD|POST)$/);
  });
});

describe('connections', () => {
  it('beyond MAX_CONNECTIONS are closed, and there is room again when others end', async () => {
    await using gateway = await startGateway({ MAX_CONNECTIONS: '3' });
    const { port, hostname } = new URL(gateway.url);
    const open: Socket[] = [];
    for (let i = 0; i < 3; i += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      open.push(socket);
    }
    // They have been taken in only when the server had a turn.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await rawRequest(gateway.url, 'GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n')).not.toContain('200');
    for (const socket of open) socket.destroy();
    await expect
      .poll(() => rawRequest(gateway.url, 'GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'))
      .toContain('200 OK');
  });

  it('are kept longer than proxies keep them', async () => {
    await using gateway = await startGateway();
    const { headers } = await fetch(new URL('/health', gateway.url));
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });
});
