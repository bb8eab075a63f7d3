import { type BatchingObserver, nobody } from '../observer.ts';
import type { Outcome, SendBatch } from '../outcome.ts';
import type { Ticket } from './ticket.ts';

/**
 * The last look before inputs leave: what was decided while it waited (its time was up, its caller went away) is left
 * out, and the attempt is noted on the tickets of the others.
 */
export function liveOnly<In, Out>(
  send: SendBatch<In, Out>,
  observer: BatchingObserver = nobody,
): SendBatch<Ticket<In, Out>, Out> {
  return async (tickets) => {
    const live = tickets.filter((ticket) => ticket.isLive());
    if (live.length > 0) observer.attempt(live.length, firstWaits(live));
    const outcomes = live.length === 0 ? [] : await attempt(live, send);
    const byTicket = new Map(live.map((ticket, index) => [ticket, outcomes[index]]));
    return tickets.map((ticket) => byTicket.get(ticket) ?? decisionOf(ticket));
  };
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
    const outcomes = await send(live.map(({ input }) => input));
    for (const [index, ticket] of live.entries()) settle(ticket, outcomes[index]);
    return outcomes;
  } catch (error) {
    for (const ticket of live) ticket.attempted(error);
    throw error;
  }
}

/** What is known of an input is told at once: it must not wait for the others of its batch, nor run out of time meanwhile. */
function settle<In, Out>(ticket: Ticket<In, Out>, outcome: Outcome<Out> | undefined): void {
  ticket.attempted(outcome?.ok === false ? outcome.error : null);
  if (outcome?.ok === true || outcome?.error.resend === 'never') ticket.decide(outcome);
}

function decisionOf<In, Out>({ decided }: Ticket<In, Out>): Outcome<Out> {
  if (decided === null) throw new Error('An input was sent and has no outcome.');
  return decided;
}
