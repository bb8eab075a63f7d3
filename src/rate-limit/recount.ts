/** In this time every replica has learned that a recount is wanted, and has reported. */
const REPORTED_MS = 400;

interface Suspicion {
  readonly since: number;
  /** What was free here, and left for all according to HubSpot, when it arose. */
  readonly free: number;
  readonly remaining: number;
  /** The least that was free elsewhere, according to the reports before and after. */
  elsewhere: number;
}

/**
 * Finds out whether strangers use the quota too. HubSpot's answers tell how many calls are left for all; what is free at
 * other replicas is known from their reports alone, which are some time old. So when there are fewer left than there should
 * be all replicas report anew: only what neither their reports from before nor those from after explain is strangers' work.
 */
export function createRecount(ask: () => void) {
  let suspicion: Suspicion | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let strangers = 0;

  return {
    get running(): boolean {
      return suspicion !== null;
    },
    /** `free` here, `elsewhere` as last reported, `remaining` for all according to HubSpot. */
    suspect(free: number, elsewhere: number, remaining: number): void {
      if (suspicion !== null || free + elsewhere <= remaining) return;
      suspicion = { since: performance.now(), free, remaining, elsewhere: Number.POSITIVE_INFINITY };
      ask();
      alarm = setTimeout(ask, REPORTED_MS).unref();
    },
    /** To be told what is free elsewhere, at each answer of the store. */
    told(elsewhere: number): void {
      if (suspicion === null) return;
      suspicion.elsewhere = Math.min(suspicion.elsewhere, elsewhere);
      if (performance.now() < suspicion.since + REPORTED_MS) return;
      strangers = Math.max(0, suspicion.free + suspicion.elsewhere - suspicion.remaining);
      suspicion = null;
      if (strangers > 0) ask();
    },
    /** The calls of strangers that were found, once. */
    take(): number {
      const found = strangers;
      strangers = 0;
      return found;
    },
    stop(): void {
      suspicion = null;
      clearTimeout(alarm);
    },
  };
}
