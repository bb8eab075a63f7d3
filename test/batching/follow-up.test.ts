import { describe, expect, it } from 'vitest';
import { Entry } from '../../src/batching/entry.ts';
import { followUp } from '../../src/batching/follow-up.ts';
import { BatchRefused, failed, type Outcome, type SendBatch } from '../../src/outcome.ts';
import { Failure } from './scripted-send.ts';

const entries = (...inputs: string[]) =>
  inputs.map((input) => {
    const entry = new Entry<string, string>(input, { deadlineMs: 1000, writes: true, repeatable: true });
    entry.decide({ ok: true, value: 'only to stop its clock' });
    return entry;
  });

type Send = SendBatch<Entry<string, string>, string>;
const followUpBy = (sendBatch: Send, sendSingle: Send, sameAs?: (input: string) => string) =>
  followUp(sendBatch, { sendSingle, ...(sameAs && { sameAs }) });

const unanswered = failed(new Failure({ applied: 'UNKNOWN', resend: 'alone' }));

describe('the follow-up', () => {
  it('gives each unanswered input one attempt alone, and leaves the others as they are', async () => {
    const batch: Outcome<string>[] = [{ ok: true, value: 'a' }, unanswered, failed(new Failure()), unanswered];
    const singles: string[][] = [];
    const send = followUpBy(
      async () => batch,
      async (inputs) => {
        singles.push(inputs.map(({ input }) => input));
        return inputs.map(({ input }) => ({ ok: true, value: `${input} alone` }));
      },
    );
    expect(await send(entries('a', 'b', 'c', 'd'))).toEqual([
      batch[0],
      { ok: true, value: 'b alone' },
      batch[2],
      { ok: true, value: 'd alone' },
    ]);
    expect(singles).toEqual([['b'], ['d']]);
  });

  it('answers a bug to the input that met it, and the others as if nothing were', async () => {
    const bug = new URIError('URI malformed');
    const [a, b, c] = ['a', 'b', 'c'].map(
      (input) => new Entry<string, string>(input, { deadlineMs: 1000, repeatable: true, writes: true }),
    );
    const send = followUpBy(
      async () => [unanswered, unanswered, { ok: true, value: 'c' }],
      async ([entry]) => {
        if (entry?.input === 'a') throw bug;
        return [{ ok: true, value: 'b' }];
      },
    );
    const told = a?.outcome.catch((error: unknown) => error);
    expect(await send([a, b, c] as Entry<string, string>[])).toEqual([
      unanswered,
      { ok: true, value: 'b' },
      { ok: true, value: 'c' },
    ]);
    expect(await told).toBe(bug);
    for (const entry of [b, c]) entry?.decide({ ok: true, value: 'only to stop its clock' });
  });

  it('gives inputs that are the same one attempt together', async () => {
    const singles: string[][] = [];
    const send = followUpBy(
      async (inputs) => inputs.map(() => unanswered),
      async (inputs) => {
        singles.push(inputs.map(({ input }) => input));
        return inputs.map(({ input }) => ({ ok: true, value: `${input} alone` }));
      },
      (input) => input.toLowerCase(),
    );
    expect(await send(entries('a', 'b', 'A'))).toEqual(['a', 'b', 'A'].map((i) => ({ ok: true, value: `${i} alone` })));
    expect(singles).toEqual([['a', 'A'], ['b']]);
  });

  it('takes what it throws for the answer of that input alone', async () => {
    const error = new Failure({ applied: 'UNKNOWN' });
    let count = 0;
    const send = followUpBy(
      async () => [unanswered, unanswered],
      async () => {
        count += 1;
        if (count === 1) throw error;
        return [{ ok: true, value: 'b' }];
      },
    );
    expect(await send(entries('a', 'b'))).toEqual([failed(error), { ok: true, value: 'b' }]);
  });

  it('takes the refusal of a batch of one for the answer of that input', async () => {
    const reason = new Failure();
    const send = followUpBy(
      async () => [unanswered],
      async () => {
        throw new BatchRefused(reason);
      },
    );
    expect(await send(entries('a'))).toEqual([failed(reason)]);
  });
});
