import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { attempt } from '../../src/batching/attempt.ts';
import { createBatcher } from '../../src/batching/batcher.ts';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { plenty } from './scripted-send.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Input {
  readonly id: string;
}

it('a batcher keeps nothing of inputs that are done with', async () => {
  const send = async (inputs: readonly Input[]) => inputs.map(({ id }) => ({ ok: true, value: id }) as const);
  const batcher = createBatcher<Input, string>(attempt(send), {
    limiter: plenty(),
    share: createQueueLimit({ inputs: 100, bytes: 1000, shared: true }).share(),
    urgency: 'write',
    maxSize: 10,
    maxBytes: 1000,
    deadlineMs: 30_000,
    closing: new AbortController().signal,
    keysOf: ({ id }) => [id],
    bytesOf: () => 1,
    repeatable: () => true,
    writes: true,
  });

  const load = async () => {
    const inputs = Array.from({ length: 25 }, (_, n) => ({ id: String(n) }));
    await Promise.all(inputs.map((input) => batcher.load(input)));
    return inputs.map((input) => new WeakRef(input));
  };
  const former = await load();
  await new Promise((resolve) => setTimeout(resolve, 10));
  collectGarbage();
  expect(batcher.pending).toBe(0);
  expect(former.filter((input) => input.deref() !== undefined)).toEqual([]);
});
