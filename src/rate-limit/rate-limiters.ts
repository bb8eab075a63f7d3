import type { Logger } from 'pino';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import type { RedisUrl } from './redis-url.ts';
import type { RedisWindowOptions } from './redis-window.ts';
import { createRollingWindow } from './rolling-window.ts';

/** Where the quota is shared. `fallback`: not now, though it should be; `none`: this process is the only one. */
export type SharedBy = 'redis' | 'fallback' | 'none';

export interface RateLimiters {
  readonly shared: SharedBy;
  /** The limiter of one credential. */
  open(credentialId: string): RateLimiter;
  close(): Promise<void>;
}

export interface RateLimitersOptions extends RedisWindowOptions {
  readonly redisUrl: RedisUrl | null;
  readonly log: Logger;
}

/** Limiters whose calls are counted in Redis, where there is one. */
export async function openRateLimiters({ redisUrl, log, ...options }: RateLimitersOptions): Promise<RateLimiters> {
  if (redisUrl === null) {
    return {
      shared: 'none',
      open: () => createRateLimiter((onChange) => createRollingWindow(options, onChange)),
      close: async () => {},
    };
  }
  // Loaded only where they are used: the client takes a tenth of a second.
  const [{ openRedis }, { createRedisWindow }] = await Promise.all([import('./redis.ts'), import('./redis-window.ts')]);
  const redis = await openRedis(redisUrl);
  let isAway = false;

  function onState(away: unknown): void {
    const wasAway = isAway;
    isAway = away !== null;
    if (isAway === wasAway) return;
    if (away === null) {
      log.info(`Redis at ${redisUrl} is back: the quota is shared with the other replicas again`);
      return;
    }
    const why = away instanceof Error ? away.message || ('code' in away ? String(away.code) : away.name) : String(away);
    log.warn(`Redis at ${redisUrl} cannot be used (${why}): this replica goes on with its own part of the quota`);
  }

  return {
    get shared() {
      return isAway ? 'fallback' : 'redis';
    },
    open: (id) => createRateLimiter((onChange) => createRedisWindow(redis, id, options, onChange, onState)),
    close: async () => redis.close(),
  };
}
