import { failed, type Pause, pauseForAll, type SendBatch, SendError } from '../outcome.ts';
import { type Entry, takeToken } from './entry.ts';

/** So many batches that have no input in common must fail in a row to open the circuit. */
const FAILURES = 2;
/** How long after it opened the first batch probes, in ms; the wait doubles with each probe that fails. */
const FIRST_PROBE_MS = 1_000;
const LONGEST_PROBE_MS = 5_000;
/** Keys that are remembered because their inputs fail while others are answered. */
const MAX_BAD_KEYS = 1_000;

type AnyEntry = Pick<Entry<unknown, unknown>, 'keys' | 'attempts' | 'decided' | 'expiresAt' | 'outcome' | 'decide'>;
type Entries = readonly AnyEntry[];
type Turn = 'usual' | 'probe';

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
    let turn: Turn = 'usual';
    if (circuit.isOpen) {
      // Others need the token that the batch has left with. It waits for another one when its turn comes.
      takeToken(entries)?.unused();
      turn = await circuit.turn(entries as Entries);
    }
    const before = attemptsOf(entries as Entries);
    const ended = (error: unknown) => {
      const nothingSent = error === null && entries.length > 0 && attemptsOf(entries as Entries) === before;
      circuit.ended(entries as Entries, { error, nothingSent, isProbe: turn === 'probe' });
    };
    try {
      const outcomes = await send(entries);
      ended(null);
      return outcomes;
    } catch (error) {
      ended(error);
      throw error;
    }
  };
}

const attemptsOf = (entries: Entries): number => entries.reduce((sum, { attempts }) => sum + attempts, 0);

interface End {
  /** What was thrown, or null. */
  readonly error: unknown;
  /** None of the inputs was to be sent any more. */
  readonly nothingSent: boolean;
  readonly isProbe: boolean;
}

export type Circuit = ReturnType<typeof createCircuit>;

/** What is known of the other side, for one credential. `tell`: told when an outage begins, and when it is over. */
export function createCircuit(tell: (outage: boolean) => void = () => {}) {
  /** Batches that have failed since the last answer, no two of them with an input in common: evidence of an outage. */
  let failing: ReadonlySet<AnyEntry>[] = [];
  /** All that was in them, and whether they may all be parts of one batch. */
  let suspects = new Set<AnyEntry>();
  let fromOne = false;
  /** They failed, and others were answered then: when they fail again that is no evidence. */
  const badInputs = new WeakSet<AnyEntry>();
  const badKeys = new Set<string>();
  let succeededAt = Number.NEGATIVE_INFINITY;
  /** When the next batch may probe; null while the circuit is closed. */
  let probeAt: number | null = null;
  /** Whether that time has come, and nobody probes yet. */
  let probeDue = false;
  /** Whether somebody who has nothing to do with the failures may be sent at once, to tell one bad batch from an outage. */
  let secondOpinion = false;
  let waitMs = FIRST_PROBE_MS;
  let outage = false;
  let pause: { readonly error: SendError; readonly resend: Pause; readonly since: number } | null = null;
  let waiting: { readonly resume: () => void; readonly tried: boolean }[] = [];
  /** Batches that wait for their turn and were not sent so far: one of them probes next. */
  let untried = 0;
  /** Told when a further batch is of use. */
  let listeners: (() => void)[] = [];
  let alarm: NodeJS.Timeout | undefined;

  /** What was not sent so far comes first, for what failed before may be to blame itself. */
  function wake(): void {
    const woken = waiting.toSorted((a, b) => Number(a.tried) - Number(b.tried));
    waiting = [];
    for (const { resume } of woken) resume();
  }

  function letOneProbe(): void {
    probeDue = true;
    wake();
  }

  function open(forMs: number): void {
    probeAt = performance.now() + forMs;
    probeDue = false;
    clearTimeout(alarm);
    alarm = setTimeout(letOneProbe, forMs).unref();
    // Some may not have the time to wait for so long.
    wake();
  }

  const isBad = (entry: AnyEntry) => badInputs.has(entry) || entry.keys.some((key) => badKeys.has(key));

  /** Whoever failed until now was not to blame an outage for it; whoever was carried out is not bad. */
  function tellApart(carriedOut: Entries): void {
    if (badKeys.size > MAX_BAD_KEYS) badKeys.clear();
    for (const entry of suspects) {
      badInputs.add(entry);
      for (const key of entry.keys) badKeys.add(key);
    }
    for (const entry of carriedOut) {
      badInputs.delete(entry);
      for (const key of entry.keys) badKeys.delete(key);
    }
    failing = [];
    suspects = new Set();
  }

  function setOutage(now: boolean): void {
    if (now !== outage) tell(now);
    outage = now;
  }

  function answered(entries: Entries, { error, isProbe }: End): void {
    if (error === null) succeededAt = performance.now();
    tellApart(error === null ? entries : []);
    // What was sent before a pause was asked for says nothing of its end.
    if (pause !== null && !isProbe) return;
    pause = null;
    probeAt = null;
    waitMs = FIRST_PROBE_MS;
    setOutage(false);
    clearTimeout(alarm);
    wake();
  }

  const isSuspect = (entry: AnyEntry) => suspects.has(entry);

  /** Failures of one batch count once, in whatever parts it is sent: the reason may lie in one of its inputs. */
  function noteFailure(entries: Entries): void {
    // An empty batch may be refused for being empty.
    if (entries.every(isBad)) return;
    fromOne = failing.length === 0 || (fromOne && entries.some(isSuspect));
    for (const entry of entries) suspects.add(entry);
    const known = failing.findIndex((batch) => entries.some((entry) => batch.has(entry)));
    failing[known === -1 ? failing.length : known] = new Set(entries);
  }

  function failedAsInOutage(entries: Entries, isProbe: boolean): void {
    if (probeAt === null) noteFailure(entries);
    if (probeAt === null ? failing.length < FAILURES : !isProbe) return;
    pause = null;
    setOutage(true);
    secondOpinion = fromOne && !isProbe;
    open(waitMs);
    waitMs = Math.min(LONGEST_PROBE_MS, waitMs * 2);
  }

  function tellThoseWithoutTime(entries: Entries): void {
    if (pause === null || probeAt === null) return;
    const error = pause.error.unsent().later(performance.now() - pause.since);
    for (const entry of entries) {
      if (pause.resend.tellNow === true || entry.expiresAt <= probeAt) entry.decide(failed(error));
    }
  }

  const isUseful = () => probeAt === null || untried === 0 || secondOpinion;

  function tellListeners(): void {
    if (!isUseful()) return;
    const told = listeners;
    listeners = [];
    for (const resolve of told) resolve();
  }

  async function wait(entries: Entries): Promise<Turn> {
    for (;;) {
      if (probeAt === null) return 'usual';
      if (probeDue) {
        probeDue = false;
        return 'probe';
      }
      if (secondOpinion && entries.length > 0 && !entries.some(isSuspect)) {
        secondOpinion = false;
        return 'usual';
      }
      tellThoseWithoutTime(entries);
      if (entries.length > 0 && entries.every(({ decided }) => decided !== null)) return 'usual';
      const woken = new Promise<void>((resume) => waiting.push({ resume, tried: attemptsOf(entries) > 0 }));
      const decided = entries.length > 0 ? [Promise.allSettled(entries.map(({ outcome }) => outcome))] : [];
      await Promise.race([woken, ...decided]);
    }
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
     * when that is so; until then the batch is better kept open to more inputs.
     */
    untilUseful: (): Promise<void> | null =>
      isUseful() ? null : new Promise<void>((resolve) => listeners.push(resolve)),
    /** Waits until a batch may be sent, or none of its inputs is to be sent any more. */
    async turn(entries: Entries): Promise<Turn> {
      const isUntried = entries.length > 0 && attemptsOf(entries) === 0;
      if (isUntried) untried += 1;
      const turn = await wait(entries);
      if (isUntried) untried -= 1;
      tellListeners();
      return turn;
    },
    ended(entries: Entries, end: End): void {
      const { error, nothingSent, isProbe } = end;
      const asked = pauseForAll(error);
      if (error instanceof SendError && error.resend === 'backoff') failedAsInOutage(entries, isProbe);
      else if (asked !== null) {
        secondOpinion = false;
        pause = { error: error as SendError, resend: asked, since: performance.now() };
        open(asked.afterMs);
      } else if (!nothingSent) answered(entries, end);
      else if (isProbe) letOneProbe();
    },
  };
}
