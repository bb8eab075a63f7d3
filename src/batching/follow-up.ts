import { failed, type Outcome, type SendBatch, SendError } from '../outcome.ts';
import type { Entry } from './entry.ts';

export interface FollowUpOptions<In, Out> {
  /** Makes the call for a single input. */
  readonly sendSingle: SendBatch<Entry<In, Out>, Out>;
  /** Inputs for which it answers the same share an attempt; without it each has its own. */
  readonly sameAs?: (input: In) => string;
}

/**
 * Gives each input that the batch left without any answer one more attempt, alone, by a call for single inputs. Those of
 * a batch go one after the other, and what goes wrong for one of them, be it a bug, does not touch the others.
 */
export function followUp<In, Out>(
  sendBatch: SendBatch<Entry<In, Out>, Out>,
  { sendSingle, sameAs }: FollowUpOptions<In, Out>,
): SendBatch<Entry<In, Out>, Out> {
  return async (entries) => {
    const outcomes = [...(await sendBatch(entries))];
    const unanswered = [...entries.entries()].filter(([index]) => isUnanswered(outcomes[index]));
    const alike = Map.groupBy(unanswered, ([, entry]) => (sameAs === undefined ? entry : sameAs(entry.input)));
    for (const group of alike.values()) {
      const answers = await single(
        sendSingle,
        group.map(([, entry]) => entry),
      );
      for (const [place, [index]] of group.entries())
        outcomes[index] = answers?.[place] ?? (outcomes[index] as Outcome<Out>);
    }
    return outcomes;
  };
}

const isUnanswered = (outcome: Outcome<unknown> | undefined): boolean =>
  outcome?.ok === false && outcome.error.resend === 'alone';

/** One outcome per entry; null when a bug was met, of which their callers are told. Thrown, it would be the whole batch's. */
async function single<In, Out>(
  send: SendBatch<Entry<In, Out>, Out>,
  entries: readonly Entry<In, Out>[],
): Promise<readonly Outcome<Out>[] | null> {
  try {
    const outcomes = await send(entries);
    if (outcomes.length < entries.length) throw new Error('A single input was sent and has no outcome.');
    return outcomes;
  } catch (error) {
    if (error instanceof SendError) return entries.map(() => failed(error));
    for (const entry of entries) entry.fail(error);
    return null;
  }
}
