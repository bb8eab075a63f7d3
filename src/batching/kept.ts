import type { Outcome, SendBatch } from '../outcome.ts';

/** For inputs that all ask for the same: a success is the answer to those of the next `keepMs`, too. Failures are not kept. */
export function kept<In, Out>(send: SendBatch<In, Out>, keepMs: number): SendBatch<In, Out> {
  let success: Outcome<Out> | undefined;
  let until = 0;

  return async (inputs) => {
    const answer = success;
    if (answer !== undefined && performance.now() < until) return inputs.map(() => answer);
    const outcomes = await send(inputs);
    success = outcomes.find(({ ok }) => ok);
    until = performance.now() + keepMs;
    return outcomes;
  };
}
