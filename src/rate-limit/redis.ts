import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from '@redis/client';
import type { RedisUrl } from './redis-url.ts';

/** A connection that brings nothing for so long is dead, in ms: there is a heartbeat four times a second. */
const DEAD_MS = 1_500;
const RECONNECT_MS = 200;
/** An answer that takes longer is none, in ms: a lone update must not wait for a Redis that hangs. */
const ANSWER_MS = 500;

export interface Script {
  readonly text: string;
  readonly hash: string;
}

export function loadScript(name: string): Script {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, hash: createHash('sha1').update(text).digest('hex') };
}

/** Redis, as far as it answers what it should. */
export interface Redis {
  /** Names this replica. */
  readonly replica: string;
  /** Runs a script that answers `count` numbers. Rejects when that takes too long, or is anything else. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[], count: number): Promise<number[]>;
  close(): void;
}

/**
 * Resolves after the first attempt to connect, however it ended: it goes on connecting by itself, again and again. What it
 * is asked meanwhile is refused at once.
 */
export async function openRedis(url: RedisUrl): Promise<Redis> {
  const client = createClient({
    url: url.reveal(),
    // What is said is of its moment: if it waited for the connection it would tell what is no longer so.
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

  async function evaluate({ text, hash }: Script, rest: string[]): Promise<unknown> {
    try {
      return await client.sendCommand(['EVALSHA', hash, ...rest]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw trouble ?? error;
      return client.sendCommand(['EVAL', text, ...rest]);
    }
  }

  return {
    replica: randomBytes(9).toString('base64url'),
    async run(script, keys, args, count) {
      const answer = await inTime(evaluate(script, [String(keys.length), ...keys, ...args.map(String)]), ANSWER_MS);
      const isRight = Array.isArray(answer) && answer.length === count && answer.every(Number.isSafeInteger);
      if (!isRight) throw new Error(`it answers ${JSON.stringify(answer)?.slice(0, 50)}`);
      return answer as number[];
    },
    close: () => client.destroy(),
  };
}

async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  // One more turn: after a pause of our own, timers come before the answer that has long been there.
  const alarm = setTimeout(() => setImmediate(() => reject(new Error(`no answer within ${ms} ms`))), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(alarm);
  }
}
