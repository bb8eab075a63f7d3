import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startQuotaSharing } from '../../src/rate-limit/quota-sharing.ts';
import { openRedisStore } from '../../src/rate-limit/redis-store.ts';
import { RedisUrl } from '../../src/rate-limit/redis-url.ts';
import { LISTEN_MS, SILENT_MS, type TokenStore } from '../../src/rate-limit/token-store.ts';
import { skipWithoutRedis, startRedis } from '../redis-server.ts';

const LIMIT = 20;
const INTERVAL_MS = 500;
const options = { limit: LIMIT, intervalMs: INTERVAL_MS, callTimeoutMs: 100 };

/** A replica: its quota of one credential, and what it logs. */
async function startReplica(store: TokenStore) {
  const logs: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logs.push(JSON.parse(line).msg) });
  const sharing = await startQuotaSharing(store, 'The store', log);
  return { sharing, logs, quota: sharing.open('credential', options) };
}

type Replica = Awaited<ReturnType<typeof startReplica>>;

/** Calls that went out, from sending to answer. */
function createTraffic() {
  const calls: { readonly from: number; readonly to: number; readonly by: Replica }[] = [];
  let stopped = false;

  async function one(replica: Replica): Promise<void> {
    await replica.quota.spend(async () => {
      const from = performance.now();
      // Between 5 and 24 ms, one after the other.
      await wait(5 + ((calls.length * 7) % 20));
      calls.push({ from, to: performance.now(), by: replica });
    });
  }
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

async function closeAll(replicas: readonly Replica[]): Promise<void> {
  await Promise.all(replicas.map(({ sharing }) => sharing.close()));
}

/** A Redis that hands out tokens from the first moment, as if it had heard of all replicas. */
async function startKnowingRedis() {
  const redis = await startRedis();
  const client = await redis.connect();
  await client.set('contacts-gateway:1:since', String(Date.now() - LISTEN_MS), { PX: SILENT_MS });
  client.destroy();
  return { ...redis, store: () => openRedisStore(new RedisUrl(redis.url)) };
}

/** Replicas that share such a Redis. */
async function startReplicas(count: number) {
  const redis = await startKnowingRedis();
  const replicas = await Promise.all(Array.from({ length: count }, async () => startReplica(await redis.store())));
  return {
    replicas,
    async [Symbol.asyncDispose]() {
      await closeAll(replicas);
      await redis[Symbol.asyncDispose]();
    },
  };
}

// At the same time: these tests wait, most of the time.
describe.skipIf(skipWithoutRedis).concurrent('replicas that share a quota', { timeout: 30_000 }, () => {
  it('make no more calls in any interval than allowed, all of them, and each about as many', async () => {
    await using scene = await startReplicas(4);
    const { replicas } = scene;
    const traffic = createTraffic();
    for (const replica of replicas) traffic.flood(replica);
    await wait(8 * INTERVAL_MS);
    const made = traffic.count();
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    expect(made).toBeGreaterThan(8 * LIMIT * 0.75);
    for (const replica of replicas) expect(traffic.count(replica)).toBeGreaterThan((made / 4) * 0.6);
  });

  it('leave to one that is busy what they do not use', async () => {
    await using scene = await startReplicas(4);
    const { replicas } = scene;
    const [busy] = replicas as [Replica];
    const traffic = createTraffic();
    traffic.flood(busy);
    // Some heartbeats, until the others have heard of it and given theirs.
    await wait(1_500);
    const before = traffic.count();
    await wait(4 * INTERVAL_MS);
    const made = traffic.count() - before;
    traffic.stop();
    expect(made).toBeGreaterThan(4 * LIMIT * 0.75);
  });

  it('get their share back from one that had it all', async () => {
    await using scene = await startReplicas(2);
    const { replicas } = scene;
    const [first, second] = replicas as [Replica, Replica];
    const traffic = createTraffic();
    traffic.flood(first);
    await wait(1_500);
    traffic.flood(second);
    await wait(1_500);
    const before = traffic.count(second);
    await wait(4 * INTERVAL_MS);
    expect(traffic.count(second) - before).toBeGreaterThan(4 * (LIMIT / 2) * 0.7);
    traffic.stop();
  });

  it('take the tokens of one that leaves, once its calls count no more', async () => {
    await using scene = await startReplicas(2);
    const { replicas } = scene;
    const [first, second] = replicas as [Replica, Replica];
    const traffic = createTraffic();
    await Promise.all(Array.from({ length: 10 }, () => traffic.one(first)));
    await first.sharing.close();
    traffic.flood(second);
    await wait(3 * INTERVAL_MS);
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    expect(traffic.count(second)).toBeGreaterThan(LIMIT * 2);
  });

  it('ask nobody on the way of a lone call', async () => {
    await using redis = await startKnowingRedis();
    const store = await redis.store();
    let asked = 0;
    const counting: TokenStore = {
      ...store,
      exchange: (...args) => {
        asked += 1;
        return store.exchange(...args);
      },
    };
    const replica = await startReplica(counting);
    await wait(10);
    const atRest = asked;
    expect(replica.quota.available).toBe(true);
    for (let count = 0; count < 5; count += 1) await createTraffic().one(replica);
    expect(asked).toBe(atRest);
    await replica.sharing.close();
  });

  it('are told by what HubSpot reports that strangers use the quota too, and share what is left', async () => {
    await using scene = await startReplicas(4);
    const { replicas } = scene;
    const [first] = replicas as [Replica];
    await wait(50);
    const longer = { intervalMs: 3_000 };
    for (const { quota } of replicas) quota.observe(longer);
    // Each has 5, and 8 of 20 are left.
    first.quota.observe({ remaining: 8 });
    await wait(1_200);
    const traffic = createTraffic();
    for (const replica of replicas) traffic.flood(replica);
    await wait(600);
    expect(traffic.count()).toBe(8);
    traffic.stop();
  });

  it('do not take each other for strangers', async () => {
    await using scene = await startReplicas(2);
    const { replicas } = scene;
    const [first, second] = replicas as [Replica, Replica];
    const traffic = createTraffic();
    await wait(50);
    for (const { quota } of replicas) quota.observe({ intervalMs: 3_000 });
    await Promise.all(Array.from({ length: 8 }, () => traffic.one(second)));
    // The first one was not told of these calls: 10 are free here, and it takes 10 for free there.
    first.quota.observe({ remaining: 12 });
    await wait(1_200);
    traffic.flood(first);
    await wait(600);
    expect(traffic.count(first)).toBeGreaterThanOrEqual(10);
    traffic.stop();
  });
});

describe.skipIf(skipWithoutRedis).concurrent('replicas whose Redis comes and goes', { timeout: 30_000 }, () => {
  /** Four of them under load, and a Redis that knows what they own. */
  async function underLoad() {
    const redis = await startRedis();
    const store = () => openRedisStore(new RedisUrl(redis.url));
    const replicas = await Promise.all(Array.from({ length: 4 }, async () => startReplica(await store())));
    const traffic = createTraffic();
    for (const replica of replicas) traffic.flood(replica);
    // It only listens at first.
    await wait(3_000);
    return {
      redis,
      store,
      replicas,
      traffic,
      async [Symbol.asyncDispose]() {
        traffic.stop();
        await closeAll(replicas);
        await redis[Symbol.asyncDispose]();
      },
    };
  }

  /** Calls made during `ms`, as a part of those allowed. */
  async function partUsed(traffic: ReturnType<typeof createTraffic>, ms: number): Promise<number> {
    const before = traffic.count();
    await wait(ms);
    return (traffic.count() - before) / ((ms / INTERVAL_MS) * LIMIT);
  }

  it.each([
    ['dies and comes back empty', 'kill', 'start'],
    ['hangs and goes on', 'pause', 'resume'],
  ] as const)(
    'go on with what they have when it %s, stay within the limit all the while, and say so once',
    {
      timeout: 30_000,
    },
    async (_what, away, back) => {
      await using scene = await underLoad();
      const { redis, traffic, replicas } = scene;
      await redis[away]();
      await wait(1_000);
      expect(replicas.map(({ sharing }) => sharing.state)).toEqual(Array(4).fill('fallback'));
      expect(await partUsed(traffic, 2_500)).toBeGreaterThan(0.75);
      await redis[back]();
      await wait(1_000);
      expect(replicas.map(({ sharing }) => sharing.state)).toEqual(Array(4).fill('shared'));
      expect(await partUsed(traffic, 3_000)).toBeGreaterThan(0.75);
      expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
      for (const { logs } of replicas) {
        expect(logs).toEqual([
          expect.stringMatching(
            /^The store cannot be reached \(.+\): this replica goes on with its own part of the quota$/,
          ),
          'The store is back: the quota is shared with the other replicas again',
        ]);
      }
    },
  );

  it('keep the tokens of one that was killed for its lease, and then share them', async ({ expect }) => {
    await using scene = await underLoad();
    const { redis, traffic, store } = scene;
    let killed = false;
    const real = await store();
    const mortal: TokenStore = {
      ...real,
      exchange: (...args) => (killed ? new Promise(() => {}) : real.exchange(...args)),
      heartbeat: () => (killed ? new Promise(() => {}) : real.heartbeat()),
    };
    const victim = await startReplica(mortal);
    const last = createTraffic();
    last.flood(victim);
    await wait(1_500);
    killed = true;
    last.stop();
    const client = await redis.connect();
    /** What each replica owns, according to Redis. */
    const owned = async () =>
      Object.entries(await client.hGetAll('contacts-gateway:1:quota:credential'))
        .filter(([name]) => name.startsWith('r:'))
        .map(([, record]) => Number(record.split(' ')[0]));
    await wait(3_000);
    expect(await owned()).toHaveLength(5);
    // Until its lease is over: the time between two reports, a call, and an interval.
    await expect.poll(owned, { timeout: 6_000 }).toHaveLength(4);
    await expect.poll(async () => (await owned()).reduce((sum, count) => sum + count, 0)).toBe(LIMIT);
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    client.destroy();
    await real.close();
  });

  it('begin with a twentieth of the limit when they start without it', async () => {
    const gone = await openRedisStore(new RedisUrl('redis://:secret@127.0.0.1:1'));
    const replica = await startReplica(gone);
    const traffic = createTraffic();
    traffic.flood(replica);
    await wait(INTERVAL_MS / 2);
    expect(traffic.count()).toBe(1);
    expect(replica.sharing.state).toBe('fallback');
    expect(replica.logs.join()).toContain('ECONNREFUSED');
    expect(replica.logs.join()).not.toContain('secret');
    traffic.stop();
    await replica.sharing.close();
  });
});
