import { expect, it, vi } from 'vitest';
import { rateLimit } from '../../src/rate-limit/rate-limit.ts';
import { createRateLimiter, type Token } from '../../src/rate-limit/rate-limiter.ts';
import { createRollingWindow } from '../../src/rate-limit/rolling-window.ts';

function limited(limit: number, { isWanted = true, token = null as Token | null } = {}) {
  const limiter = createRateLimiter((onChange) => createRollingWindow({ limit, intervalMs: 60_000 }, onChange));
  const calls: string[][] = [];
  const send = rateLimit<string, string>(
    async (inputs) => {
      calls.push([...inputs]);
      if (inputs.length > 2) throw new Error('too many');
      return inputs.map((value) => ({ ok: true, value }));
    },
    { limiter, urgency: 'write', since: () => 0, isWanted: () => isWanted, tokenOf: () => token },
  );
  return { limiter, send, calls };
}

it('makes each attempt pay with one token, whatever the size of the batch and however it ends', async () => {
  const { limiter, send } = limited(10);
  expect(await send(['a', 'b'])).toHaveLength(2);
  expect(limiter.left).toBe(0.9);
  await expect(send(['a', 'b', 'c'])).rejects.toThrow('too many');
  expect(limiter.left).toBe(0.8);
});

it('uses the token that a batch has got already', async () => {
  const token = { answered: vi.fn(), unused: vi.fn() };
  const { limiter, send } = limited(10, { token });
  await send(['a']);
  expect(limiter.left).toBe(1);
  expect(token.answered).toHaveBeenCalledOnce();
});

it('pays nothing for inputs of which none is wanted any more', async () => {
  const token = { answered: vi.fn(), unused: vi.fn() };
  const { limiter, send } = limited(10, { isWanted: false, token });
  await send(['a']);
  expect(token.unused).toHaveBeenCalledOnce();
  const waiting = limited(10, { isWanted: false });
  await waiting.send(['a']);
  expect([limiter.left, waiting.limiter.left]).toEqual([1, 1]);
});
