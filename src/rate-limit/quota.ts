import { createTokenBucket } from './token-bucket.ts';

export interface QuotaOptions {
  /** Calls allowed in any interval, until HubSpot's headers say otherwise. */
  readonly limit: number;
  /** In ms. */
  readonly intervalMs: number;
}

/** What the answer to a call says about the quota. A field is missing where the answer does not say. */
export interface ReportedLimits {
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  readonly intervalMs?: number | undefined;
}

/** The calls that one credential may make. */
export interface Quota {
  /** Waits for a token and carries out the task with it, first come first served. */
  spend<T>(task: () => Promise<T>): Promise<T>;
  /** Whether `spend` would begin at once. */
  readonly available: boolean;
  /** Resolves when `spend` would begin at once. Takes no token. */
  whenAvailable(): Promise<void>;
  /** The share of the quota that is left, from 0 to 1. */
  readonly left: number;
  /** The time in which one call is earned, in ms. */
  readonly paceMs: number;
  /** Corrects the count by what an answer reports: others may use the same quota. */
  observe(reported: ReportedLimits): void;
  /** Whether everything about it could be forgotten: no call under way and all tokens back. */
  readonly idle: boolean;
  /** Makes no more calls; what others may use is given back. */
  close(): Promise<void>;
}

/** A quota that this process has for itself. */
export function createQuota(options: QuotaOptions): Quota {
  const bucket = createTokenBucket(options);
  return {
    spend: bucket.spend,
    get available() {
      return bucket.available;
    },
    whenAvailable: bucket.whenAvailable,
    get left() {
      return Math.max(0, bucket.free) / bucket.limit;
    },
    get paceMs() {
      return bucket.intervalMs / bucket.limit;
    },
    observe({ limit, remaining, intervalMs }) {
      bucket.intervalMs = intervalMs ?? bucket.intervalMs;
      bucket.limit = limit ?? bucket.limit;
      // Fewer left than we know of: somebody else has made calls. They are over one interval from now, at the latest.
      if (remaining !== undefined) bucket.park(bucket.free - remaining);
    },
    get idle() {
      return bucket.idle;
    },
    close: async () => {},
  };
}
