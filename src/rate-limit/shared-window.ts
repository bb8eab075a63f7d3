import type { ReportedLimits, Taken, Token, Tokens } from './rate-limiter.ts';
import { loadScript, type Redis } from './redis.ts';
import { createRollingWindow, type WindowOptions } from './rolling-window.ts';

export interface SharedWindowOptions extends WindowOptions {
  /** How long a call may take, in ms. */
  readonly callTimeoutMs: number;
}

/** What is known of the other replicas: sharing.ts. */
export interface Replicas {
  /** Whether Redis counts; otherwise each replica counts for itself. */
  readonly shared: boolean;
  /** Whether Redis is to hear what happens here. */
  readonly connected: boolean;
  /** Those last seen, this one included. */
  readonly count: number;
  /** Redis did not answer as it should. */
  lose(error: unknown): void;
}

/** The window of one credential, here. */
export interface SharedWindow extends Tokens {
  /** Tells Redis of all calls made here that still count. Rejects when it does not take it. */
  report(): Promise<void>;
  /** From now on Redis counts, or this replica alone. */
  changed(): void;
}

const SCRIPT = loadScript('rolling-window.lua');

/** Redis hears within this time what became of a call, in ms: mostly with the next call. */
const NOTE_MS = 50;
/** So often Redis is asked whether others than the replicas use the quota, in ms. */
const SUSPECT_MS = 250;

/**
 * The calls of a credential that several replicas may make together, counted in Redis: one round trip for each call.
 *
 * When Redis is away each replica goes on with its share, limit ÷ replicas. What the others used last still counts for one
 * interval, so at first a replica takes no more than its part of what was left then. What was left is known only to a replica
 * that made a call within the last interval; another one takes a single token, which Redis keeps back for it.
 */
export function createSharedWindow(
  redis: Redis,
  credentialId: string,
  replicas: Replicas,
  options: SharedWindowOptions,
  onChange: () => void,
): SharedWindow {
  const key = `contacts-gateway:2:calls:${credentialId}`;
  let { limit } = options;
  const own = createRollingWindow({ limit: share(), intervalMs: options.intervalMs }, onChange);
  /** Calls made here: when their tokens come back, on the clock of `performance.now()`; null while they are under way. */
  const calls = new Map<string, number | null>();
  /** What Redis has not heard yet. */
  const notes = new Map<string, number>();
  let number = 0;
  let noteAlarm: NodeJS.Timeout | undefined;
  let known = { left: 0, at: Number.NEGATIVE_INFINITY };
  let suspectedAt = Number.NEGATIVE_INFINITY;

  function share(): number {
    return Math.max(1, Math.floor(limit / replicas.count));
  }

  /** One token for each of the others, should they lose Redis. */
  function together(): number {
    return limit >= 10 * replicas.count ? limit - (replicas.count - 1) : limit;
  }

  const untilCounted = () => options.callTimeoutMs + own.intervalMs;

  async function run(token: string, paced: boolean): Promise<{ ok: boolean; waitMs: number }> {
    const now = performance.now();
    const told = [...notes].flatMap(([id, backAt]) => [id, Math.ceil(Math.max(0, backAt - now))]);
    notes.clear();
    const args = [together(), own.intervalMs, options.callTimeoutMs, token, paced ? 'paced' : '', ...told];
    const [ok = 0, waitMs = 0, left = 0] = await redis.run(SCRIPT, [key], args, 3);
    known = { left, at: performance.now() };
    return { ok: ok === 1, waitMs };
  }

  function note(id: string, backAt: number): void {
    notes.set(id, backAt);
    if (replicas.connected) noteAlarm ??= setTimeout(flush, NOTE_MS).unref();
  }

  function flush(): void {
    noteAlarm = undefined;
    // Those of a Redis that is away are told with all others when it is back.
    if (notes.size > 0 && replicas.connected) run('', false).catch(replicas.lose);
  }

  function tokenOf(id: string, token: Token): Token {
    calls.set(id, null);
    return {
      answered() {
        token.answered();
        const now = performance.now();
        calls.set(id, now + own.intervalMs);
        for (const [call, backAt] of calls) if (backAt !== null && backAt <= now) calls.delete(call);
        note(id, now + own.intervalMs);
      },
      unused() {
        token.unused();
        calls.delete(id);
        note(id, 0);
      },
    };
  }

  const nextId = () => `${redis.replica}:${number++}`;

  function takeAlone(paced: boolean): Taken {
    const { token, waitMs } = own.take(paced);
    if (token === null) return { token, waitMs };
    const id = nextId();
    note(id, performance.now() + waitMs + untilCounted());
    return { token: tokenOf(id, token), waitMs };
  }

  async function takeTogether(paced: boolean): Promise<Taken> {
    const id = nextId();
    try {
      const { ok, waitMs } = await run(id, paced);
      return ok ? { token: tokenOf(id, own.depart(waitMs)), waitMs } : { token: null, waitMs: Math.max(1, waitMs) };
    } catch (error) {
      replicas.lose(error);
      return takeAlone(paced);
    }
  }

  /** Fewer are left than there should be: others than the replicas have made calls, which count for one interval at most. */
  async function findStrangers(remaining: number): Promise<void> {
    await run('', false);
    for (let found = known.left - remaining; found > 0; found -= 1) {
      note(`others:${nextId()}`, performance.now() + own.intervalMs);
    }
  }

  return {
    take: (paced) => (replicas.shared ? takeTogether(paced) : takeAlone(paced)),
    observe(reported: ReportedLimits) {
      limit = reported.limit ?? limit;
      own.observe({ ...reported, limit: share() });
      const { remaining } = reported;
      const now = performance.now();
      if (remaining === undefined || !replicas.shared || remaining >= known.left || now < suspectedAt + SUSPECT_MS)
        return;
      suspectedAt = now;
      findStrangers(remaining).catch(replicas.lose);
    },
    async report() {
      const now = performance.now();
      for (const [id, backAt] of calls) notes.set(id, backAt ?? now + untilCounted());
      await run('', false);
    },
    changed() {
      own.limit = share();
      if (replicas.shared) return;
      const isRecent = performance.now() - known.at < own.intervalMs;
      own.park(own.free - (isRecent ? Math.max(1, Math.floor(known.left / replicas.count)) : 1));
    },
    waitMs(callsBefore) {
      if (!replicas.shared) return own.waitMs(callsBefore);
      return (Math.max(0, callsBefore + 1 - known.left) * own.intervalMs) / limit;
    },
    get left() {
      return replicas.shared ? Math.min(1, known.left / limit) : own.left;
    },
    get idle() {
      return own.idle;
    },
    async close() {
      clearTimeout(noteAlarm);
      if (notes.size > 0 && replicas.connected) await run('', false).catch(() => {});
    },
  };
}
