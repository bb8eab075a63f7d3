import { failed, type Pause, pauseForAll, type SendBatch, SendError } from '../outcome.ts';
import { type Entry, takeToken } from './entry.ts';

/** So many batches that were not sent before must fail in a row to open the circuit. */
const FAILURES = 2;
/** How long after it opened the first batch probes, in ms; the wait doubles with each probe that fails. */
const FIRST_PROBE_MS = 1_000;
const LONGEST_PROBE_MS = 5_000;
/** Keys that are remembered because their inputs failed. */
const MAX_FAILED_KEYS = 1_000;

type Entries = readonly Pick<
  Entry<unknown, unknown>,
  'keys' | 'attempts' | 'decided' | 'expiresAt' | 'outcome' | 'decide'
>[];

/**
 * Holds batches back while the other side is down: nothing is sent but one batch at a time, to find out whether it is up
 * again. Meanwhile the inputs lose nothing but time, and can be withdrawn. A pause that the other side asks for is kept in
 * the same way; who has not the time for it is told at once what was said.
 */
export function breaker<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  { circuit }: { readonly circuit: Circuit },
): SendBatch<Entry<In, Out>, Out> {
  return async (entries) => {
    const inputs = entries as Entries;
    let isProbe = false;
    if (circuit.isOpen) {
      // Others need the token that the batch has left with. It waits for another one when its turn comes.
      takeToken(entries)?.unused();
      isProbe = await circuit.turn(inputs);
    }
    const before = attemptsOf(inputs);
    try {
      const outcomes = await send(entries);
      if (entries.length > 0 && attemptsOf(inputs) === before) circuit.notSent(isProbe);
      else circuit.carriedOut(inputs, isProbe);
      return outcomes;
    } catch (error) {
      circuit.failed(inputs, error, isProbe);
      throw error;
    }
  };
}

const attemptsOf = (entries: Entries): number => entries.reduce((sum, { attempts }) => sum + attempts, 0);

export type Circuit = ReturnType<typeof createCircuit>;

/** What is known of the other side, for one credential. */
export function createCircuit() {
  /** Batches that have failed in a row. */
  let failures = 0;
  /** Of inputs that have failed and were not carried out since: an input that always fails is no outage, often as it comes. */
  const failedKeys = new Set<string>();
  let succeededAt = Number.NEGATIVE_INFINITY;
  /** When the next batch may probe; null while the circuit is closed. */
  let probeAt: number | null = null;
  /** Whether that time has come, and nobody probes yet. */
  let probeDue = false;
  let waitMs = FIRST_PROBE_MS;
  let pause: { readonly error: SendError; readonly resend: Pause; readonly since: number } | null = null;
  /** Batches that wait for their turn and were not sent so far: one of them probes next. */
  let untried = 0;
  /** Resolved with each change of what is above. */
  let changed = Promise.withResolvers<void>();
  let alarm: NodeJS.Timeout | undefined;

  function tell(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  function letOneProbe(): void {
    probeDue = true;
    tell();
  }

  function open(forMs: number): void {
    probeAt = performance.now() + forMs;
    probeDue = false;
    clearTimeout(alarm);
    alarm = setTimeout(letOneProbe, forMs).unref();
    // Some may not have the time to wait for so long.
    tell();
  }

  function answered(isProbe: boolean): void {
    failures = 0;
    // What was sent before a pause was asked for says nothing of its end.
    if (pause !== null && !isProbe) return;
    pause = null;
    probeAt = null;
    waitMs = FIRST_PROBE_MS;
    clearTimeout(alarm);
    tell();
  }

  /** Only what fails for the first time is evidence of an outage: otherwise the reason may lie in one of its inputs. */
  function isEvidence(entries: Entries): boolean {
    const isEvident = entries.some(({ attempts, keys }) => attempts <= 1 && !keys.some((key) => failedKeys.has(key)));
    if (failedKeys.size > MAX_FAILED_KEYS) failedKeys.clear();
    for (const { keys } of entries) for (const key of keys) failedKeys.add(key);
    return isEvident;
  }

  function failedAsInOutage(entries: Entries, isProbe: boolean): void {
    if (isEvidence(entries)) failures += 1;
    if (probeAt === null ? failures < FAILURES : !isProbe) return;
    pause = null;
    open(waitMs);
    waitMs = Math.min(LONGEST_PROBE_MS, waitMs * 2);
  }

  function tellThoseWithoutTime(entries: Entries): void {
    if (pause === null || probeAt === null) return;
    const error = pause.error.later(performance.now() - pause.since);
    for (const entry of entries)
      if (pause.resend.tellNow === true || entry.expiresAt <= probeAt) entry.decide(failed(error));
  }

  /** Until they may be sent or none of them is to be sent any more. Returns whether they probe. */
  async function wait(entries: Entries, isUntried: boolean): Promise<boolean> {
    const isEmpty = entries.length === 0;
    const allDecided = Promise.allSettled(entries.map(({ outcome }) => outcome));
    while (probeAt !== null && (isEmpty || entries.some(({ decided }) => decided === null))) {
      // What failed before may be to blame itself, so it comes last.
      if (probeDue && (isUntried || untried === 0)) {
        probeDue = false;
        return true;
      }
      tellThoseWithoutTime(entries);
      await Promise.race(isEmpty ? [changed.promise] : [changed.promise, allDecided]);
    }
    return false;
  }

  return {
    /** Whether batches wait. */
    get isOpen() {
      return probeAt !== null;
    },
    /** Whether they wait because the other side fails, and not for a pause that it asked for. */
    get isOutage() {
      return probeAt !== null && pause === null;
    },
    /** When a batch was last carried out, on the clock of `performance.now()`. */
    get succeededAt() {
      return succeededAt;
    },
    /**
     * Null when a further batch is of use: the circuit is closed, or it would be the one that probes next. Otherwise resolves
     * when that may be so; until then the batch is better kept open to more inputs.
     */
    untilUseful: (): Promise<void> | null => (probeAt === null || untried === 0 ? null : changed.promise),
    /** Waits until a batch may be sent, or none of its inputs is to be sent any more. Returns whether it probes. */
    async turn(entries: Entries): Promise<boolean> {
      const isUntried = entries.length > 0 && attemptsOf(entries) === 0;
      if (isUntried) untried += 1;
      const isProbe = await wait(entries, isUntried);
      if (isUntried) untried -= 1;
      tell();
      return isProbe;
    },
    carriedOut(entries: Entries, isProbe: boolean): void {
      succeededAt = performance.now();
      for (const { keys } of entries) for (const key of keys) failedKeys.delete(key);
      answered(isProbe);
    },
    failed(entries: Entries, error: unknown, isProbe: boolean): void {
      const asked = pauseForAll(error);
      if (asked !== null) {
        pause = { error: error as SendError, resend: asked, since: performance.now() };
        open(asked.afterMs);
      } else if (error instanceof SendError && error.resend === 'backoff') failedAsInOutage(entries, isProbe);
      else answered(isProbe);
    },
    /** None of the inputs was to be sent any more when its turn came. */
    notSent(isProbe: boolean): void {
      if (isProbe) letOneProbe();
    },
  };
}
