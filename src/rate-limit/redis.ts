import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CommandParser, createClient, defineScript } from '@redis/client';
import type { RedisUrl } from './redis-url.ts';

/** A connection that takes longer than this to be made is given up, in ms, and tried again. */
const CONNECT_MS = 1_500;
const RECONNECT_MS = 200;
/** An answer that takes longer is none, in ms: a lone update must not wait for a Redis that hangs. */
const ANSWER_MS = 500;

/** What the script answers: rolling-window.lua. */
const ANSWER_LENGTH = 5;

/** Redis, as far as it answers what it should. */
export interface Redis {
  /** Names this replica. */
  readonly replica: string;
  /** Runs rolling-window.lua. Rejects when that takes too long, or when the answer is not what it should be. */
  count(key: string, args: readonly (string | number)[]): Promise<readonly number[]>;
  close(): void;
}

const script = defineScript({
  SCRIPT: readFileSync(new URL('rolling-window.lua', import.meta.url), 'utf8'),
  NUMBER_OF_KEYS: 1,
  parseCommand(parser: CommandParser, key: string, args: readonly (string | number)[]) {
    parser.pushKey(key);
    parser.push(...args.map(String));
  },
  transformReply: (reply: unknown) => reply,
});

/**
 * `@redis/client` and not `ioredis`, whose maintainers name the former for new projects. Resolves after the first attempt to
 * connect, however it ended: it goes on connecting by itself. What it is asked meanwhile is refused at once.
 */
export async function openRedis(url: RedisUrl): Promise<Redis> {
  const client = createClient({
    url: url.reveal(),
    scripts: { count: script },
    // What is said is of its moment: if it waited for the connection it would tell what is no longer so.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: () => RECONNECT_MS },
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

  return {
    replica: randomBytes(9).toString('base64url'),
    async count(key, args) {
      const late = Promise.withResolvers<never>();
      // One more turn: after a pause of our own, timers come before the answer that has long been there.
      const giveUp = () => setImmediate(() => late.reject(new Error(`no answer within ${ANSWER_MS} ms`)));
      const alarm = setTimeout(giveUp, ANSWER_MS);
      const answer = await Promise.race([client.count(key, args), late.promise])
        .catch((error: unknown) => {
          throw trouble ?? error;
        })
        .finally(() => clearTimeout(alarm));
      const isRight = Array.isArray(answer) && answer.length === ANSWER_LENGTH && answer.every(Number.isSafeInteger);
      if (!isRight) throw new Error(`it answers ${String(JSON.stringify(answer)).slice(0, 50)}`);
      return answer as number[];
    },
    close: () => client.destroy(),
  };
}
