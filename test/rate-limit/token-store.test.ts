import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisStore } from '../../src/rate-limit/redis-store.ts';
import { RedisUrl } from '../../src/rate-limit/redis-url.ts';
import type { Report, TokenStore } from '../../src/rate-limit/token-store.ts';
import { skipWithoutRedis, startRedis } from '../redis-server.ts';

const nothing: Report = {
  owned: 0,
  free: 0,
  want: 0,
  limit: 20,
  reportedLimit: null,
  strangers: 0,
  intervalMs: 60_000,
  leaseMs: 60_000,
  recount: false,
};

let credentials = 0;

describe.skipIf(skipWithoutRedis)('the store in Redis, of which four replicas know', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let stores: TokenStore[];
  let heart: NodeJS.Timeout;

  beforeAll(async () => {
    redis = await startRedis();
    stores = await Promise.all(Array.from({ length: 4 }, () => openRedisStore(new RedisUrl(redis.url))));
    heart = setInterval(() => stores.forEach((store) => void store.heartbeat()), 250);
    await Promise.all(stores.map((store) => store.heartbeat()));
    const fresh = await stores[0]?.exchange('fresh', { ...nothing, want: 5 });
    expect(fresh).toMatchObject({ allowed: 0, settled: false });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
  });
  afterAll(async () => {
    clearInterval(heart);
    await Promise.all(stores.map((store) => store.close()));
    await redis[Symbol.asyncDispose]();
  });

  const open = () => {
    const credential = `credential-${++credentials}`;
    const ask = async (replica: number, report: Partial<Report>) =>
      stores[replica]?.exchange(credential, { ...nothing, ...report });
    const allowed = async (replica: number, report: Partial<Report>) => (await ask(replica, report))?.allowed;
    return { credential, ask, allowed };
  };

  it('gives each replica an equal share at rest, and tells what is left', async () => {
    const { ask } = open();
    expect(await ask(0, {})).toEqual({ allowed: 5, limit: 20, share: 5, pool: 15, elsewhere: 15, settled: true });
    expect(await ask(1, {})).toEqual({ allowed: 5, limit: 20, share: 5, pool: 10, elsewhere: 15, settled: true });
  });

  it('gives more than a share to who waits, as long as nobody else wants it, and never more than there are', async () => {
    const { allowed } = open();
    expect(await allowed(0, { want: 3 })).toBe(5);
    expect(await allowed(0, { owned: 5, want: 12 })).toBe(17);
    expect(await allowed(1, { want: 12 })).toBe(3);
    expect(await allowed(2, { want: 1 })).toBe(0);
  });

  it('has a replica give up what it does not use for one that waits, but for a token', async () => {
    const { allowed, credential } = open();
    const limit = 40;
    await allowed(0, { limit, want: 40 });
    expect(await allowed(1, { limit, want: 4 })).toBe(0);
    expect((await stores[0]?.heartbeat())?.wanted).toContain(credential);
    expect(await allowed(0, { limit, owned: 40, free: 3 })).toBe(38);
    // Nothing moves before it is reported as given up.
    expect(await allowed(1, { limit, want: 4 })).toBe(0);
    await allowed(0, { limit, owned: 38, free: 1 });
    expect(await allowed(1, { limit, want: 4 })).toBe(2);
  });

  it('has a replica beyond its share give up to one below its own, though it could use it', async () => {
    const { allowed } = open();
    await allowed(0, { want: 20 });
    await allowed(1, { want: 3 });
    expect(await allowed(0, { owned: 20, want: 9 })).toBe(17);
    await allowed(0, { owned: 17, want: 9 });
    // It is reserved for the one that has less than its share.
    expect(await allowed(0, { owned: 17, want: 9 })).toBe(17);
    expect(await allowed(1, { want: 3 })).toBe(3);
  });

  it('has replicas take turns when there are more of them than tokens', async () => {
    const { allowed } = open();
    expect(await allowed(0, { limit: 1, want: 5 })).toBe(1);
    expect(await allowed(1, { limit: 1, want: 5 })).toBe(0);
    expect(await allowed(0, { limit: 1, owned: 1, want: 5 })).toBe(0);
    expect(await allowed(0, { limit: 1, want: 5 })).toBe(0);
    expect(await allowed(1, { limit: 1, want: 5 })).toBe(1);
  });

  it('takes the limit that HubSpot reported to one replica as the limit of all', async () => {
    const { ask } = open();
    await ask(0, { reportedLimit: 40 });
    expect(await ask(1, {})).toMatchObject({ allowed: 10, limit: 40, share: 10 });
  });

  it('has all replicas give up their parts of what strangers use, for an interval', async () => {
    const { allowed } = open();
    const intervalMs = 300;
    for (const replica of [0, 1, 2, 3]) await allowed(replica, {});
    expect(await allowed(0, { owned: 5, free: 5, strangers: 12, intervalMs })).toBe(2);
    expect(await allowed(1, { owned: 5, free: 5 })).toBe(2);
    await allowed(0, { owned: 2, free: 2 });
    await new Promise((resolve) => setTimeout(resolve, intervalMs + 20));
    expect(await allowed(0, { owned: 2, free: 2 })).toBe(5);
  });

  it('takes back what a replica owned that was not heard of for the time of its lease', async () => {
    const { allowed } = open();
    await allowed(0, { want: 20, leaseMs: 300 });
    expect(await allowed(1, { want: 20 })).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 320));
    expect(await allowed(1, { want: 20 })).toBe(20);
  });

  it('leaves to a replica that leaves what is still on its way back, and nothing else', async () => {
    const { allowed } = open();
    await allowed(0, { want: 20 });
    expect(await allowed(0, { owned: 4, want: -1, leaseMs: 300 })).toBe(4);
    expect(await allowed(1, { want: 20 })).toBe(16);
    await new Promise((resolve) => setTimeout(resolve, 320));
    expect(await allowed(1, { owned: 16, want: 4 })).toBe(20);
  });

  it('never hands out more than the limit, however many ask at once', async () => {
    const { allowed } = open();
    const owned = [0, 0, 0, 0];
    let most = 0;
    /** As a replica does it: lower first, then report; take only what was granted. */
    const replica = async (number: number) => {
      for (let round = 0; round < 200; round += 1) {
        const mine = owned[number] ?? 0;
        const free = (round * 7 + number * 3) % (mine + 1);
        const next = (await allowed(number, { owned: mine, free, want: (round * 5 + number * 11) % 12 })) ?? mine;
        owned[number] = next;
        most = Math.max(
          most,
          owned.reduce((sum, count) => sum + count, 0),
        );
      }
    };
    await Promise.all([0, 1, 2, 3].map(replica));
    expect(most).toBe(20);
  });

  it('ignores a report that was overtaken by a later one', async () => {
    const client = await redis.connect();
    const script = readFileSync(new URL('../../src/rate-limit/exchange.lua', import.meta.url), 'utf8');
    const names = ['quota:late', 'replicas', 'since', 'wanted'].map((name) => `contacts-gateway:1:${name}`);
    const report = (sequence: number, owned: number) => {
      const facts = [owned, 0, 0, 20, '', 0, 60_000, 60_000, 3_000, 2_000, 1_000, 'late', ''].map(String);
      return client.sendCommand(['EVAL', script, '4', ...names, 'me', String(sequence), ...facts]);
    };
    expect(await report(2, 9)).toEqual([9, 20, 5, 11, 11, 1]);
    expect(await report(1, 3)).toBeNull();
    expect(await client.hGet('contacts-gateway:1:quota:late', 'r:me')).toMatch(/^9 /);
    client.destroy();
  });

  it('has no key without an end', async () => {
    const lines = (await redis.dump()).split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(Number(line.split(' ')[1])).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^contacts-gateway:1:(replicas|since|wanted|quota:[\w-]+) /);
  });
});
