import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { openRateLimiters } from '../../src/rate-limit/rate-limiters.ts';
import { RedisUrl } from '../../src/rate-limit/redis-url.ts';
import { skipWithoutRedis, startRedis } from '../redis-server.ts';

const LIMIT = 40;
const INTERVAL_MS = 1_000;

const AWAY = /^Redis at .+ cannot be used \(.+\): this replica goes on with its own part of the quota$/;
const BACK = /^Redis at .+ is back: the quota is shared with the other replicas again$/;

/** A replica: its limiter of one credential, and what it logs. */
async function startReplica(url: string, limit = LIMIT) {
  const logs: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logs.push(JSON.parse(line).msg) });
  const options = { limit, intervalMs: INTERVAL_MS, callTimeoutMs: 100, redisUrl: new RedisUrl(url), log };
  const limiters = await openRateLimiters(options);
  return { limiters, logs, limiter: limiters.open('credential') };
}

type Replica = Awaited<ReturnType<typeof startReplica>>;

/** Calls that went out, from sending to answer. */
function createTraffic() {
  const calls: { readonly from: number; readonly to: number; readonly by: Replica }[] = [];
  let stopped = false;

  const one = (replica: Replica, hasRoom = false): Promise<void> =>
    new Promise((resolve) => {
      const since = performance.now();
      replica.limiter.ask({
        urgency: 'write',
        since: () => since,
        hasRoom: () => hasRoom,
        isWanted: () => true,
        async leave(token) {
          const from = performance.now();
          // Between 5 and 24 ms, one after the other.
          await wait(5 + ((calls.length * 7) % 20));
          calls.push({ from, to: performance.now(), by: replica });
          token.answered();
          resolve();
        },
      });
    });

  return {
    one,
    /** Asks for more than there is, until the traffic stops. */
    flood(replica: Replica): void {
      for (let caller = 0; caller < 6; caller += 1) {
        void (async () => {
          while (!stopped) await one(replica);
        })();
      }
    },
    stop() {
      stopped = true;
    },
    count: (by?: Replica) => calls.filter((call) => by === undefined || call.by === by).length,
    /** Calls made during `ms`, as a part of those allowed. */
    async partUsed(ms: number): Promise<number> {
      const before = calls.length;
      await wait(ms);
      return (calls.length - before) / ((ms / INTERVAL_MS) * LIMIT);
    },
    /** The most calls that HubSpot can have counted in one interval, wherever it counts them. */
    mostInAnInterval: () =>
      Math.max(
        ...calls.map((later) => calls.filter((c) => c.from <= later.from && c.to > later.from - INTERVAL_MS).length),
      ),
  };
}

/** Replicas on a Redis of their own, which has heard of all of them; the first so many are under load. */
async function startReplicas(count: number, { busy = count, limit = LIMIT } = {}) {
  const redis = await startRedis();
  const replicas = await Promise.all(Array.from({ length: count }, () => startReplica(redis.url, limit)));
  const traffic = createTraffic();
  // It only listens at first.
  await wait(1_000);
  for (const replica of replicas) await traffic.one(replica);
  await wait(2_000);
  for (const replica of replicas.slice(0, busy)) traffic.flood(replica);
  await wait(1_200);
  return {
    redis,
    replicas,
    traffic,
    shared: () => replicas.map(({ limiters }) => limiters.shared),
    async command(...words: readonly string[]): Promise<unknown> {
      const client = await redis.connect();
      const answer = await client.sendCommand(words);
      client.destroy();
      return answer;
    },
    async [Symbol.asyncDispose]() {
      traffic.stop();
      await Promise.all(replicas.map(({ limiters }) => limiters.close()));
      await redis[Symbol.asyncDispose]();
    },
  };
}

const four = <T>(each: T): T[] => Array.from({ length: 4 }, () => each);

// At the same time: these tests wait, most of the time.
describe.skipIf(skipWithoutRedis).concurrent('replicas that share a quota', { timeout: 30_000 }, () => {
  it('make no more calls in any interval than allowed, all of them, and each about as many', async () => {
    await using scene = await startReplicas(4);
    const { traffic, replicas } = scene;
    const counts = replicas.map((replica) => traffic.count(replica));
    expect(await traffic.partUsed(3_000)).toBeGreaterThan(0.7);
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    for (const [place, replica] of replicas.entries()) {
      expect(traffic.count(replica) - (counts[place] ?? 0)).toBeGreaterThan(((3 * LIMIT) / 4) * 0.4);
    }
  });

  it('leave to one that is busy what they do not use, and get their share back', async () => {
    await using scene = await startReplicas(2, { busy: 1 });
    const { traffic, replicas } = scene;
    const [, other] = replicas as [Replica, Replica];
    expect(await traffic.partUsed(2_000)).toBeGreaterThan(0.7);
    traffic.flood(other);
    await wait(INTERVAL_MS);
    const before = traffic.count(other);
    await wait(2 * INTERVAL_MS);
    expect(traffic.count(other) - before).toBeGreaterThan(2 * (LIMIT / 2) * 0.6);
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
  });

  it('ask Redis once for each call, also when they want more than there is', async () => {
    await using scene = await startReplicas(4);
    const { traffic, command } = scene;
    await command('CONFIG', 'RESETSTAT');
    const before = traffic.count();
    await wait(3_000);
    const calls = traffic.count() - before;
    const asked = Number(/cmdstat_evalsha:calls=(\d+)/.exec(String(await command('INFO', 'commandstats')))?.[1]);
    traffic.stop();
    expect(calls).toBeGreaterThan(80);
    const beats = 4 * 2 * 3;
    console.log('asked', asked, 'calls', calls, (asked - beats) / calls);
    expect((asked - beats) / calls).toBeLessThanOrEqual(1.1);
  });
});

describe.skipIf(skipWithoutRedis).concurrent('replicas whose Redis comes and goes', { timeout: 30_000 }, () => {
  it.each([
    ['dies and comes back empty', 'kill', 'start'],
    ['hangs and goes on', 'pause', 'resume'],
  ] as const)(
    'go on with what they have when it %s, stay within the limit all the while, and say so once',
    async (_what, away, back) => {
      await using scene = await startReplicas(4);
      const { redis, traffic, replicas, shared } = scene;
      await redis[away]();
      await wait(1_200);
      expect(shared()).toEqual(four('fallback'));
      const u1 = await traffic.partUsed(2_500);
      console.log(away, u1);
      expect(u1).toBeGreaterThan(0.7);
      await redis[back]();
      await wait(2_800);
      expect(shared()).toEqual(four('redis'));
      const u2 = await traffic.partUsed(2_000);
      console.log(away, 'back', u2, traffic.mostInAnInterval());
      expect(u2).toBeGreaterThan(0.7);
      expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
      for (const { logs } of replicas) expect(logs).toEqual([expect.stringMatching(AWAY), expect.stringMatching(BACK)]);
    },
  );
});
