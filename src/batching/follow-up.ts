import { BatchRefused, failed, type Outcome, type SendBatch, SendError } from '../outcome.ts';
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
    const unanswered = [...entries.entries()].filter(([place]) => isUnanswered(outcomes[place]));
    const alike = Map.groupBy(unanswered, ([, entry]) => (sameAs === undefined ? entry : sameAs(entry.input)));
    for (const group of alike.values()) {
      try {
        const answers = await sendSingle(group.map(([, entry]) => entry));
        if (answers.length < group.length) throw new Error('A single input was sent and has no outcome.');
        for (const [index, [place]] of group.entries()) outcomes[place] = answers[index] as Outcome<Out>;
      } catch (thrown) {
        // Where it is the only one, nobody else can be to blame.
        const error = thrown instanceof BatchRefused ? thrown.reason : thrown;
        for (const [place, entry] of group) {
          if (error instanceof SendError) outcomes[place] = failed(error);
          else entry.fail(error);
        }
      }
    }
    return outcomes;
  };
}

const isUnanswered = (outcome: Outcome<unknown> | undefined): boolean =>
  outcome?.ok === false && outcome.error.resend === 'alone';
