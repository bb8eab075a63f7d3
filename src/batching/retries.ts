import { type BatchingObserver, nobody } from '../observer.ts';
import { failed, type Outcome, type SendBatch, type SendError } from '../outcome.ts';
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
  readonly observer?: BatchingObserver;
  readonly random?: () => number;
}

/** Inputs that are sent together. */
interface Part<In, Out> {
  readonly entries: readonly Entry<In, Out>[];
  /** Not to be sent before, on the clock of `performance.now()`. */
  readonly notBefore: number;
  /** When it failed last. */
  readonly failedAt: number;
  /** How often it failed as a single input while others were answered. */
  readonly alone: number;
}

/**
 * Sends inputs again that failed for a reason that may pass, each as long as its time allows and as it may be sent twice;
 * meanwhile they keep their places in the order of their keys. The reason may lie in one of them: so a batch that failed is
 * sent again in halves, each half after what has failed less often, until the others are written and the bad input stands
 * alone. Only a single input waits, unless nobody is answered at all.
 */
export function retries<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  { circuit, observer = nobody, random = Math.random }: RetryOptions,
): SendBatch<Entry<In, Out>, Out> {
  const backoffMs = (failures: number) => random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
  /** While the circuit is open it says when the next attempt is made. */
  const after = (waitMs: number) => performance.now() + (circuit.isOpen ? 0 : waitMs);

  const othersAnswered = ({ failedAt }: Part<In, Out>) => circuit.succeededAt >= failedAt;

  /** The parts in which inputs are sent next that failed together. `part`: as what they were sent. */
  function again(
    part: Part<In, Out>,
    entries: readonly Entry<In, Out>[],
    error: SendError,
    inVain: number,
  ): readonly Part<In, Out>[] {
    const { resend } = error;
    const now = performance.now();
    const next = { entries, notBefore: now, failedAt: now, alone: 0 };
    if (typeof resend === 'object' && resend.ofInput !== true) {
      tellThoseWithoutTime(entries, error, now + resend.afterMs);
      return [{ ...next, notBefore: after(resend.afterMs) }];
    }
    if (entries.length > 1) return halves(entries).map((half) => ({ ...next, entries: half }));

    const isLock = typeof resend === 'object';
    const alone = part.alone + (part.entries.length === 1 && !isLock && othersAnswered(part) ? 1 : 0);
    const waitMs = isLock ? resend.afterMs : backoffMs(Math.max(inVain - 1, alone));
    const notBefore = alone < MAX_FAILURES_ALONE ? after(waitMs) : Number.POSITIVE_INFINITY;
    tellThoseWithoutTime(entries, error, notBefore);
    return [{ ...next, alone, notBefore }];
  }

  return async (entries) => {
    let parts: readonly Part<In, Out>[] = [{ entries, notBefore: 0, failedAt: Number.POSITIVE_INFINITY, alone: 0 }];
    /** Attempts in a row while nobody was answered. */
    let inVain = 0;
    let noneBefore = 0;
    for (let begun = false; ; begun = true) {
      const [part, ...rest] = stillOpen(parts);
      if (part === undefined) return entries.map(decisionOf);
      await waitUntil(Math.max(part.notBefore, noneBefore), part.entries);
      const sent = part.entries.filter(isOpen);
      if (sent.length === 0) continue;
      if (begun) observer.retry();
      const outcomes = await send(sent);
      const byError = Map.groupBy(sent, (entry, place) => whatMayPass(entry, outcomes[place] as Outcome<Out>));
      inVain = byError.has(null) || othersAnswered(part) ? 0 : inVain + 1;
      // Where nobody is answered, one part at a time finds out whether it is over.
      noneBefore = inVain < OUTAGE ? 0 : after(backoffMs(inVain - OUTAGE));
      const failedParts = [...byError].flatMap(([error, left]) =>
        error === null ? [] : again(part, left, error, inVain),
      );
      parts = [...rest, ...failedParts];
    }
  };
}

const isOpen = ({ decided }: Pick<Entry<unknown, unknown>, 'decided'>): boolean => decided === null;

/** The parts that still hold something to be sent, the one whose time comes first at their head. */
const stillOpen = <In, Out>(parts: readonly Part<In, Out>[]): Part<In, Out>[] =>
  parts.filter(({ entries }) => entries.some(isOpen)).toSorted((a, b) => a.notBefore - b.notBefore);

/** Why the entry is to be sent again. Null: it is decided. */
function whatMayPass<In, Out>(entry: Entry<In, Out>, outcome: Outcome<Out>): SendError | null {
  const resend = outcome.ok ? 'never' : outcome.error.resend;
  const mayPass = resend === 'backoff' || (typeof resend === 'object' && resend.tellNow !== true);
  if (!mayPass) entry.decide(outcome);
  return entry.decided === null && !outcome.ok ? outcome.error : null;
}

function tellThoseWithoutTime<In, Out>(entries: readonly Entry<In, Out>[], error: SendError, nextAt: number): void {
  for (const entry of entries) if (entry.expiresAt <= nextAt) entry.decide(failed(error));
}

function halves<T>(items: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** Until the time has come, or nothing of it is to be sent any more. */
async function waitUntil<In, Out>(time: number, entries: readonly Entry<In, Out>[]): Promise<void> {
  const waitMs = time - performance.now();
  if (waitMs <= 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  await Promise.race([promise, Promise.allSettled(entries.map(({ outcome }) => outcome))]);
  clearTimeout(timer);
}
