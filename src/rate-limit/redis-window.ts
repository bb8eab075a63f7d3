import { setTimeout as wait } from 'node:timers/promises';
import type { Taken, Token, Tokens } from './rate-limiter.ts';
import type { Redis } from './redis.ts';
import { LISTEN_MS, type Replicas } from './replicas.ts';
import { createRollingWindow, type WindowOptions } from './rolling-window.ts';

export interface RedisWindowOptions extends WindowOptions {
  /** How long a call may take, in ms. */
  readonly callTimeoutMs: number;
}

/** What others had under way when Redis was lost has been counted by HubSpot after this time, in ms. */
const LATE_MS = 500;
/** The script hands out a token that comes back within this part of an interval before it is back. */
const AHEAD = 1 / 10;

/**
 * The tokens of a credential that several replicas share: Redis counts the calls of all, in one round trip for each.
 *
 * When Redis is away, or its answers make no sense, each replica goes on with its share, limit ÷ replicas last seen. What
 * the others used last still counts for one interval. So in the first one a replica makes as many calls as it made in the last
 * one, when their tokens come back, and one that was kept back for it. A Redis that is back, or has lost what it knew, hears
 * from all replicas which calls count before they rely on it; meanwhile each takes tokens of its share, of which Redis hears
 * before they are used.
 */
export function createRedisWindow(
  redis: Redis,
  replicas: Replicas,
  credentialId: string,
  { limit, intervalMs, callTimeoutMs }: RedisWindowOptions,
  onChange: () => void,
): Tokens {
  const key = `contacts-gateway:2:calls:${credentialId}`;
  let state: 'shared' | 'listening' | 'away' = 'shared';
  /** The share of this replica, and all calls that it makes. */
  const own = createRollingWindow({ limit, intervalMs }, () => {
    if (state !== 'shared') onChange();
  });
  /** When the tokens of calls made here come back, on the clock of `performance.now()`. */
  const calls = new Map<string, number>();
  /** Those of them of which Redis has not heard yet. */
  const news = new Set<string>();
  let number = 0;
  /** What HubSpot told last, and when. */
  let remaining = 0;
  let reportedAt = Number.NEGATIVE_INFINITY;
  /** What Redis told last, and when. */
  let left = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  let listenUntil = 0;

  /** For each of the others one is kept back, should they lose Redis, where that is little of the limit. */
  const keptBack = () => (limit >= 10 * replicas.count ? 1 : 0);

  /** A share of less than one call in an interval is one in a longer time. */
  function setShare(): void {
    const share = Math.max(1, Math.floor(limit / replicas.count));
    const shareMs = intervalMs * Math.max(1, replicas.count / limit);
    if (own.limit !== share || own.intervalMs !== shareMs) own.observe({ limit: share, intervalMs: shareMs });
  }

  async function tell(ids: Iterable<string>, name = '', asked: '' | 'full' | 'paced' = '', isOwn = false) {
    const now = performance.now();
    const told = [...ids].flatMap((id) => [id, Math.ceil(Math.max(0, (calls.get(id) ?? 0) - now))]);
    const age = Math.ceil(now - reportedAt);
    const reported = state === 'shared' && age < intervalMs ? [remaining, age] : ['', 0];
    news.clear();
    reportedAt = Number.NEGATIVE_INFINITY;
    const together = limit - keptBack() * (replicas.count - 1);
    // What an empty Redis is not told, as the replica that could is dead, counts no more after an interval.
    const listenMs = Math.max(LISTEN_MS, intervalMs + LATE_MS);
    const args = [together, intervalMs, callTimeoutMs, listenMs, name, asked, isOwn ? 'own' : '', ...reported, ...told];
    const [taken, waitMs, nowLeft, knowsAll] = await redis.count(key, args);
    if (state === 'away') listenUntil = performance.now() + LISTEN_MS;
    const isReliable = knowsAll === 1 && performance.now() >= listenUntil;
    // It has forgotten what it told before; or nobody has used this credential yet.
    if (state === 'shared' && !isReliable && toldAt > Number.NEGATIVE_INFINITY) goAlone();
    state = isReliable ? 'shared' : 'listening';
    if (isReliable) replicas.report(window, null);
    [left, toldAt] = [nowLeft, performance.now()];
    return { taken, waitMs: Math.min(waitMs, intervalMs) };
  }

  /** Redis is relied on no more. */
  function goAlone(since = performance.now()): void {
    setShare();
    // What comes back soon may have been handed to another replica already.
    own.park(own.freeIn(intervalMs * AHEAD) - keptBack(), since + LATE_MS);
  }

  function lose(error: unknown): void {
    replicas.report(window, error);
    if (state === 'away') return;
    if (state === 'shared') goAlone();
    state = 'away';
    onChange();
  }

  const window = {
    beat(knowsAll: boolean): void {
      setShare();
      const all = !knowsAll || state !== 'shared';
      // Mostly the next call tells.
      const isOld = performance.now() - toldAt > intervalMs / 4;
      if (all || (news.size > 0 && isOld)) void tell(all ? [...calls.keys(), ...news] : news).catch(lose);
    },
    lose,
  };

  function note(id: string, backAt: number): void {
    const now = performance.now();
    for (const [call, at] of calls) if (at <= now) calls.delete(call);
    calls.set(id, backAt);
    news.add(id);
  }

  function noted(id: string, { answered, unused }: Token, waitMs = 0): Token {
    calls.set(id, performance.now() + waitMs + callTimeoutMs + intervalMs);
    return {
      answered() {
        note(id, performance.now() + intervalMs);
        answered();
      },
      unused() {
        note(id, 0);
        unused();
        onChange();
      },
    };
  }

  function takeAlone(id: string, paced: boolean): Taken {
    const { token, waitMs } = own.take(paced);
    return { token: token && noted(id, token, waitMs), waitMs };
  }

  async function takeTogether(id: string, paced: boolean): Promise<Taken> {
    const wasShared = state === 'shared';
    const mine = wasShared ? null : own.take(paced);
    if (mine?.token === null) return mine;
    try {
      const { taken, waitMs } = await tell(news, id, paced ? 'paced' : 'full', !wasShared);
      if (taken === 0) {
        mine?.token?.unused();
        // If it knows less than it did, there may be a token of our own.
        return wasShared && state !== 'shared' ? takeTogether(id, paced) : { token: null, waitMs: Math.max(1, waitMs) };
      }
      const token = noted(id, mine?.token ?? own.depart(), waitMs);
      if (taken === 1) return { token, waitMs: Math.max(waitMs, mine?.waitMs ?? 0) };
      // Timers may be early by a part of a millisecond.
      await wait(waitMs + 1, null, { ref: false });
      return { token, waitMs: 0 };
    } catch (error) {
      mine?.token?.unused();
      // Should Redis have taken it all the same.
      note(id, 0);
      lose(error);
      return takeAlone(id, paced);
    }
  }

  setShare();
  const leave = replicas.add(window);
  if (replicas.isAway) {
    goAlone(replicas.heardAt);
    state = 'away';
  }
  return {
    take(paced) {
      const id = `${redis.replica}:${number++}`;
      return state === 'away' ? takeAlone(id, paced) : takeTogether(id, paced);
    },
    departed: own.departed,
    observe(reported) {
      limit = reported.limit ?? limit;
      intervalMs = reported.intervalMs ?? intervalMs;
      setShare();
      if (reported.remaining === undefined) return;
      [remaining, reportedAt] = [reported.remaining, performance.now()];
      if (state !== 'shared') own.observe({ remaining: reported.remaining });
    },
    waitMs(callsBefore) {
      if (state !== 'shared') return own.waitMs(callsBefore);
      return (Math.max(0, callsBefore + 1 - left) * intervalMs) / limit;
    },
    get left() {
      if (state !== 'shared') return own.left;
      // Nobody has told for an interval: whatever was used then is back.
      return performance.now() - toldAt > intervalMs ? 1 : Math.min(1, left / limit);
    },
    get idle() {
      return own.idle;
    },
    async close() {
      leave();
      if (news.size > 0 && state !== 'away') await tell(news).catch(() => {});
    },
  };
}
