export interface TokenBucketOptions {
  /** Tokens in circulation. */
  readonly limit: number;
  /** How long after the end of its call a token comes back, in ms. */
  readonly intervalMs: number;
  /** Called when somebody waits for a token, and when the last one was taken. */
  readonly onShort?: () => void;
}

export interface TokenBucket {
  /** May be changed at any time. Below `inUse`, nothing is handed out until so many tokens are back. */
  limit: number;
  intervalMs: number;
  /** Calls that are under way. */
  readonly underWay: number;
  /** Tokens of calls that are under way, or were answered less than an interval ago. */
  readonly inUse: number;
  /** Tokens that could be handed out now; negative after the limit was lowered. */
  readonly free: number;
  /** Those who wait for a token, and those who watch for one. */
  readonly waiting: number;
  /** Whether no call is under way, nobody waits, and all tokens are back. */
  readonly idle: boolean;
  /** Waits for a token and carries out the task with it, first come first served. */
  spend<T>(task: () => Promise<T>): Promise<T>;
  /** Whether `spend` would begin at once. */
  readonly available: boolean;
  /** Resolves when `spend` would begin at once. Takes no token. */
  whenAvailable(): Promise<void>;
  /** Takes so many tokens out of circulation for one interval. */
  park(count: number): void;
}

/**
 * A token for each allowed call. A token comes back one interval after its call was answered: HubSpot counts a call at
 * some moment between its sending and its answer, so that in no interval of HubSpot's can there be more calls than
 * allowed, however long they travel. (A bucket that refills steadily would allow almost twice as many.)
 */
export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  let { limit, intervalMs } = options;
  const { onShort = () => {} } = options;
  let underWay = 0;
  /** Since when tokens are on their way back, in ascending order. An interval that is corrected counts for them too. */
  const returning: number[] = [];
  const spenders: (() => void)[] = [];
  const watchers: (() => void)[] = [];
  let alarm: NodeJS.Timeout | undefined;

  function inUse(): number {
    const now = performance.now();
    while (returning[0] !== undefined && returning[0] + intervalMs <= now) returning.shift();
    return underWay + returning.length;
  }
  const free = () => limit - inUse();

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
    const [since] = returning;
    // Without one all tokens are under way: the next answer wakes us.
    if (since !== undefined) {
      alarm = setTimeout(handOut, Math.max(1, Math.ceil(since + intervalMs - performance.now())));
    }
    onShort();
  }

  function returnLater(count: number): void {
    for (let added = 0; added < count; added += 1) returning.push(performance.now());
    handOut();
  }

  function wait(queue: (() => void)[]): Promise<void> {
    return new Promise((resolve) => {
      queue.push(resolve);
      handOut();
    });
  }

  return {
    get limit() {
      return limit;
    },
    set limit(value) {
      limit = value;
      handOut();
    },
    get intervalMs() {
      return intervalMs;
    },
    set intervalMs(value) {
      if (value === intervalMs) return;
      intervalMs = value;
      handOut();
    },
    get underWay() {
      return underWay;
    },
    get inUse() {
      return inUse();
    },
    get free() {
      return free();
    },
    get waiting() {
      return spenders.length + watchers.length;
    },
    get idle() {
      return underWay === 0 && spenders.length === 0 && inUse() === 0;
    },
    async spend(task) {
      if (spenders.length === 0 && free() > 0) underWay += 1;
      else await wait(spenders);
      if (free() <= 0) onShort();
      try {
        return await task();
      } finally {
        underWay -= 1;
        returnLater(1);
      }
    },
    get available() {
      return spenders.length === 0 && free() > 0;
    },
    whenAvailable: () => wait(watchers),
    park: returnLater,
  };
}
