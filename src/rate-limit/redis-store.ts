import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from '@redis/client';
import type { RedisUrl } from './redis-url.ts';
import {
  type Allotment,
  inTime,
  LISTEN_MS,
  type Report,
  SILENT_MS,
  type TokenStore,
  WANTED_MS,
} from './token-store.ts';

/** Keys of another version have another form. */
const PREFIX = 'contacts-gateway:1:';
const REPLICAS = `${PREFIX}replicas`;
const SINCE = `${PREFIX}since`;
const WANTED = `${PREFIX}wanted`;

/** An answer that takes longer is none: a lone update must not wait for a Redis that hangs. */
const ANSWER_MS = 500;
/** A connection that brings nothing for so long is dead, for there is a heartbeat every quarter of a second. */
const DEAD_MS = 1_500;
/** All replicas must be back before the store hands out tokens again, which is after LISTEN_MS. */
const RECONNECT_MS = 200;

function loadScript(name: string) {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, hash: createHash('sha1').update(text).digest('hex') };
}

const EXCHANGE = loadScript('exchange.lua');
const HEARTBEAT = loadScript('heartbeat.lua');

/**
 * The quota in Redis, for one replica. Resolves after the first attempt to connect, however it ended: it goes on connecting
 * by itself, again and again. What it is asked meanwhile is refused at once.
 */
export async function openRedisStore(url: RedisUrl): Promise<TokenStore> {
  const replica = randomBytes(9).toString('base64url');
  let sequence = 0;
  const client = createClient({
    url: url.reveal(),
    // A report is of its moment: one that waited for the connection would tell what is no longer so.
    disableOfflineQueue: true,
    socket: { connectTimeout: DEAD_MS, socketTimeout: DEAD_MS, reconnectStrategy: () => RECONNECT_MS },
  });
  /** Why there is no connection: a command only learns that there is none. */
  let trouble: Error | null = null;
  client.on('error', (error: Error) => {
    trouble = error;
  });
  client.on('ready', () => {
    trouble = null;
  });
  void client.connect().catch(() => {});
  await new Promise((resolve) => client.once('ready', resolve).once('error', resolve));

  async function run({ text, hash }: typeof EXCHANGE, keys: string[], args: string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await client.sendCommand(['EVALSHA', hash, ...rest]);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) {
        return client.sendCommand(['EVAL', text, ...rest]);
      }
      throw trouble ?? error;
    }
  }

  const beat = (leave: string) =>
    inTime(
      run(HEARTBEAT, [REPLICAS, SINCE, WANTED], [replica, String(SILENT_MS), String(WANTED_MS), leave]),
      ANSWER_MS,
    ) as Promise<string[]>;

  return {
    async exchange(credentialId, report) {
      sequence += 1;
      const args = [replica, String(sequence), ...describe(report), credentialId, report.recount ? 'recount' : ''];
      const keys = [`${PREFIX}quota:${credentialId}`, REPLICAS, SINCE, WANTED];
      return read((await inTime(run(EXCHANGE, keys, args), ANSWER_MS)) as number[] | null);
    },
    async heartbeat() {
      const [since = '', ...wanted] = await beat('');
      return { since, wanted };
    },
    async close() {
      await beat('leave').catch(() => {});
      client.destroy();
    },
  };
}

const describe = ({ owned, free, want, limit, reportedLimit, strangers, intervalMs, leaseMs }: Report): string[] => [
  ...[owned, free, want, limit, reportedLimit ?? '', strangers, intervalMs, Math.ceil(leaseMs)].map(String),
  ...[SILENT_MS, LISTEN_MS, WANTED_MS].map(String),
];

function read(answer: number[] | null): Allotment | null {
  if (answer === null) return null;
  const [allowed = 0, limit = 0, share = 0, pool = 0, elsewhere = 0, settled = 0] = answer;
  return { allowed, limit, share, pool, elsewhere, settled: settled === 1 };
}
