import { BatchRefused, failed, type Outcome, type SendBatch, WriteError } from '../outcome.ts';

/**
 * Keeps a bad input from failing the others: a refused batch is sent again in halves until the refused inputs stand
 * alone. A refusal writes nothing, so no input is written twice. Halves go one after the other, in the order of the
 * inputs: two inputs that turn out to be one record must not race. One bad input of 100 costs at most 14 extra calls.
 *
 * Never throws a `WriteError`: once a part was sent, the failure of another part is no longer the failure of all.
 */
export function isolation<In, Out>(send: SendBatch<In, Out>): SendBatch<In, Out> {
  const sendIsolated: SendBatch<In, Out> = async (inputs) => {
    try {
      return await send(inputs);
    } catch (error) {
      if (error instanceof WriteError) return inputs.map(() => failed(error));
      if (!(error instanceof BatchRefused)) throw error;
      if (inputs.length === 1) return [failed(error.reason)];
      return sendHalves(inputs);
    }
  };

  async function sendHalves(inputs: readonly In[]): Promise<Outcome<Out>[]> {
    const middle = Math.ceil(inputs.length / 2);
    const first = await sendIsolated(inputs.slice(0, middle));
    const second = await sendIsolated(inputs.slice(middle));
    return [...first, ...second];
  }

  return sendIsolated;
}
