import type { Logger } from 'pino';
import { createQuota, type Quota } from './quota.ts';
import { startQuotaSharing } from './quota-sharing.ts';
import type { RedisUrl } from './redis-url.ts';
import type { SharedQuotaOptions } from './shared-quota.ts';

/** Where the quota is shared. `fallback`: not now, though it should be; `none`: this process is the only one. */
export type SharedBy = 'redis' | 'fallback' | 'none';

export interface Quotas {
  readonly shared: SharedBy;
  /** The quota of one credential. */
  open(credentialId: string): Quota;
  close(): Promise<void>;
}

export interface QuotasOptions extends SharedQuotaOptions {
  readonly redisUrl: RedisUrl | null;
  readonly log: Logger;
}

/** Quotas that are shared through Redis, where there is one. */
export async function openQuotas({ redisUrl, log, ...options }: QuotasOptions): Promise<Quotas> {
  if (redisUrl === null) return { shared: 'none', open: () => createQuota(options), close: async () => {} };
  const sharing = await startQuotaSharing(await openRedis(redisUrl), `Redis at ${redisUrl}`, log);
  return {
    get shared() {
      return sharing.state === 'shared' ? 'redis' : 'fallback';
    },
    open: (credentialId) => sharing.open(credentialId, options),
    close: sharing.close,
  };
}

/** Loaded only where it is used: the client takes a tenth of a second. */
async function openRedis(url: RedisUrl) {
  const { openRedisStore } = await import('./redis-store.ts');
  return openRedisStore(url);
}
