import { type BatchingObserver, nobody } from '../observer.ts';
import { BatchRefused, type Departure, failed, type Outcome, type SendBatch } from '../outcome.ts';
import { decisionOf, type Ticket } from './ticket.ts';

/**
 * The last look before inputs leave: what was decided while it waited (its time was up, its caller went away) is left
 * out, and the attempt is noted on the tickets of the others. A batch that was empty from the beginning is sent as it is,
 * unless all is closing.
 */
export function liveOnly<In, Out>(
  send: SendBatch<In, Out>,
  observer: BatchingObserver = nobody,
  closing?: AbortSignal,
): SendBatch<Ticket<In, Out>, Out> {
  return async (tickets) => {
    const live = tickets.filter((ticket) => ticket.isLive());
    const isEmpty = tickets.length === 0 && closing?.aborted !== true;
    if (live.length === 0) return isEmpty ? send([]) : tickets.map(decisionOf);
    observer.attempt(live.length, firstWaits(live));
    const outcomes = await attempt(live, send).catch((error: unknown) => refusedAmong(error, live, tickets));
    const byTicket = new Map(live.map((ticket, index) => [ticket, outcomes[index]]));
    return tickets.map((ticket) => byTicket.get(ticket) ?? decisionOf(ticket));
  };
}

/** A refusal counts places among those that were sent. What was sent alone needs no further call to be told apart. */
function refusedAmong<In, Out>(
  error: unknown,
  live: readonly Ticket<In, Out>[],
  tickets: readonly Ticket<In, Out>[],
): readonly Outcome<Out>[] {
  if (!(error instanceof BatchRefused) || live.length === tickets.length) throw error;
  if (live.length === 1) return [failed(error.reason)];
  const places = [...tickets.keys()].filter((place) => live.includes(tickets[place] as Ticket<In, Out>));
  const among = (hinted: readonly number[] = []) => hinted.flatMap((place) => places[place] ?? []);
  const { suspects, duplicates } = error.hint;
  throw new BatchRefused(error.reason, { ...error.hint, suspects: among(suspects), duplicates: among(duplicates) });
}

/** How long those have waited that are sent for the first time, in ms. */
function firstWaits(tickets: readonly Pick<Ticket<unknown, unknown>, 'attempts' | 'acceptedAt'>[]): number[] {
  const now = performance.now();
  const fresh = tickets.filter(({ attempts }) => attempts === 0);
  return fresh.map(({ acceptedAt }) => now - acceptedAt);
}

async function attempt<In, Out>(live: readonly Ticket<In, Out>[], send: SendBatch<In, Out>) {
  for (const ticket of live) ticket.beginAttempt();
  try {
    const outcomes = await send(
      live.map(({ input }) => input),
      departureOf(live),
    );
    for (const [index, ticket] of live.entries()) settle(ticket, outcomes[index]);
    return outcomes;
  } catch (error) {
    for (const ticket of live) ticket.attempted(error);
    throw error;
  }
}

const departureOf = (tickets: readonly Pick<Ticket<unknown, unknown>, 'waits' | 'leaves'>[]): Departure => ({
  waits() {
    for (const ticket of tickets) ticket.waits();
  },
  leaves: () => tickets.map((ticket) => ticket.leaves()).every(Boolean),
});

/** What is known of an input is told at once: it must not wait for the others of its batch, nor run out of time meanwhile. */
function settle<In, Out>(ticket: Ticket<In, Out>, outcome: Outcome<Out> | undefined): void {
  ticket.attempted(outcome?.ok === false ? outcome.error : null);
  if (outcome?.ok === true || outcome?.error.resend === 'never') ticket.decide(outcome);
}
