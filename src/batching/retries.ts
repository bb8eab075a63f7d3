import { type BatchingObserver, nobody } from '../observer.ts';
import { failed, type SendBatch, WriteError } from '../outcome.ts';
import { delay } from './delay.ts';
import { createRetryBudget } from './retry-budget.ts';
import type { Ticket } from './ticket.ts';

/** A wait before the next attempt is drawn between 0 and this, doubled from attempt to attempt. */
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 5_000;

/**
 * Sends a batch again when it failed for a reason that may pass: after the wait that HubSpot asked for, or after one drawn
 * with full jitter. Each input takes part as long as its time allows and as it may be sent twice; the contacts keep their
 * places in the order meanwhile. `closing` ends all waiting. A budget keeps an outage from being multiplied. Refusals (`BatchRefused`) pass through.
 */
export function retries<In, Out>(
  send: SendBatch<Ticket<In, Out>, Out>,
  closing: AbortSignal,
  observer: BatchingObserver = nobody,
  random: () => number = Math.random,
): SendBatch<Ticket<In, Out>, Out> {
  const budget = createRetryBudget();

  /** How long to wait before the next attempt, in ms; null when there is to be none. */
  function waitFor(error: WriteError, attempt: number): number | null {
    if (closing.aborted || error.resend === 'never' || error.resend === 'alone') return null;
    if (error.resend !== 'backoff') return error.resend.afterMs;
    budget.failed();
    return budget.allows() ? random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt) : null;
  }

  return async (tickets) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const outcomes = await send(tickets);
        budget.succeeded();
        return outcomes;
      } catch (error) {
        if (!(error instanceof WriteError)) throw error;
        const waitMs = waitFor(error, attempt);
        decideThoseNotSentAgain(tickets, error, waitMs);
        if (tickets.some(({ decided }) => decided === null)) {
          await delay(waitMs ?? 0, closing);
        }
        // Also those that were decided during the wait: their time was up, or the gateway stopped.
        if (tickets.every(({ decided }) => decided !== null))
          return tickets.map(({ decided }) => decided ?? failed(error));
        observer.retry();
      }
    }
  };
}

function decideThoseNotSentAgain<In, Out>(
  tickets: readonly Ticket<In, Out>[],
  error: WriteError,
  waitMs: number | null,
): void {
  const nextAt = waitMs === null ? Number.POSITIVE_INFINITY : performance.now() + waitMs;
  for (const ticket of tickets) {
    if (ticket.expiresAt <= nextAt) ticket.decide(failed(error));
  }
}
