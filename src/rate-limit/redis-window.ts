import type { Taken, Token, Tokens } from './rate-limiter.ts';
import type { Redis } from './redis.ts';
import { createRollingWindow, type WindowOptions } from './rolling-window.ts';

export interface RedisWindowOptions extends WindowOptions {
  /** How long a call may take, in ms. */
  readonly callTimeoutMs: number;
}

/** Redis hears within this time what became of a call, in ms: mostly with the next call. */
const NOTE_MS = 50;
/** How often a Redis that is away, or not trusted yet, is asked again, in ms. */
const RETRY_MS = 250;
/** What others had under way when Redis was lost has been counted by HubSpot after this time, in ms. */
const LATE_MS = 500;
/** A replica that never saw others takes itself for one of so many. */
const UNKNOWN = 20;

/**
 * The tokens of a credential that several replicas share: Redis counts the calls of all, in one round trip for each.
 *
 * When Redis is away, or its answers make no sense, each replica goes on with its share, limit ÷ replicas last seen. What
 * the others used last still counts for one interval, so at first a replica takes no more than its part of what was left. How
 * much that was it knows only when it made a call within the last interval; a token that was kept back for it is its own in
 * any case. A Redis that is back hears which calls count before it hands out tokens again. `onState` is told why it
 * is away, and, by null, that it is back.
 */
export function createRedisWindow(
  redis: Redis,
  credentialId: string,
  options: RedisWindowOptions,
  onChange: () => void,
  onState: (away: unknown) => void,
): Tokens {
  const key = `contacts-gateway:2:calls:${credentialId}`;
  let { limit } = options;
  let replicas = UNKNOWN;
  const share = () => Math.max(1, Math.floor(limit / replicas));
  const own = createRollingWindow({ limit: share(), intervalMs: options.intervalMs }, onChange);
  /** When the tokens of calls made here come back, on the clock of `performance.now()`. */
  const calls = new Map<string, number>();
  /** Those of them of which Redis has not heard yet. */
  const news = new Set<string>();
  let number = 0;
  let remaining: number | undefined;
  /** As Redis told, and when. */
  let left = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  let state: 'shared' | 'listening' | 'away' = 'listening';
  let noteAlarm: NodeJS.Timeout | undefined;
  let retryAlarm: NodeJS.Timeout | undefined;

  /** For each of the others one is kept back, should they lose Redis, where that is little of the limit. */
  const keptBack = () => (limit >= 10 * replicas ? 1 : 0);
  const together = () => limit - keptBack() * (replicas - 1);

  async function tell(ids: Iterable<string>, take?: { id: string; paced: boolean; isOwn: boolean }) {
    const now = performance.now();
    const told = [...ids].flatMap((id) => [id, Math.ceil(Math.max(0, (calls.get(id) ?? 0) - now))]);
    news.clear();
    const args = [
      ...[together(), own.intervalMs, options.callTimeoutMs, redis.replica, state === 'away' ? 'reset' : ''],
      ...[take?.id ?? '', take?.paced ? 'paced' : '', take?.isOwn ? 'own' : ''],
      ...[remaining ?? '', `others:${redis.replica}:${number++}:`],
      ...told,
    ];
    remaining = undefined;
    const [taken, waitMs = 0, nowLeft = 0, seen = 1, trusted] = await redis.count(key, args);
    [left, toldAt] = [nowLeft, performance.now()];
    // Until it is trusted it has not heard of all.
    if (trusted === 1) replicas = seen;
    if (state === 'away') onState(null);
    change(trusted === 1 ? 'shared' : 'listening');
    return { isTaken: taken === 1, waitMs };
  }

  function lost(error: unknown): void {
    if (state !== 'away') onState(error);
    change('away');
  }

  function change(next: typeof state): void {
    const wasShared = state === 'shared';
    state = next;
    own.limit = share();
    if (next === 'shared') return;
    const isRecent = performance.now() - toldAt < own.intervalMs;
    const part = isRecent ? Math.floor(left / replicas) : 0;
    if (wasShared) own.park(own.free - part - keptBack(), performance.now() + LATE_MS);
    clearTimeout(retryAlarm);
    retryAlarm = setTimeout(() => void tell(calls.keys()).catch(lost), RETRY_MS).unref();
  }

  function note(id: string, backAt: number): void {
    const now = performance.now();
    for (const [call, at] of calls) if (at <= now) calls.delete(call);
    calls.set(id, backAt);
    news.add(id);
    if (state !== 'away') noteAlarm ??= setTimeout(sendNews, NOTE_MS).unref();
  }

  function sendNews(): void {
    noteAlarm = undefined;
    if (news.size > 0 && state !== 'away') tell(news).catch(lost);
  }

  function noted(id: string, { answered, unused }: Token, waitMs: number): Token {
    calls.set(id, performance.now() + waitMs + options.callTimeoutMs + own.intervalMs);
    return {
      answered() {
        answered();
        note(id, performance.now() + own.intervalMs);
      },
      unused() {
        unused();
        note(id, 0);
      },
    };
  }

  function takeAlone(id: string, paced: boolean): Taken {
    const { token, waitMs } = own.take(paced);
    return { token: token && noted(id, token, waitMs), waitMs };
  }

  /** As long as Redis is not trusted the token is one of this replica's own, of which Redis hears before it is used. */
  async function takeTogether(id: string, paced: boolean): Promise<Taken> {
    const mine = state === 'shared' ? null : own.take(paced);
    if (mine?.token === null) return mine;
    try {
      const { isTaken, waitMs } = await tell(news, { id, paced, isOwn: mine !== null });
      if (isTaken) return { token: noted(id, mine?.token ?? own.depart(waitMs), waitMs), waitMs };
      mine?.token?.unused();
      return { token: null, waitMs: Math.max(1, waitMs) };
    } catch (error) {
      lost(error);
      mine?.token?.unused();
      return takeAlone(id, paced);
    }
  }

  void tell([]).catch(lost);
  return {
    take(paced) {
      const id = `${redis.replica}:${number++}`;
      return state === 'away' ? takeAlone(id, paced) : takeTogether(id, paced);
    },
    observe(reported) {
      limit = reported.limit ?? limit;
      remaining = reported.remaining ?? remaining;
      own.observe({ intervalMs: reported.intervalMs, limit: share() });
      if (state !== 'shared' && reported.remaining !== undefined) own.observe({ remaining: reported.remaining });
    },
    waitMs(callsBefore) {
      if (state !== 'shared') return own.waitMs(callsBefore);
      return (Math.max(0, callsBefore + 1 - left) * own.intervalMs) / limit;
    },
    get left() {
      return state === 'shared' ? Math.min(1, left / limit) : own.left;
    },
    get idle() {
      return own.idle;
    },
    async close() {
      clearTimeout(noteAlarm);
      clearTimeout(retryAlarm);
      if (news.size > 0 && state !== 'away') await tell(news).catch(() => {});
      state = 'shared';
    },
  };
}
