import type { Logger } from 'pino';
import type { Secret } from '../credential.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
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
  readonly redisUrl: Secret | null;
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
  // Loaded only where it is used: the client takes a tenth of a second.
  const { openRedis } = await import('./redis.ts');
  const { createRedisWindow } = await import('./redis-window.ts');
  const { joinReplicas } = await import('./replicas.ts');
  const redis = await openRedis(redisUrl);
  const replicas = await joinReplicas(redis, `Redis at ${new URL(redisUrl.reveal()).host}`, log);
  return {
    get shared() {
      return replicas.isAway ? 'fallback' : 'redis';
    },
    open: (id) => createRateLimiter((onChange) => createRedisWindow(redis, replicas, id, options, onChange)),
    close: replicas.close,
  };
}
