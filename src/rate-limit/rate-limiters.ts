import type { Logger } from 'pino';
import type { Secret } from '../credential.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import type { RedisWindowOptions } from './redis-window.ts';
import { createRollingWindow, type WindowOptions } from './rolling-window.ts';

/** Where the quota is shared. `fallback`: not now, though it should be; `none`: this process is the only one. */
export type SharedBy = 'redis' | 'fallback' | 'none';

/** A quota that a credential has beside the one for all its calls. */
export interface Quota extends WindowOptions {
  readonly name: string;
}

export interface RateLimiters {
  readonly shared: SharedBy;
  /** A limiter of one credential, or of all that share this id: for the quota of all calls, or for another one. */
  open(id: string, quota?: Quota): RateLimiter;
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
      open: (_id, quota) => createRateLimiter((onChange) => createRollingWindow(quota ?? options, onChange)),
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
    open(sharedId, quota) {
      const id = quota === undefined ? sharedId : `${sharedId}:${quota.name}`;
      const window = { ...options, ...quota };
      return createRateLimiter((onChange) => createRedisWindow(redis, replicas, id, window, onChange));
    },
    close: replicas.close,
  };
}
