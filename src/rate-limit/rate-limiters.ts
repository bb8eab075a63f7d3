import type { Logger } from 'pino';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import type { RedisUrl } from './redis-url.ts';
import { createRollingWindow } from './rolling-window.ts';
import type { SharedWindowOptions } from './shared-window.ts';

/** Where the quota is shared. `fallback`: not now, though it should be; `none`: this process is the only one. */
export type SharedBy = 'redis' | 'fallback' | 'none';

export interface RateLimiters {
  readonly shared: SharedBy;
  /** The limiter of one credential. */
  open(credentialId: string): RateLimiter;
  close(): Promise<void>;
}

export interface RateLimitersOptions extends SharedWindowOptions {
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
  const [{ openRedis }, { startSharing }] = await Promise.all([import('./redis.ts'), import('./sharing.ts')]);
  const sharing = await startSharing(await openRedis(redisUrl), `Redis at ${redisUrl}`, log);
  return {
    get shared() {
      return sharing.shared ? 'redis' : 'fallback';
    },
    open: (credentialId) => createRateLimiter((onChange) => sharing.open(credentialId, options, onChange)),
    close: sharing.close,
  };
}
