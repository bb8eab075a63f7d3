import type { Quota, QuotaOptions, ReportedLimits } from './quota.ts';
import { createRecount } from './recount.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { Allotment, Report, TokenStore } from './token-store.ts';

export interface SharedQuotaOptions extends QuotaOptions {
  /** How long a call may take, in ms. */
  readonly callTimeoutMs: number;
}

export interface SharedQuota extends Quota {
  /** Reports to the store, now. */
  sync(): void;
  /** The store cannot be reached. */
  storeLost(): void;
}

/** How often a replica that waits for a token, or is to give some up, asks the store. */
const ASK_MS = 100;
/** How often a replica reports that owns some. */
const RENEW_MS = 5_000;
/** For so long after a call a replica has the next token brought before it is needed. */
const BUSY_MS = 1_000;
/** What a replica begins with that never reached the store: this part of the limit, and one call at least. */
const STARTING_PART = 1 / 20;

/**
 * The quota of one credential, shared with other replicas through a store. A replica owns tokens and spends them by itself,
 * so that no call waits for the store; the store only moves tokens from replica to replica, and a token moves when it is
 * free. So whatever happens to the store, the tokens owned are never more than the limit.
 *
 * When the store is away each replica goes on with the tokens it owns: an equal share at rest, what it had under load. It
 * fails open with that much and closed beyond it. A replica that starts meanwhile owns nothing and does not know what the
 * others own; it begins with a twentieth of the limit, which may be too much when the others own everything: HubSpot's
 * headers then correct it. A replica that gave everything away takes a single token. A store that comes back empty only
 * listens at first, until the replicas have told it what they own.
 *
 * A replica that falls silent for longer than its lease is taken for dead, and what it owned given to others. If it was
 * only cut off from the store, it goes on with its own until the headers tell it that there is less.
 */
export function createSharedQuota(
  store: TokenStore,
  credentialId: string,
  options: SharedQuotaOptions,
  onClose: () => void,
): SharedQuota {
  let known: Allotment = { allowed: 0, limit: options.limit, share: 0, pool: 0, elsewhere: 0, settled: false };
  let reportedLimit: number | null = null;
  let met = false;
  let lost = false;
  let closed = false;
  let asking = false;
  let again = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let spentAt = Number.NEGATIVE_INFINITY;
  let alarm: NodeJS.Timeout | undefined;
  const bucket = createTokenBucket({ limit: 0, intervalMs: options.intervalMs, onShort: () => askSoon() });
  const recount = createRecount(() => void ask());

  const owned = () => Math.max(bucket.limit, bucket.inUse);
  const leaseMs = () => RENEW_MS + options.callTimeoutMs + bucket.intervalMs;

  function want(): number {
    if (bucket.waiting > 0) return bucket.waiting;
    return bucket.free <= 0 && performance.now() - spentAt < BUSY_MS ? 1 : 0;
  }

  function report(): Report {
    return {
      owned: owned(),
      free: Math.max(0, bucket.free),
      want: want(),
      limit: options.limit,
      reportedLimit,
      strangers: recount.take(),
      intervalMs: bucket.intervalMs,
      leaseMs: leaseMs(),
      recount: recount.running,
    };
  }

  function askSoon(): void {
    if (closed || lost) return;
    const wait = askedAt + ASK_MS - performance.now();
    clearTimeout(alarm);
    if (wait <= 0) void ask();
    else alarm = setTimeout(() => void ask(), wait).unref();
  }

  /** One report at a time. */
  async function ask(): Promise<void> {
    if (closed || lost) return;
    again = asking;
    if (asking) return;
    asking = true;
    askedAt = performance.now();
    clearTimeout(alarm);
    const told = report();
    // When it fails the heartbeat fares no better, and says so.
    const answer = await store.exchange(credentialId, told).catch(() => null);
    asking = false;
    if (closed || lost) return;
    if (answer !== null) obey(answer, told);
    askAgain(told);
  }

  function obey(answer: Allotment, told: Report): void {
    known = answer;
    if (told.reportedLimit === reportedLimit) reportedLimit = null;
    recount.told(answer.elsewhere);
    if (answer.settled || told.owned > 0) met = true;
    bucket.limit = answer.allowed;
    if (!answer.settled) begin();
  }

  function askAgain(told: Report): void {
    // What was given up can be had by others only when it is reported.
    if (again || (owned() < told.owned && bucket.limit < told.owned)) void ask();
    else if (want() > 0 || bucket.limit < bucket.inUse || !known.settled) askSoon();
    else if (owned() > 0) alarm = setTimeout(() => void ask(), RENEW_MS).unref();
  }

  /** Nothing is owned and nobody can be asked. */
  function begin(): void {
    if (bucket.limit > 0 || owned() > 0) return;
    bucket.limit = met ? 1 : Math.max(1, Math.floor(known.limit * STARTING_PART));
  }

  async function spend<T>(task: () => Promise<T>): Promise<T> {
    spentAt = performance.now();
    return bucket.spend(() => {
      spentAt = performance.now();
      return task();
    });
  }

  function observe({ limit, remaining, intervalMs }: ReportedLimits): void {
    bucket.intervalMs = intervalMs ?? bucket.intervalMs;
    if (limit !== undefined && limit !== known.limit) {
      reportedLimit = limit;
      if (bucket.limit > limit) bucket.limit = limit;
      askSoon();
    }
    if (remaining === undefined) return;
    // Fewer left for all than are free here alone: strangers have made calls, which count for one interval at most.
    bucket.park(bucket.free - remaining);
    if (known.settled && !lost) recount.suspect(Math.max(0, bucket.free), known.elsewhere, remaining);
  }

  void ask();
  return {
    spend,
    observe,
    get available() {
      return bucket.available;
    },
    whenAvailable: bucket.whenAvailable,
    get left() {
      return Math.min(1, (Math.max(0, bucket.free) + known.pool) / Math.max(1, bucket.limit, known.share));
    },
    get paceMs() {
      return bucket.intervalMs / Math.max(1, bucket.limit, known.share);
    },
    get idle() {
      return bucket.idle;
    },
    sync() {
      lost = false;
      void ask();
    },
    storeLost() {
      lost = true;
      clearTimeout(alarm);
      recount.stop();
      // Nobody can have what is to be given up.
      bucket.limit = owned();
      begin();
    },
    async close() {
      closed = true;
      onClose();
      clearTimeout(alarm);
      recount.stop();
      bucket.limit = 0;
      // Calls that were given up may be counted at any moment until they time out.
      const untilCountedMs = bucket.underWay > 0 ? options.callTimeoutMs : 0;
      const leaving = { ...report(), free: 0, want: -1, leaseMs: untilCountedMs + bucket.intervalMs };
      if (!lost) await store.exchange(credentialId, leaving).catch(() => {});
    },
  };
}
