import type { Logger } from 'pino';
import { loadScript, type Redis } from './redis.ts';
import { createSharedWindow, type SharedWindow, type SharedWindowOptions } from './shared-window.ts';

const SCRIPT = loadScript('replicas.lua');
const KEYS = ['contacts-gateway:2:replicas', 'contacts-gateway:2:since'];

/** How often Redis hears of this replica, in ms. */
const HEARTBEAT_MS = 250;
/** A replica that was not heard of for so long counts no more; when none was, Redis has been away. */
const SILENT_MS = 3_000;
/** For so long a Redis that may have forgotten something only listens. Replicas are back sooner than that. */
const LISTEN_MS = 1_500;
/** A replica that never saw others takes itself for one of so many. */
const UNKNOWN = 20;

export interface Sharing {
  /** Whether Redis counts at this moment. */
  readonly shared: boolean;
  open(credentialId: string, options: SharedWindowOptions, onChange: () => void): SharedWindow;
  close(): Promise<void>;
}

/**
 * Shares the windows of all credentials with other replicas. `name` is Redis' name in the log. Resolves when Redis was asked
 * once.
 *
 * A Redis that comes back, or is new, first hears from every replica which calls still count. Meanwhile each goes on by
 * itself.
 */
export async function startSharing(redis: Redis, name: string, log: Logger): Promise<Sharing> {
  const windows = new Set<SharedWindow>();
  const replicas = { shared: false, connected: false, count: UNKNOWN, lose };
  let everSeen = false;
  let told: 'away' | 'here' | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let closed = false;

  async function beat(): Promise<void> {
    try {
      const [count = 1, sinceMs = 0] = await redis.run(SCRIPT, KEYS, [redis.replica, '', SILENT_MS], 2);
      if (!closed) await heard(count, sinceMs);
    } catch (error) {
      lose(error);
    }
    if (!closed) alarm = setTimeout(() => void beat(), HEARTBEAT_MS).unref();
  }

  async function heard(count: number, sinceMs: number): Promise<void> {
    // Until all are back fewer are seen than there are.
    const isSettled = sinceMs >= LISTEN_MS;
    if (isSettled) replicas.count = count;
    else if (everSeen) replicas.count = Math.max(replicas.count, count);
    everSeen ||= isSettled;
    if (replicas.shared) return;
    await Promise.all([...windows].map((window) => window.report()));
    replicas.connected = true;
    if (!isSettled) return;
    replicas.shared = true;
    if (told === 'away') log.info(`${name} is back: the quota is shared with the other replicas again`);
    told = 'here';
    for (const window of windows) window.changed();
  }

  function lose(error: unknown): void {
    const wasShared = replicas.shared;
    replicas.shared = false;
    replicas.connected = false;
    if (closed) return;
    if (wasShared) for (const window of windows) window.changed();
    if (told === 'away') return;
    told = 'away';
    const why = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : '';
    log.warn(`${name} cannot be reached (${why}): this replica goes on with its own part of the quota`);
  }

  await beat();
  return {
    get shared() {
      return replicas.shared;
    },
    open(credentialId, options, onChange) {
      const window = createSharedWindow(redis, credentialId, replicas, options, onChange);
      windows.add(window);
      return {
        ...window,
        get left() {
          return window.left;
        },
        get idle() {
          return window.idle;
        },
        async close() {
          windows.delete(window);
          await window.close();
        },
      };
    },
    async close() {
      closed = true;
      clearTimeout(alarm);
      await Promise.all([...windows].map((window) => window.close()));
      await redis.run(SCRIPT, KEYS, [redis.replica, 'leave', SILENT_MS], 2).catch(() => {});
      redis.close();
    },
  };
}
