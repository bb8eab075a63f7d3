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
}

/**
 * A token for each allowed call. A token comes back one interval after its call was answered: HubSpot counts a call at
 * some moment between its sending and its answer, so that in no interval of HubSpot's can there be more calls than
 * allowed, however long they travel. (A bucket that refills steadily would allow almost twice as many.)
 */
export function createQuota(options: QuotaOptions): Quota {
  let { limit, intervalMs } = options;
  let underWay = 0;
  /** When tokens come back, in ascending order. */
  const returns: number[] = [];
  const spenders: (() => void)[] = [];
  const watchers: (() => void)[] = [];
  let alarm: NodeJS.Timeout | undefined;

  function free(): number {
    const now = performance.now();
    while (returns[0] !== undefined && returns[0] <= now) returns.shift();
    return limit - underWay - returns.length;
  }

  /** Hands out what is free, and sees to being called again when more will be. */
  function handOut(): void {
    while (spenders.length > 0 && free() > 0) {
      underWay += 1;
      spenders.shift()?.();
    }
    if (spenders.length === 0 && watchers.length > 0 && free() > 0) {
      for (const watcher of watchers.splice(0)) watcher();
    }
    clearTimeout(alarm);
    if (spenders.length > 0 || watchers.length > 0) wakeLater();
  }

  function wakeLater(): void {
    const [next] = returns;
    // Without one all tokens are under way: the next answer wakes us.
    if (next !== undefined) alarm = setTimeout(handOut, Math.max(1, Math.ceil(next - performance.now())));
  }

  function giveBack(): void {
    underWay -= 1;
    returns.push(performance.now() + intervalMs);
    handOut();
  }

  return {
    async spend(task) {
      if (spenders.length === 0 && free() > 0) underWay += 1;
      else {
        await new Promise<void>((resolve) => {
          spenders.push(resolve);
          handOut();
        });
      }
      try {
        return await task();
      } finally {
        giveBack();
      }
    },
    get available() {
      return spenders.length === 0 && free() > 0;
    },
    whenAvailable: () =>
      new Promise<void>((resolve) => {
        watchers.push(resolve);
        handOut();
      }),
    get left() {
      return Math.max(0, free()) / limit;
    },
    get paceMs() {
      return intervalMs / limit;
    },
    observe(reported) {
      limit = reported.limit ?? limit;
      intervalMs = reported.intervalMs ?? intervalMs;
      // Fewer left than we know of: somebody else has made calls. They are over one interval from now, at the latest.
      const byOthers = reported.remaining === undefined ? 0 : free() - reported.remaining;
      for (let count = 0; count < byOthers; count += 1) returns.push(performance.now() + intervalMs);
      handOut();
    },
    get idle() {
      return underWay === 0 && spenders.length === 0 && free() === limit;
    },
  };
}
