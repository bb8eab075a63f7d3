import { type BatchingObserver, nobody } from '../observer.ts';
import { BatchRefused, failed, type Outcome, type SendBatch, type SendGate } from '../outcome.ts';
import { decisionOf, type Entry } from './entry.ts';

export interface AttemptOptions {
  readonly observer?: BatchingObserver;
  /** Once it is aborted no call is made that carries nothing. */
  readonly closing?: AbortSignal;
}

/**
 * The last look before inputs leave: what was decided while it waited (its time was up, its caller went away) is left
 * out, and the attempt is noted on the entries of the others. A batch that was empty from the beginning is sent as it is,
 * unless all is closing.
 */
export function attempt<In, Out>(
  send: SendBatch<In, Out>,
  { observer = nobody, closing }: AttemptOptions = {},
): SendBatch<Entry<In, Out>, Out> {
  return async (entries) => {
    const live = entries.filter((entry) => entry.isLive());
    const isEmpty = entries.length === 0 && closing?.aborted !== true;
    if (live.length === 0) return isEmpty ? send([]) : entries.map(decisionOf);
    observer.attempt(live.length, firstWaits(live));
    const outcomes = await sendLive(live, send).catch((error: unknown) => refusedAmong(error, live, entries));
    const byEntry = new Map(live.map((entry, index) => [entry, outcomes[index]]));
    return entries.map((entry) => byEntry.get(entry) ?? decisionOf(entry));
  };
}

async function sendLive<In, Out>(live: readonly Entry<In, Out>[], send: SendBatch<In, Out>) {
  for (const entry of live) entry.beginAttempt();
  try {
    const outcomes = await send(
      live.map(({ input }) => input),
      gateOf(live),
    );
    for (const [index, entry] of live.entries()) settle(entry, outcomes[index]);
    return outcomes;
  } catch (error) {
    for (const entry of live) entry.attempted(error);
    throw error;
  }
}

const gateOf = (entries: readonly Pick<Entry<unknown, unknown>, 'waits' | 'leaves'>[]): SendGate => ({
  waits() {
    for (const entry of entries) entry.waits();
  },
  leaves: () => entries.map((entry) => entry.leaves()).every(Boolean),
});

/** What is known of an input is told at once: it must not wait for the others of its batch, nor run out of time meanwhile. */
function settle<In, Out>(entry: Entry<In, Out>, outcome: Outcome<Out> | undefined): void {
  entry.attempted(outcome?.ok === false ? outcome.error : null);
  if (outcome?.ok === true || outcome?.error.resend === 'never') entry.decide(outcome);
}

/** A refusal counts places among those that were sent. What was sent alone needs no further call to be told apart. */
function refusedAmong<In, Out>(
  error: unknown,
  live: readonly Entry<In, Out>[],
  entries: readonly Entry<In, Out>[],
): readonly Outcome<Out>[] {
  if (!(error instanceof BatchRefused) || live.length === entries.length) throw error;
  if (live.length === 1) return [failed(error.reason)];
  const places = [...entries.keys()].filter((place) => live.includes(entries[place] as Entry<In, Out>));
  const among = (hinted: readonly number[] = []) => hinted.flatMap((place) => places[place] ?? []);
  const { suspects, duplicates } = error.hint;
  throw new BatchRefused(error.reason, { ...error.hint, suspects: among(suspects), duplicates: among(duplicates) });
}

/** How long those have waited that are sent for the first time, in ms. */
function firstWaits(entries: readonly Pick<Entry<unknown, unknown>, 'attempts' | 'acceptedAt'>[]): number[] {
  const now = performance.now();
  const fresh = entries.filter(({ attempts }) => attempts === 0);
  return fresh.map(({ acceptedAt }) => now - acceptedAt);
}
