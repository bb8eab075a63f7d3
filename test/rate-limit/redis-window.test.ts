import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { openRateLimiters } from '../../src/rate-limit/rate-limiters.ts';
import { RedisUrl } from '../../src/rate-limit/redis-url.ts';
import { skipWithoutRedis, startRedis } from '../redis-server.ts';

const LIMIT = 20;
const INTERVAL_MS = 500;

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
    /** The most calls that HubSpot can have counted in one interval, wherever it counts them. */
    mostInAnInterval: () =>
      Math.max(
        ...calls.map((later) => calls.filter((c) => c.from <= later.from && c.to > later.from - INTERVAL_MS).length),
      ),
  };
}

/** Replicas on a Redis of their own, which has heard of all of them. */
async function startReplicas(count: number) {
  const redis = await startRedis();
  const replicas = await Promise.all(Array.from({ length: count }, () => startReplica(redis.url)));
  await wait(2_000);
  return {
    redis,
    replicas,
    async [Symbol.asyncDispose]() {
      await Promise.all(replicas.map(({ limiters }) => limiters.close()));
      await redis[Symbol.asyncDispose]();
    },
  };
}

// At the same time: these tests wait, most of the time.
describe.skipIf(skipWithoutRedis).concurrent('replicas that share a quota', { timeout: 30_000 }, () => {
  it('make no more calls in any interval than allowed, all of them, and each about as many', async () => {
    await using scene = await startReplicas(4);
    const traffic = createTraffic();
    for (const replica of scene.replicas) traffic.flood(replica);
    await wait(8 * INTERVAL_MS);
    const made = traffic.count();
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    expect(made).toBeGreaterThan(8 * LIMIT * 0.7);
    for (const replica of scene.replicas) expect(traffic.count(replica)).toBeGreaterThan((made / 4) * 0.5);
  });

  it('leave to one that is busy what they do not use, and get their share back', async () => {
    await using scene = await startReplicas(2);
    const [busy, other] = scene.replicas as [Replica, Replica];
    const traffic = createTraffic();
    traffic.flood(busy);
    await wait(4 * INTERVAL_MS);
    expect(traffic.count()).toBeGreaterThan(4 * LIMIT * 0.7);
    traffic.flood(other);
    await wait(INTERVAL_MS);
    const before = traffic.count(other);
    await wait(4 * INTERVAL_MS);
    expect(traffic.count(other) - before).toBeGreaterThan(4 * (LIMIT / 2) * 0.6);
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
  });
});
