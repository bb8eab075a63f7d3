import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type CommandParser, createClient, defineScript } from '@redis/client';
import type { Secret } from '../credential.ts';

/** A connection that takes longer than this to be made is given up, in ms, and tried again. */
const CONNECT_MS = 1_500;
const RECONNECT_MS = 200;
/** An answer that takes longer is none, in ms: a lone update must not wait for a Redis that hangs. */
const ANSWER_MS = 500;
/** After so long without an answer a connection is made anew, in ms: its other end may be gone for good. */
const SILENT_MS = 5_000;

/** What rolling-window.lua answers, and the arguments that it is given. */
export type Answer = readonly [taken: number, waitMs: number, left: number, knowsAll: number];
export type Arguments = readonly (string | number)[];

/** Redis, as far as it answers what it should. */
export type Redis = Awaited<ReturnType<typeof openRedis>>;

const script = defineScript({
  SCRIPT: readFileSync(new URL('rolling-window.lua', import.meta.url), 'utf8'),
  NUMBER_OF_KEYS: 1,
  parseCommand(parser: CommandParser, key: string, args: Arguments) {
    parser.pushKey(key);
    parser.push(...args.map(String));
  },
  transformReply: (reply: unknown) => reply,
});

const isAnswer = (reply: unknown): reply is Answer =>
  Array.isArray(reply) && reply.length === 4 && reply.every((item) => Number.isSafeInteger(item) && item >= 0);

/**
 * `@redis/client` and not `ioredis`, whose maintainers name the former for new projects. Resolves after the first attempt to
 * connect, however it ended: it goes on connecting by itself. What it is asked meanwhile is refused at once.
 */
export async function openRedis(url: Secret) {
  const client = createClient({
    url: url.reveal(),
    scripts: { count: script },
    // What is said is of its moment: if it waited for the connection it would tell what is no longer so.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, socketTimeout: SILENT_MS, reconnectStrategy: () => RECONNECT_MS },
  });
  /** Why there is no connection: a command only learns that there is none. */
  let trouble: Error | null = null;
  /** Commands that were given up and are not answered yet. Until they are, nothing more is asked. */
  let late = 0;
  client.on('error', (error: Error) => {
    trouble = error;
  });
  client.on('ready', () => {
    trouble = null;
  });
  const first = new Promise((resolve) => client.once('ready', resolve).once('error', resolve));
  void client.connect().catch(() => {});
  await Promise.race([first, wait(CONNECT_MS, null, { ref: false })]);

  async function ask(key: string, args: Arguments): Promise<unknown> {
    const tooLate = new Error(`no answer within ${ANSWER_MS} ms`);
    if (late > 0) throw tooLate;
    const reply = client.count(key, args);
    const givenUp = Promise.withResolvers<never>();
    function giveUp(): void {
      late += 1;
      reply.catch(() => {}).finally(() => (late -= 1));
      givenUp.reject(tooLate);
    }
    // One more turn: after a pause of our own, timers come before the answer that has long been there.
    let turn: NodeJS.Immediate | undefined;
    const alarm = setTimeout(() => (turn = setImmediate(giveUp)), ANSWER_MS);
    try {
      return await Promise.race([reply, givenUp.promise]);
    } catch (error) {
      throw trouble ?? error;
    } finally {
      clearTimeout(alarm);
      clearImmediate(turn);
    }
  }

  return {
    /** Names this replica. */
    replica: randomBytes(9).toString('base64url'),
    /** Runs rolling-window.lua. Rejects when that takes too long, or when the answer is not what it should be. */
    async count(key: string, args: Arguments): Promise<Answer> {
      const reply = await ask(key, args);
      if (!isAnswer(reply)) throw new Error(`it answers ${String(JSON.stringify(reply)).slice(0, 50)}`);
      return reply;
    },
    close: () => client.destroy(),
  };
}
