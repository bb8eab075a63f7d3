import type { Logger } from 'pino';
import { createSharedQuota, type SharedQuota, type SharedQuotaOptions } from './shared-quota.ts';
import type { TokenStore } from './token-store.ts';

/** How often the store hears of this replica, and tells who waits for tokens. */
const HEARTBEAT_MS = 250;

export interface QuotaSharing {
  /** Whether the quota is shared at this moment, or each replica goes on with what it owns. */
  readonly state: 'shared' | 'fallback';
  /** The quota of one credential. */
  open(credentialId: string, options: SharedQuotaOptions): SharedQuota;
  /** Gives back what this replica owns. */
  close(): Promise<void>;
}

/** Shares quotas with other replicas through a store, whose name is for the log. Resolves when it was asked once. */
export async function startQuotaSharing(store: TokenStore, name: string, log: Logger): Promise<QuotaSharing> {
  const quotas = new Map<string, SharedQuota>();
  let state: QuotaSharing['state'] | 'new' = 'new';
  let since = '';
  let alarm: NodeJS.Timeout | undefined;
  let closed = false;

  async function beat(): Promise<void> {
    try {
      const answer = await store.heartbeat();
      if (!closed) heard(answer.since, answer.wanted);
    } catch (error) {
      if (!closed) lose(error);
    }
    if (!closed) alarm = setTimeout(() => void beat(), HEARTBEAT_MS).unref();
  }

  function heard(nowSince: string, wanted: readonly string[]): void {
    const back = state !== 'shared';
    if (state === 'fallback') log.info(`${name} is back: the quota is shared with the other replicas again`);
    state = 'shared';
    // All of them when the store may have forgotten what we own.
    const toSync = back || nowSince !== since ? quotas.keys() : wanted;
    since = nowSince;
    for (const id of [...toSync]) quotas.get(id)?.sync();
  }

  function lose(error: unknown): void {
    if (state === 'fallback') return;
    state = 'fallback';
    const why = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : '';
    log.warn(`${name} cannot be reached (${why}): this replica goes on with its own part of the quota`);
    for (const quota of quotas.values()) quota.storeLost();
  }

  await beat();
  return {
    get state() {
      return state === 'shared' ? 'shared' : 'fallback';
    },
    open(credentialId, options) {
      const quota = createSharedQuota(store, credentialId, options, () => quotas.delete(credentialId));
      quotas.set(credentialId, quota);
      if (state === 'fallback') quota.storeLost();
      return quota;
    },
    async close() {
      closed = true;
      clearTimeout(alarm);
      await Promise.all([...quotas.values()].map((quota) => quota.close()));
      await store.close();
    },
  };
}
