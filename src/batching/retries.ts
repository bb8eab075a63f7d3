import { type BatchingObserver, nobody } from '../observer.ts';
import { failed as failedWith, type Outcome, type Resend, type SendBatch, type SendError } from '../outcome.ts';
import type { Circuit } from './circuit-breaker.ts';
import { decisionOf, type Entry } from './entry.ts';

/** A wait before the next attempt is drawn between 0 and this, doubled from attempt to attempt. */
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 5_000;
/** An input that fails alone while others are answered is itself the reason: it is sent no more than so often. */
const MAX_FAILURES_ALONE = 4;
/** So many failures in a row, a batch and its halves, look like an outage and not like one bad input. */
const OUTAGE = 3;

export interface RetryOptions {
  readonly circuit: Pick<Circuit, 'isOpen' | 'succeededAt'>;
  /** Ends all waiting. */
  readonly closing: AbortSignal;
  readonly observer?: BatchingObserver;
  readonly random?: () => number;
}

/** Inputs that are sent together. */
interface Part<In, Out> {
  readonly entries: readonly Entry<In, Out>[];
  /** Not to be sent before, on the clock of `performance.now()`. */
  readonly notBefore: number;
  /** When it failed last, and how often in a row while nobody else was answered. */
  readonly failedAt: number;
  readonly failures: number;
  /** Whether it failed as it is, and not only with others. */
  readonly triedAlone: boolean;
  /** How often the input failed alone while others were answered. */
  readonly alone: number;
}

/** What failed for a reason that may pass. */
interface Left<In, Out> {
  readonly entry: Entry<In, Out>;
  readonly error: SendError;
}

/**
 * Sends inputs again that failed for a reason that may pass, each as long as its time allows and as it may be sent twice;
 * meanwhile they keep their places in the order of their keys. The reason may lie in one of them: so a batch that failed is
 * sent again in halves, each half after what has failed less often, until the others are written and the bad input stands
 * alone. When it was an outage after all, the first answer puts the rest together again.
 */
export function retries<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  options: RetryOptions,
): SendBatch<Entry<In, Out>, Out> {
  const { closing, observer = nobody } = options;

  return async (entries) => {
    let parts: Part<In, Out>[] = [fresh(entries)];
    let inARow = 0;
    let putTogether = false;
    for (let begun = false; ; begun = true) {
      const [part, ...rest] = open(parts);
      if (part === undefined) return entries.map(decisionOf);
      if (part.notBefore > 0) await waitFor(part, closing);
      const sent = part.entries.filter(({ decided }) => decided === null);
      if (sent.length === 0) continue;
      if (begun) observer.retry();
      const left = await attempt(send, sent);
      const othersAnswered = options.circuit.succeededAt >= part.failedAt;
      const answered = left.length < sent.length;
      const parted = again(part, left, options, putTogether || inARow >= OUTAGE);
      if (answered) {
        // Once: when they fail again it is not for an outage.
        const whole: boolean = inARow >= OUTAGE && !putTogether;
        putTogether ||= whole;
        parts = [...dueNow(whole ? together(rest) : rest), ...parted];
      }
      // Where nobody is answered at all, one part at a time finds out whether it is over.
      else parts = [...(inARow >= OUTAGE && !othersAnswered ? after(rest, parted) : rest), ...parted];
      inARow = answered ? 0 : inARow + 1;
    }
  };
}

/** The parts that still hold something to be sent, the one whose time comes first at their head. */
function open<In, Out>(parts: readonly Part<In, Out>[]): Part<In, Out>[] {
  return parts
    .filter(({ entries }) => entries.some(({ decided }) => decided === null))
    .toSorted((a, b) => a.notBefore - b.notBefore);
}

/** Until the time of the part has come, or nothing of it is to be sent any more. */
async function waitFor<In, Out>({ notBefore, entries }: Part<In, Out>, closing: AbortSignal): Promise<void> {
  const waitMs = notBefore - performance.now();
  if (waitMs > 0)
    await Promise.race([delay(waitMs, closing), Promise.allSettled(entries.map(({ outcome }) => outcome))]);
}

/** Sends the entries and decides what is final. */
async function attempt<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  entries: readonly Entry<In, Out>[],
): Promise<Left<In, Out>[]> {
  const outcomes = await send(entries);
  return entries.flatMap((entry, place) => {
    const outcome = outcomes[place] as Outcome<Out>;
    if (!outcome.ok && mayPass(outcome.error.resend))
      return entry.decided === null ? [{ entry, error: outcome.error }] : [];
    entry.decide(outcome);
    return [];
  });
}

const mayPass = (resend: Resend): boolean => resend === 'backoff' || (typeof resend === 'object' && !resend.tellNow);

/** What is left of a part, in the parts in which it is sent next. */
function again<In, Out>(
  part: Part<In, Out>,
  left: readonly Left<In, Out>[],
  options: RetryOptions,
  longInVain: boolean,
): readonly Part<In, Out>[] {
  const byError = Map.groupBy(left, ({ error }) => error);
  return [...byError].flatMap(([error, group]) => {
    const entries = group.map(({ entry }) => entry);
    return next({ ...part, entries }, error, options, longInVain);
  });
}

function next<In, Out>(
  part: Part<In, Out>,
  error: SendError,
  options: RetryOptions,
  longInVain: boolean,
): Part<In, Out>[] {
  const { circuit, random = Math.random } = options;
  const now = performance.now();
  const { entries, failedAt, failures } = part;
  const { resend } = error;
  const othersAnswered = circuit.succeededAt >= failedAt;
  const parts = halves(entries);
  const triedAlone = parts.length === 1;
  const failed = { failedAt: now, failures: othersAnswered ? 1 : failures + 1, triedAlone, alone: 0 };

  if (typeof resend === 'object') {
    const splits = resend.ofInput === true && parts.length > 1;
    // Whom a lock may not be about does not wait for it to pass. Where several are locked that shows only in small parts.
    const atOnce = splits && (failures === 0 || othersAnswered || longInVain);
    const nextAt = atOnce ? 0 : now + resend.afterMs;
    // In parts they may be sent sooner.
    if (!splits) tellThoseWithoutTime(entries, error, nextAt);
    return (splits ? parts : [entries]).map((half) => ({ ...failed, entries: half, notBefore: nextAt }));
  }

  const alone = triedAlone && failures > 0 && othersAnswered ? part.alone + 1 : part.alone;
  if (alone >= MAX_FAILURES_ALONE) {
    tellThoseWithoutTime(entries, error, Number.POSITIVE_INFINITY);
    return [];
  }
  // While the circuit is open it says when the next attempt is made.
  const longestMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(failed.failures - 1, alone));
  const notBefore = circuit.isOpen ? now : now + random() * longestMs;
  return parts.map((half) => ({ ...failed, alone, entries: half, notBefore }));
}

function tellThoseWithoutTime<In, Out>(entries: readonly Entry<In, Out>[], error: SendError, nextAt: number): void {
  for (const entry of entries) if (entry.expiresAt <= nextAt) entry.decide(failedWith(error));
}

function halves<T>(items: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(items.length / 2);
  return items.length === 1 ? [items] : [items.slice(0, middle), items.slice(middle)];
}

/** Somebody was answered: what did not fail as it is waits for no more than to be told apart. */
const dueNow = <In, Out>(parts: readonly Part<In, Out>[]): Part<In, Out>[] =>
  parts.map((part) => (part.triedAlone ? part : { ...part, notBefore: 0 }));

/** The parts, none of them to be sent before what has just failed. */
function after<In, Out>(parts: readonly Part<In, Out>[], failed: readonly Part<In, Out>[]): Part<In, Out>[] {
  const earliest = Math.min(...failed.map(({ notBefore }) => notBefore));
  return parts.map((part) => ({ ...part, notBefore: Math.max(part.notBefore, earliest) }));
}

/** All in one part again, but for those that are known to fail alone. */
function together<In, Out>(parts: readonly Part<In, Out>[]): Part<In, Out>[] {
  const suspects = parts.filter(({ alone }) => alone > 0);
  const entries = parts.filter(({ alone }) => alone === 0).flatMap((part) => part.entries);
  return [fresh(entries), ...suspects];
}

const fresh = <In, Out>(entries: readonly Entry<In, Out>[]): Part<In, Out> => ({
  entries,
  notBefore: 0,
  failedAt: Number.POSITIVE_INFINITY,
  failures: 0,
  triedAlone: false,
  alone: 0,
});

/** Resolves after so many milliseconds, or as soon as the signal is aborted. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
