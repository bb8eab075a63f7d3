import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createClient } from '@redis/client';

const REDIS = process.env.REDIS_SERVER_PATH ?? 'redis-server';
const found = spawnSync(REDIS, ['--version']).status === 0;
/** In CI a Redis must be there: a test that did not run is no test that passed. */
export const skipWithoutRedis = !found && process.env.CI === undefined;
if (skipWithoutRedis) {
  process.stderr.write('NOT TESTED: the quota in Redis. No redis-server is found; set REDIS_SERVER_PATH to one.\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis of its own on a free port, that keeps nothing. */
export async function startRedis() {
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(REDIS, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    for await (const text of started.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      if (!String(text).includes('Ready to accept connections')) continue;
      started.stdout.resume();
      return;
    }
    throw new Error(`${REDIS} has ended.`);
  }

  /** kill -9: connections break and everything in it is lost. */
  async function kill(): Promise<void> {
    if (child === null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
    child = null;
  }

  async function connect() {
    const client = createClient({ url: `redis://127.0.0.1:${port}` });
    // It goes down with the server.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    connect,
    start,
    kill,
    /** It hangs: connections stay, and nothing is answered. */
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    /** Every key with everything in it, as text. */
    async dump(): Promise<string> {
      const client = await connect();
      const lines: string[] = [];
      for await (const keys of client.scanIterator()) {
        for (const key of keys) {
          const type = await client.type(key);
          const value =
            type === 'hash'
              ? JSON.stringify(await client.hGetAll(key))
              : type === 'zset'
                ? JSON.stringify(await client.zRangeWithScores(key, 0, -1))
                : await client.get(key);
          lines.push(`${key} ${await client.pTTL(key)} ${value}`);
        }
      }
      client.destroy();
      return lines.join('\n');
    },
    async [Symbol.asyncDispose]() {
      child?.kill('SIGCONT');
      await kill();
    },
  };
}
