/** What a replica tells of the tokens of one credential. */
export interface Report {
  /** Tokens that it owns: free, in use, or on their way back. */
  readonly owned: number;
  /** Those of them that it could do without at this moment. */
  readonly free: number;
  /** Tokens that it waits for. -1: it leaves, and owns only what is still on its way back. */
  readonly want: number;
  /** Calls allowed in an interval, as configured. */
  readonly limit: number;
  /** The same, as HubSpot has reported it since the last report; null: it has not. */
  readonly reportedLimit: number | null;
  /** Calls that strangers to this gateway were found to have made. */
  readonly strangers: number;
  /** How long those count, in ms. */
  readonly intervalMs: number;
  /** How long what it owns stays its own when it is not heard of again, in ms. */
  readonly leaseMs: number;
  /** Whether all replicas should report soon. */
  readonly recount: boolean;
}

/** What the store answers. All of it is about one credential. */
export interface Allotment {
  /** Tokens that the replica may have in circulation from now on. */
  readonly allowed: number;
  /** Calls allowed in an interval, for all replicas together. */
  readonly limit: number;
  /** An equal part of that. */
  readonly share: number;
  /** Tokens that nobody owns. */
  readonly pool: number;
  /** Tokens that are free at other replicas as far as these have told, and those that nobody owns. */
  readonly elsewhere: number;
  /** False while the store may not know yet what others own: it hands out nothing then. */
  readonly settled: boolean;
}

export interface Heartbeat {
  /** Changes when the store may have forgotten something. */
  readonly since: string;
  /** Credentials of which somebody waits for a token, or wants a recount. */
  readonly wanted: readonly string[];
}

/** What a replica shares the quota through. Its functions reject when the store cannot be reached in time. */
export interface TokenStore {
  /** Reports, and is told what it may have: one atomic step. Null when a later report has overtaken this one. */
  exchange(credentialId: string, report: Report): Promise<Allotment | null>;
  /** Tells that this replica lives. To be called a few times a second. */
  heartbeat(): Promise<Heartbeat>;
  /** Is counted no more among the replicas. */
  close(): Promise<void>;
}

/** A replica that was not heard of for so long counts no more; when none was, the store may have been away. */
export const SILENT_MS = 3_000;
/** How long a store that may have forgotten something only listens. Replicas come back to it sooner than that. */
export const LISTEN_MS = 2_000;
/** How long it is remembered that somebody waits for a token. */
export const WANTED_MS = 1_000;

/** The store is there and did not answer in time. */
class StoreTimeoutError extends Error {
  override readonly name = 'StoreTimeoutError';
}

/** Rejects when the answer takes longer than `ms`. */
export async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  // One more turn: after a pause of our own, timers come before the answer that has long been there.
  const alarm = setTimeout(() => setImmediate(() => reject(new StoreTimeoutError(`no answer within ${ms} ms`))), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(alarm);
  }
}
