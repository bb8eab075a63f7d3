import { describe, expect, it } from 'vitest';
import { createQuota } from '../../src/rate-limit/quota.ts';
import { rateLimit } from '../../src/rate-limit/rate-limit.ts';

describe('the rate limit', () => {
  it('makes each attempt pay with one token, whatever the size of the batch and however it ends', async () => {
    const quota = createQuota({ limit: 10, intervalMs: 60_000 });
    const send = rateLimit<string, string>(quota, async (inputs) => {
      if (inputs.length > 2) throw new Error('too many');
      return inputs.map((value) => ({ ok: true, value }));
    });
    expect(await send(['a', 'b'])).toHaveLength(2);
    expect(quota.left).toBe(0.9);
    await expect(send(['a', 'b', 'c'])).rejects.toThrow('too many');
    expect(quota.left).toBe(0.8);
  });
});
