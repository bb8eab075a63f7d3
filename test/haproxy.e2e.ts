import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

const CONFIG = 'deploy/haproxy.cfg';
/** Debian's package puts it where only root looks for programs. */
const PATH = `${process.env.PATH}:/usr/sbin`;
const found = spawnSync('haproxy', ['-v'], { env: { PATH } }).status === 0;
/** In CI it must be there: a test that did not run is no test that passed. */
const skip = !found && process.env.CI === undefined;
if (skip) process.stderr.write(`NOT TESTED: ${CONFIG}. No haproxy is found.\n`);

/** Something that answers with its own number, as a replica. */
async function startNumbered(number: number) {
  const server = createServer((_request, response) => response.end(String(number))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** HAProxy as the file describes it, but for its ports. */
async function startHaproxy(callerAuth: string) {
  await using started = new AsyncDisposableStack();
  const [front, ...replicas] = await Promise.all([0, 1, 2, 3, 4].map(startNumbered));
  front?.close();
  for (const replica of replicas) started.defer(() => void replica.close());
  const ports = new Map([[8080, front?.port], ...replicas.map(({ port }, index) => [4001 + index, port] as const)]);
  const config = readFileSync(CONFIG, 'utf8').replace(
    /127\.0\.0\.1:(\d+)/g,
    (_, port) => `127.0.0.1:${ports.get(Number(port))}`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-'));
  started.defer(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'haproxy.cfg'), config);
  const child = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], {
    env: { PATH, CALLER_AUTH: callerAuth },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  started.defer(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const url = `http://127.0.0.1:${front?.port}`;
  while ((await fetch(`${url}/haproxy-health`).catch(() => null)) === null) {
    if (child.exitCode !== null) throw new Error('HAProxy has ended.');
    await wait(20);
  }
  const resources = started.move();
  return {
    /** Which replicas answered requests with these headers. */
    replicasOf: async (requests: readonly Record<string, string>[]) =>
      new Set(
        await Promise.all(
          requests.map(async (headers) => (await fetch(`${url}/graphql`, { method: 'POST', headers })).text()),
        ),
      ),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const numbers = Array.from({ length: 20 }, (_, number) => number);

describe.skipIf(skip)(CONFIG, () => {
  it.each(['none', 'hubspot-token', 'jwt'])('is taken by HAProxy without a warning, with CALLER_AUTH=%s', (mode) => {
    const { status, stdout, stderr } = spawnSync('haproxy', ['-c', '-f', CONFIG], {
      env: { PATH, CALLER_AUTH: mode },
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).not.toMatch(/WARNING|ALERT/);
    expect(status).toBe(0);
  });

  it('sends all requests with one token of HubSpot to one replica, and those with others elsewhere', async () => {
    await using haproxy = await startHaproxy('hubspot-token');
    const authorization = (token: string) => ({ authorization: token });
    expect(await haproxy.replicasOf(numbers.map(() => authorization('Bearer one')))).toHaveProperty('size', 1);
    expect(await haproxy.replicasOf(['Bearer one', 'bearer one', 'BEARER  one'].map(authorization))).toHaveProperty(
      'size',
      1,
    );
    const spread = await haproxy.replicasOf(numbers.map((number) => authorization(`Bearer ${number}`)));
    expect(spread.size).toBeGreaterThan(2);
  });

  it.each(['none', 'jwt'])(
    'goes by X-Order-Key with CALLER_AUTH=%s, and keeps all without it together',
    async (mode) => {
      await using haproxy = await startHaproxy(mode);
      const of = (number: number) => ({ authorization: `Bearer ${number}` });
      expect(await haproxy.replicasOf(numbers.map(of))).toHaveProperty('size', 1);
      const oneContact = numbers.map((number) => ({ ...of(number), 'x-order-key': '512' }));
      expect(await haproxy.replicasOf(oneContact)).toHaveProperty('size', 1);
      const spread = await haproxy.replicasOf(numbers.map((number) => ({ 'x-order-key': String(number) })));
      expect(spread.size).toBeGreaterThan(2);
    },
  );
});
