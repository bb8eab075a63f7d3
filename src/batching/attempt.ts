import { type BatchingObserver, nobody } from '../observer.ts';
import { BatchRefused, type SendBatch, type SendGate } from '../outcome.ts';
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
    const now = performance.now();
    const fresh = live.filter(({ attempts }) => attempts === 0);
    observer.attempt(
      live.length,
      fresh.map(({ acceptedAt }) => now - acceptedAt),
    );
    for (const entry of live) entry.beginAttempt();
    const inputs = live.map(({ input }) => input);
    try {
      const outcomes = await send(inputs, gateOf(live));
      for (const [place, entry] of live.entries()) entry.answered(outcomes[place]);
      const byEntry = new Map(live.map((entry, place) => [entry, outcomes[place]]));
      return entries.map((entry) => byEntry.get(entry) ?? decisionOf(entry));
    } catch (error) {
      for (const entry of live) entry.ended(error);
      throw error instanceof BatchRefused ? amongAll(error, live, entries) : error;
    }
  };
}

const gateOf = (entries: readonly Pick<Entry<unknown, unknown>, 'waits' | 'leaves'>[]): SendGate => ({
  waits() {
    for (const entry of entries) entry.waits();
  },
  leaves: () => entries.map((entry) => entry.leaves()).every(Boolean),
});

/** A refusal counts places among those that were sent. */
function amongAll<E>({ reason, hint }: BatchRefused, sent: readonly E[], all: readonly E[]): BatchRefused {
  const among = (places: readonly number[] = []) => places.map((place) => all.indexOf(sent[place] as E));
  return new BatchRefused(reason, { ...hint, suspects: among(hint.suspects), duplicates: among(hint.duplicates) });
}
