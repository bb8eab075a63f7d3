import type { Logger } from 'pino';
import type { Redis } from './redis.ts';

/** How often Redis is asked whether it is there, and how many replicas are. */
const BEAT_MS = 500;
/** A Redis that was away is not relied on for so long, in ms: all replicas tell it meanwhile what counts. */
export const LISTEN_MS = 1_500;
/** A replica that is not heard of for so long is forgotten, in ms. */
const SILENT_MS = 10_000;
/** A replica that never saw others takes itself for one of so many. */
const UNKNOWN = 20;
const MANY = 1_000_000;

/** The window of one credential, as far as Redis being there or not concerns it. */
export interface SharedWindow {
  /** Redis is there. If it does not know all, it is to be told again. */
  beat(knowsAll: boolean): void;
  lose(error: unknown): void;
}

/** What a replica knows of the others and of Redis. */
export type Replicas = Awaited<ReturnType<typeof joinReplicas>>;

/** One beat for all windows, however many: an idle one learns that Redis is away, too, and asks nothing while it is. */
export async function joinReplicas(redis: Redis, address: string, log: Logger) {
  const windows = new Set<SharedWindow>();
  const away = new Set<object>();
  let count = UNKNOWN;
  /** Until then all others have been counted. One that died while Redis was empty still has calls that count. */
  let listenMs = LISTEN_MS;
  let heardAt = Number.NEGATIVE_INFINITY;
  let goodSince: number | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let closed = false;

  /** Why Redis cannot be used for this window; null: it can. */
  function report(window: object, trouble: unknown): void {
    const wasAway = away.size > 0;
    if (trouble === null) away.delete(window);
    else away.add(window);
    if (wasAway === away.size > 0) return;
    if (wasAway) {
      log.info(`${address} is back: the quota is shared with the other replicas again`);
    } else {
      log.warn(`${address} cannot be used (${reason(trouble)}): this replica goes on with its own part of the quota`);
    }
  }

  /** Replicas are counted as calls are, by the same script: as if each made one that counts until it is forgotten. */
  async function tell(forMs: number): Promise<boolean> {
    const args = [MANY, SILENT_MS, 0, listenMs, '', '', '', '', 0, redis.replica, forMs];
    const [, , left, knowsAll] = await redis.count('contacts-gateway:2:replicas', args);
    if (knowsAll === 1 || MANY - left > count) count = Math.max(1, MANY - left);
    if (knowsAll === 1) listenMs = SILENT_MS;
    return knowsAll === 1;
  }

  async function beat(): Promise<void> {
    try {
      const knowsAll = await tell(SILENT_MS);
      heardAt = performance.now();
      goodSince ??= heardAt;
      if (heardAt - goodSince >= LISTEN_MS) report(redis, null);
      for (const window of windows) window.beat(knowsAll);
    } catch (error) {
      goodSince = null;
      report(redis, error);
      for (const window of windows) window.lose(error);
    }
    if (!closed) alarm = setTimeout(() => void beat(), BEAT_MS).unref();
  }

  await beat();
  return {
    /** As many as were last seen. */
    get count() {
      return count;
    },
    /** Whether some window cannot use Redis. */
    get isAway() {
      return away.size > 0;
    },
    /** When Redis was last there, on the clock of `performance.now()`. */
    get heardAt() {
      return heardAt;
    },
    /** Adds a window; the function returned removes it. */
    add(window: SharedWindow) {
      windows.add(window);
      return () => {
        windows.delete(window);
        away.delete(window);
      };
    },
    report,
    async close(): Promise<void> {
      closed = true;
      clearTimeout(alarm);
      if (goodSince !== null) await tell(0).catch(() => {});
      redis.close();
    },
  };
}

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
};
