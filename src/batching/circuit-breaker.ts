import { failed, type Pause, pauseForAll, type SendBatch, SendError } from '../outcome.ts';
import { type Entry, takeToken } from './entry.ts';

/** So many batches that were not sent before must fail in a row to open the circuit. */
const FAILURES = 2;
/** How long after it opened the first batch probes, in ms; the wait doubles with each probe that fails. */
const FIRST_PROBE_MS = 1_000;
const LONGEST_PROBE_MS = 5_000;
/** Keys that are remembered because their inputs failed. */
const MAX_FAILED_KEYS = 1_000;

type Entries = readonly Entry<unknown, unknown>[];

/** Why, and for how long, batches wait. */
interface Opened {
  /** When the next batch may probe. */
  readonly until: number;
  /** Whether that time has come, and nobody probes yet. */
  probeDue: boolean;
  /** The pause that was asked for; null where the other side fails. */
  readonly pause: { readonly error: SendError; readonly resend: Pause; readonly since: number } | null;
}

const attemptsOf = (entries: Entries): number => entries.reduce((sum, { attempts }) => sum + attempts, 0);

export type Circuit = ReturnType<typeof createCircuit>;

/** What is known of the other side, for one credential. `tell`: told when an outage begins, and when it is over. */
export function createCircuit(tell: (outage: boolean) => void = () => {}) {
  /** Batches that have failed in a row. */
  let failures = 0;
  /** Of inputs that have failed and were not carried out since: an input that always fails is no outage, often as it comes. */
  const failedKeys = new Set<string>();
  let succeededAt = Number.NEGATIVE_INFINITY;
  /** Null while the circuit is closed. */
  let opened: Opened | null = null;
  let probeMs = FIRST_PROBE_MS;
  /** Batches that wait for their turn and were not sent so far: one of them probes next. */
  let untried = 0;
  /** Resolved with each change of what is above. */
  let changed = Promise.withResolvers<void>();
  let alarm: NodeJS.Timeout | undefined;
  let outage = false;

  function setOutage(now: boolean): void {
    if (now !== outage) tell(now);
    outage = now;
  }

  function wake(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  function letOneProbe(): void {
    if (opened !== null) opened.probeDue = true;
    wake();
  }

  function open(forMs: number, pause: Opened['pause']): void {
    opened = { until: performance.now() + forMs, probeDue: false, pause };
    clearTimeout(alarm);
    alarm = setTimeout(letOneProbe, forMs).unref();
    // Some may not have the time to wait for so long.
    wake();
  }

  function answered(isProbe: boolean): void {
    failures = 0;
    // What was sent before a pause was asked for says nothing of its end.
    if (opened?.pause && !isProbe) return;
    opened = null;
    probeMs = FIRST_PROBE_MS;
    setOutage(false);
    clearTimeout(alarm);
    wake();
  }

  /** Only what fails for the first time is evidence of an outage: otherwise the reason may lie in one of its inputs. */
  function isEvidence(entries: Entries): boolean {
    const isEvident = entries.some(({ attempts, keys }) => attempts <= 1 && !keys.some((key) => failedKeys.has(key)));
    if (failedKeys.size > MAX_FAILED_KEYS) failedKeys.clear();
    for (const { keys } of entries) for (const key of keys) failedKeys.add(key);
    return isEvident;
  }

  function wentWrong(entries: Entries, error: unknown, isProbe: boolean): void {
    const asked = pauseForAll(error);
    if (asked !== null) {
      open(asked.afterMs, { error: error as SendError, resend: asked, since: performance.now() });
    } else if (error instanceof SendError && error.resend === 'backoff') {
      if (isEvidence(entries)) failures += 1;
      if (opened === null ? failures < FAILURES : !isProbe) return;
      setOutage(true);
      open(probeMs, null);
      probeMs = Math.min(LONGEST_PROBE_MS, probeMs * 2);
    } else answered(isProbe);
  }

  function carriedOut(entries: Entries, isProbe: boolean): void {
    succeededAt = performance.now();
    for (const { keys } of entries) for (const key of keys) failedKeys.delete(key);
    answered(isProbe);
  }

  function tellThoseWithoutTime(entries: Entries, { until, pause }: Opened): void {
    if (pause === null) return;
    const error = pause.error.later(performance.now() - pause.since);
    for (const entry of entries)
      if (pause.resend.tellNow === true || entry.expiresAt <= until) entry.decide(failed(error));
  }

  /** Until they may be sent or none of them is to be sent any more. Returns whether they probe. */
  async function wait(entries: Entries, isUntried: boolean): Promise<boolean> {
    const allDecided = Promise.allSettled(entries.map(({ outcome }) => outcome));
    while (opened !== null && entries.some(({ decided }) => decided === null)) {
      // What failed before may be to blame itself, so it comes last.
      if (opened.probeDue && (isUntried || untried === 0)) {
        opened.probeDue = false;
        return true;
      }
      tellThoseWithoutTime(entries, opened);
      await Promise.race([changed.promise, allDecided]);
    }
    return false;
  }

  async function turn(entries: Entries): Promise<boolean> {
    if (opened === null) return false;
    // Others need the token that the batch has left with. It waits for another one when its turn comes.
    takeToken(entries)?.unused();
    const isUntried = attemptsOf(entries) === 0;
    if (isUntried) untried += 1;
    const isProbe = await wait(entries, isUntried);
    if (isUntried) untried -= 1;
    wake();
    return isProbe;
  }

  return {
    /** Whether batches wait. */
    get isOpen(): boolean {
      return opened !== null;
    },
    /** Whether they wait because the other side fails, and not for a pause that it asked for. */
    get isOutage(): boolean {
      return opened !== null && opened.pause === null;
    },
    /** When a batch was last carried out, on the clock of `performance.now()`. */
    get succeededAt(): number {
      return succeededAt;
    },
    /**
     * Null when a further batch is of use: the circuit is closed, or it would be the one that probes next. Otherwise resolves
     * when that may be so; until then the batch is better kept open to more inputs.
     */
    untilUseful: (): Promise<void> | null => (opened === null || untried === 0 ? null : changed.promise),
    /** Makes the call for these entries when it is their turn, and learns from how it ends. */
    async guard<T>(entries: Entries, call: () => Promise<T>): Promise<T> {
      const isProbe = await turn(entries);
      const before = attemptsOf(entries);
      try {
        const outcomes = await call();
        if (entries.length === 0 || attemptsOf(entries) > before) carriedOut(entries, isProbe);
        // None of them was to be sent any more.
        else if (isProbe) letOneProbe();
        return outcomes;
      } catch (error) {
        wentWrong(entries, error, isProbe);
        throw error;
      }
    },
  };
}

/**
 * Holds batches back while the other side is down: nothing is sent but one batch at a time, to find out whether it is up
 * again. Meanwhile the inputs lose nothing but time, and can be withdrawn. A pause that the other side asks for is kept in
 * the same way; who has not the time for it is told at once what was said.
 */
export function breaker<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  { circuit }: { readonly circuit: Circuit },
): SendBatch<Entry<In, Out>, Out> {
  return (entries) => circuit.guard(entries as Entries, () => send(entries));
}
