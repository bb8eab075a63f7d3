import { failed, type Outcome, type SendBatch, WriteError } from '../outcome.ts';
import type { Ticket } from './ticket.ts';

/**
 * Gives each input that the batch left without any answer one more attempt, alone, by a call for single inputs. Those of
 * a batch go one after the other, and what goes wrong for one of them, be it a bug, does not touch the others. Inputs for
 * which `sameAs` answers the same share the attempt; without it each has its own.
 */
export function oneByOne<In, Out>(
  sendBatch: SendBatch<Ticket<In, Out>, Out>,
  sendSingle: SendBatch<Ticket<In, Out>, Out>,
  sameAs: ((input: In) => string) | null = null,
): SendBatch<Ticket<In, Out>, Out> {
  return async (tickets) => {
    const outcomes = [...(await sendBatch(tickets))];
    const unanswered = [...tickets.entries()].filter(([index]) => isUnanswered(outcomes[index]));
    const alike = Map.groupBy(unanswered, ([, ticket]) => (sameAs === null ? ticket : sameAs(ticket.input)));
    for (const group of alike.values()) {
      const answers = await single(
        sendSingle,
        group.map(([, ticket]) => ticket),
      );
      for (const [place, [index]] of group.entries())
        outcomes[index] = answers?.[place] ?? (outcomes[index] as Outcome<Out>);
    }
    return outcomes;
  };
}

const isUnanswered = (outcome: Outcome<unknown> | undefined): boolean =>
  outcome?.ok === false && outcome.error.resend === 'alone';

/** One outcome per ticket; null when a bug was met, of which their callers are told. Thrown, it would be the whole batch's. */
async function single<In, Out>(
  send: SendBatch<Ticket<In, Out>, Out>,
  tickets: readonly Ticket<In, Out>[],
): Promise<readonly Outcome<Out>[] | null> {
  try {
    const outcomes = await send(tickets);
    if (outcomes.length < tickets.length) throw new Error('A single input was sent and has no outcome.');
    return outcomes;
  } catch (error) {
    if (error instanceof WriteError) return tickets.map(() => failed(error));
    for (const ticket of tickets) ticket.fail(error);
    return null;
  }
}
