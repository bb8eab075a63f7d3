import { allot } from './allot.ts';
import { type Allotment, type Report, SILENT_MS, type TokenStore, WANTED_MS } from './token-store.ts';

interface ReplicaRecord {
  readonly owned: number;
  readonly free: number;
  readonly want: number;
  readonly heardAt: number;
  readonly until: number;
}

/** What is known of the tokens of one credential. */
interface Account {
  limit: number | null;
  strangers: { readonly calls: number; readonly until: number };
  readonly replicas: Map<string, ReplicaRecord>;
}

/**
 * What exchange.lua and heartbeat.lua keep in Redis, in the memory of one process: of the primary, for its workers. It ends
 * with them, so it never forgets anything that matters.
 */
export function createLedger() {
  const accounts = new Map<string, Account>();
  const heard = new Map<string, number>();
  const wanted = new Map<string, number>();

  function accountOf(credentialId: string): Account {
    const account = accounts.get(credentialId) ?? {
      limit: null,
      strangers: { calls: 0, until: 0 },
      replicas: new Map(),
    };
    accounts.set(credentialId, account);
    return account;
  }

  /** Nobody owns anything of it any more. */
  function forgetIdle(now: number): void {
    for (const [id, { replicas }] of accounts) {
      for (const [replica, { until }] of replicas) if (until <= now) replicas.delete(replica);
      if (replicas.size === 0) accounts.delete(id);
    }
  }

  function replicaCount(now: number): number {
    return Math.max(1, [...heard.values()].filter((at) => at >= now - SILENT_MS).length);
  }

  function noteStrangers(account: Account, limit: number, { strangers, intervalMs }: Report, now: number): number {
    const known = account.strangers.until > now ? account.strangers.calls : 0;
    if (strangers === 0) return known;
    account.strangers = { calls: Math.min(limit, known + strangers), until: now + intervalMs };
    return account.strangers.calls;
  }

  function exchange(replica: string, credentialId: string, report: Report): Allotment {
    const now = performance.now();
    const account = accountOf(credentialId);
    account.limit = report.reportedLimit ?? account.limit;
    const limit = account.limit ?? report.limit;
    const strangers = noteStrangers(account, limit, report, now);
    const others = [...account.replicas]
      .filter(([id, { until }]) => id !== replica && until > now)
      .map(([, other]) => ({ ...other, want: other.heardAt > now - WANTED_MS ? Math.max(0, other.want) : 0 }));

    const { owned, free, want } = report;
    const gave = owned < (account.replicas.get(replica)?.owned ?? 0);
    const me = { owned, free, want, gave };
    const { allowed, share, pool } = allot({ limit: limit - strangers, replicas: replicaCount(now), me, others });
    const granted = Math.max(0, allowed - owned);
    const unmet = Math.max(-1, want - granted);
    account.replicas.set(replica, {
      owned: owned + granted,
      free: free + granted,
      want: unmet,
      heardAt: now,
      until: now + report.leaseMs,
    });
    if (unmet > 0 || pool < 0 || report.recount) wanted.set(credentialId, now);

    const left = Math.max(0, pool - granted);
    const elsewhere = others.reduce((sum, other) => sum + other.free, left);
    return { allowed, limit, share, pool: left, elsewhere, settled: true };
  }

  function heartbeat(replica: string) {
    const now = performance.now();
    heard.set(replica, now);
    for (const [id, at] of heard) if (at < now - SILENT_MS) heard.delete(id);
    for (const [id, at] of wanted) if (at < now - WANTED_MS) wanted.delete(id);
    forgetIdle(now);
    return { since: 'start', wanted: [...wanted.keys()] };
  }

  return {
    storeFor: (replica: string): TokenStore => ({
      exchange: async (credentialId, report) => exchange(replica, credentialId, report),
      heartbeat: async () => heartbeat(replica),
      close: async () => void heard.delete(replica),
    }),
  };
}
