import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src/credential.ts';
import { openRateLimiters } from '../../src/rate-limit/rate-limiters.ts';
import { skipWithoutRedis, startRedis } from '../redis-server.ts';

const LIMIT = 40;
const INTERVAL_MS = 1_000;
const KEY = 'contacts-gateway:2:calls:credential';

const AWAY = /^Redis at .+ cannot be used \(.+\): this replica goes on with its own part of the quota$/;
const BACK = /^Redis at .+ is back: the quota is shared with the other replicas again$/;

/** A replica: its limiter of one credential, and what it logs. */
async function startReplica(url: string, { limit = LIMIT, intervalMs = INTERVAL_MS } = {}) {
  const logs: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logs.push(JSON.parse(line).msg) });
  const options = { limit, intervalMs, callTimeoutMs: 300, redisUrl: new Secret(url), log };
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
    /** Asks for more than there is, until the traffic stops; unless batches have room it takes what there is at once. */
    flood(replica: Replica, hasRoom = true): void {
      for (let caller = 0; caller < 6; caller += 1) {
        void (async () => {
          while (!stopped) await one(replica, hasRoom);
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
    mostInAnInterval: (intervalMs = INTERVAL_MS) =>
      Math.max(
        ...calls.map((later) => calls.filter((c) => c.from <= later.from && c.to > later.from - intervalMs).length),
      ),
  };
}

/** Replicas on a Redis of their own, which has heard of all of them; the first so many are under load. */
async function startReplicas(count: number, { busy = count, limit = LIMIT, intervalMs = INTERVAL_MS } = {}) {
  const redis = await startRedis();
  const client = await redis.connect();
  // As if it had listened long enough.
  const since = { score: 1e15 + Date.now() - 60_000, value: 'since' };
  for (const key of ['contacts-gateway:2:replicas', KEY]) await client.zAdd(key, since);
  const replicas = await Promise.all(
    Array.from({ length: count }, () => startReplica(redis.url, { limit, intervalMs })),
  );
  const traffic = createTraffic();
  await wait(700);
  for (const replica of replicas.slice(0, busy)) traffic.flood(replica);
  await wait(1_200);
  return {
    redis,
    replicas,
    traffic,
    shared: () => replicas.map(({ limiters }) => limiters.shared),
    async areBack(): Promise<void> {
      await vi.waitFor(() => expect(replicas.map(({ limiters }) => limiters.shared)).not.toContain('fallback'), 5_000);
    },
    command: (...words: readonly string[]) => client.sendCommand(words),
    async [Symbol.asyncDispose]() {
      traffic.stop();
      client.destroy();
      await Promise.all(replicas.map(({ limiters }) => limiters.close()));
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** What stands in for a Redis: it answers the script with what it is given, and anything else with "OK". */
async function startNonsense(answer: string) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('data', (text: string) => {
      const names = text.match(/(?<=^\*\d+\r\n\$\d+\r\n)\w+/gm) ?? [];
      for (const name of names) socket.write(`${name.startsWith('EVAL') ? answer : '+OK'}\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const four = <T>(each: T): T[] => Array.from({ length: 4 }, () => each);

// All at the same time: these tests wait, most of the time.
vi.setConfig({ maxConcurrency: 16 });

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

  it('keep within a quota beside it in the same way, and apart from it', async () => {
    await using scene = await startReplicas(2, { busy: 1 });
    const searches = createTraffic();
    const quota = { name: 'search', limit: 5, intervalMs: INTERVAL_MS };
    for (const replica of scene.replicas) {
      searches.flood({ ...replica, limiter: replica.limiters.open('credential', quota) }, false);
    }
    expect(await scene.traffic.partUsed(3_000)).toBeGreaterThan(0.7);
    searches.stop();
    scene.traffic.stop();
    expect(searches.count()).toBeGreaterThan(5);
    expect(searches.mostInAnInterval()).toBeLessThanOrEqual(5);
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
    await using scene = await startReplicas(4, { limit: 100, intervalMs: 2_000 });
    const { traffic, command } = scene;
    await command('CONFIG', 'RESETSTAT');
    const before = traffic.count();
    await wait(4_000);
    const calls = traffic.count() - before;
    const asked = Number(/cmdstat_evalsha:calls=(\d+)/.exec(String(await command('INFO', 'commandstats')))?.[1]);
    traffic.stop();
    expect(calls).toBeGreaterThan(80);
    const beats = 4 * 2 * 4;
    expect((asked - beats) / calls).toBeLessThanOrEqual(1.1);
  });

  it('have the token back of a call whose replica died, once its call cannot be under way any more', async () => {
    await using scene = await startReplicas(2, { busy: 0 });
    const [dead, other] = scene.replicas as [Replica, Replica];
    const since = performance.now();
    let taken = 0;
    const leave = () => {
      taken += 1;
    };
    for (let call = 0; call < 20; call += 1) {
      dead.limiter.ask({ urgency: 'write', since: () => since, hasRoom: () => false, isWanted: () => true, leave });
    }
    await vi.waitFor(() => expect(taken).toBe(20), { interval: 5 });
    scene.traffic.flood(other);
    expect(await scene.traffic.partUsed(1_000)).toBeLessThan(0.6);
    await wait(500);
    expect(await scene.traffic.partUsed(2_000)).toBeGreaterThan(0.7);
  });

  it('are told by what HubSpot reports that strangers use the quota too, and share what is left', async () => {
    await using scene = await startReplicas(4, { busy: 0, intervalMs: 3_000 });
    const { replicas, traffic } = scene;
    const [first] = replicas as [Replica];
    await traffic.one(first);
    first.limiter.observe({ remaining: 8 });
    await traffic.one(first);
    for (const replica of replicas) traffic.flood(replica, false);
    await wait(600);
    traffic.stop();
    expect(traffic.count() - 1).toBe(8);
  });

  it('do not take each other for strangers, whatever comes back before they tell', async () => {
    await using scene = await startReplicas(2, { busy: 0 });
    const { traffic } = scene;
    const [first, second] = scene.replicas as [Replica, Replica];
    await Promise.all(Array.from({ length: 30 }, () => traffic.one(second)));
    await wait(INTERVAL_MS - 100);
    first.limiter.observe({ remaining: LIMIT - 30 });
    await wait(200);
    const before = traffic.count();
    traffic.flood(first, false);
    await wait(400);
    traffic.stop();
    expect(traffic.count() - before).toBeGreaterThanOrEqual(30);
  });

  it('take the limit and the interval from what HubSpot reports', async () => {
    await using scene = await startReplicas(2, { busy: 0 });
    const { traffic, replicas } = scene;
    for (const { limiter } of replicas) limiter.observe({ limit: 10, intervalMs: 2_000 });
    for (const replica of replicas) traffic.flood(replica, false);
    await wait(1_800);
    traffic.stop();
    expect(traffic.count()).toBe(10);
  });

  it('share a quota of 2 calls', async () => {
    await using scene = await startReplicas(4, { limit: 2, intervalMs: 500 });
    const { traffic } = scene;
    const before = traffic.count();
    await wait(4_000);
    traffic.stop();
    expect(traffic.count() - before).toBeGreaterThan(16 * 0.7);
    expect(traffic.mostInAnInterval(500)).toBeLessThanOrEqual(2);
  });
});

describe.skipIf(skipWithoutRedis).concurrent('replicas whose Redis comes and goes', { timeout: 30_000 }, () => {
  it.each([
    ['dies and comes back empty', 'kill', 'start'],
    ['hangs and goes on', 'pause', 'resume'],
  ] as const)(
    'go on with their shares when it %s, stay within the limit all the while, and say so once',
    async (_what, away, back) => {
      await using scene = await startReplicas(4);
      const { redis, traffic, replicas, shared, areBack } = scene;
      await redis[away]();
      await wait(1_200);
      expect(shared()).toEqual(four('fallback'));
      expect(await traffic.partUsed(2_500)).toBeGreaterThan(0.7);
      await redis[back]();
      await areBack();
      expect(await traffic.partUsed(2_000)).toBeGreaterThan(0.7);
      expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
      for (const { logs } of replicas) expect(logs).toEqual([expect.stringMatching(AWAY), expect.stringMatching(BACK)]);
    },
  );

  it.each([
    ['its key holds something else', ['SET', KEY, 'something'], ['DEL', KEY], /WRONGTYPE/],
    ['it takes no more writes', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0'], /OOM/],
  ])('go on with their shares when %s', async (_what, spoil, mend, reason) => {
    await using scene = await startReplicas(4);
    const { traffic, replicas, shared, areBack, command } = scene;
    await command(...spoil);
    await wait(1_200);
    expect(shared()).toEqual(four('fallback'));
    expect(await traffic.partUsed(2_500)).toBeGreaterThan(0.7);
    await command(...mend);
    await areBack();
    expect(await traffic.partUsed(1_500)).toBeGreaterThan(0.7);
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    for (const { logs } of replicas) {
      expect(logs).toEqual([expect.stringMatching(reason), expect.stringMatching(BACK)]);
    }
  });

  it.each([
    ['-LOADING Redis is loading the dataset in memory', /LOADING/],
    ['-NOAUTH Authentication required.', /NOAUTH/],
    ['+OK', /it answers "OK"/],
    ['$-1', /it answers null/],
    ['*3\r\n:1\r\n:0\r\n:5', /it answers \[1,0,5\]/],
    ['*4\r\n:1\r\n:0\r\n:-5\r\n:1', /it answers \[1,0,-5,1\]/],
    ['*4\r\n:1\r\n$3\r\n0.5\r\n:5\r\n:1', /it answers \[1,"0\.5",5,1\]/],
    ['*4\r\n:1\r\n,0.5\r\n:5\r\n:1', /it answers \[1,0\.5,5,1\]/],
  ])('have a twentieth of the limit each when it answers %j, and say so once', async (answer, reason) => {
    using nonsense = await startNonsense(answer);
    const replica = await startReplica(nonsense.url);
    const traffic = createTraffic();
    traffic.flood(replica, false);
    await wait(900);
    expect(traffic.count()).toBe(LIMIT / 20);
    await wait(1_500);
    expect(replica.limiters.shared).toBe('fallback');
    expect(replica.logs).toEqual([expect.stringMatching(reason)]);
    traffic.stop();
    await replica.limiters.close();
  });

  it('leave a token to one that was idle while the others used all, and stay within the limit', async () => {
    await using scene = await startReplicas(4, { busy: 3 });
    const { redis, traffic, replicas } = scene;
    const idle = replicas[3] as Replica;
    await redis.kill();
    const before = performance.now();
    await traffic.one(idle);
    expect(performance.now() - before).toBeLessThan(200);
    traffic.flood(idle);
    await wait(2 * INTERVAL_MS);
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    expect(traffic.count(idle)).toBeGreaterThanOrEqual(3);
  });

  it('do not use a token again that Redis, before it died, handed to another replica', async () => {
    const intervalMs = 2_000;
    await using scene = await startReplicas(2, { busy: 0, limit: 10, intervalMs });
    const { redis, traffic } = scene;
    const [one, other] = scene.replicas as [Replica, Replica];
    const five = (replica: Replica) => Promise.all(Array.from({ length: 5 }, () => traffic.one(replica)));
    await five(other);
    await wait(800);
    await five(one);
    await wait(intervalMs - 800 - 150);
    // It leaves when the first token of the other comes back.
    const ahead = traffic.one(one);
    await wait(30);
    await redis.kill();
    traffic.flood(other, false);
    await ahead;
    await wait(intervalMs / 2);
    traffic.stop();
    expect(traffic.mostInAnInterval(intervalMs)).toBeLessThanOrEqual(10);
  });

  it('tell it again what counts when it has lost all, and notice nothing when it has only lost the script', async () => {
    await using scene = await startReplicas(4);
    const { traffic, replicas, command } = scene;
    await command('SCRIPT', 'FLUSH');
    await wait(500);
    await command('FLUSHALL');
    await wait(3_000);
    expect(await traffic.partUsed(2_000)).toBeGreaterThan(0.7);
    traffic.stop();
    expect(traffic.mostInAnInterval()).toBeLessThanOrEqual(LIMIT);
    expect(replicas.flatMap(({ logs }) => logs)).toEqual([]);
  });

  it('start without it, with a twentieth of the limit, and tell nobody its password', async () => {
    const replica = await startReplica('redis://:secret@127.0.0.1:1');
    const traffic = createTraffic();
    traffic.flood(replica, false);
    await wait(INTERVAL_MS / 2);
    expect(traffic.count()).toBe(LIMIT / 20);
    expect(replica.limiters.shared).toBe('fallback');
    expect(replica.logs.join()).toContain('ECONNREFUSED');
    expect(replica.logs.join()).not.toContain('secret');
    traffic.stop();
    await replica.limiters.close();
  });

  it('start and stop while it hangs, and are shared when it goes on', async () => {
    await using redis = await startRedis();
    redis.pause();
    const before = performance.now();
    const replica = await startReplica(redis.url);
    const traffic = createTraffic();
    await traffic.one(replica);
    expect(replica.limiters.shared).toBe('fallback');
    redis.resume();
    await vi.waitFor(() => expect(replica.limiters.shared).toBe('redis'), { timeout: 10_000 });
    redis.pause();
    await wait(50);
    const closing = performance.now();
    await traffic.one(replica);
    await Promise.all([replica.limiter.close(), replica.limiters.close()]);
    expect(performance.now() - closing).toBeLessThan(1_500);
    expect(closing - before).toBeLessThan(7_000);
  });
});
