import { failed, type Outcome, type SendBatch, WriteError } from '../outcome.ts';
import type { Ticket } from './ticket.ts';

/**
 * Gives each input that the batch left without any answer one more attempt, alone, by a call for single inputs. Those of
 * a batch go one after the other, and what goes wrong for one of them, be it a bug, does not touch the others.
 */
export function oneByOne<In, Out>(
  sendBatch: SendBatch<Ticket<In, Out>, Out>,
  sendSingle: SendBatch<Ticket<In, Out>, Out>,
): SendBatch<Ticket<In, Out>, Out> {
  return async (tickets) => {
    const outcomes = [...(await sendBatch(tickets))];
    for (const [index, ticket] of tickets.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.ok || outcome.error.resend !== 'alone') continue;
      outcomes[index] = await single(sendSingle, ticket, outcome);
    }
    return outcomes;
  };
}

async function single<In, Out>(
  send: SendBatch<Ticket<In, Out>, Out>,
  ticket: Ticket<In, Out>,
  before: Outcome<Out>,
): Promise<Outcome<Out>> {
  try {
    const [outcome] = await send([ticket]);
    if (outcome === undefined) throw new Error('A single input was sent and has no outcome.');
    return outcome;
  } catch (error) {
    if (error instanceof WriteError) return failed(error);
    // Its caller is told of the bug; thrown, it would be the answer of the whole batch.
    ticket.fail(error);
    return before;
  }
}
