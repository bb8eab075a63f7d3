import { describe, expect, it } from 'vitest';
import { perKey } from '../../src/batching/per-key.ts';

describe('one value per key', () => {
  it('is made once and shared by all that have the key', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: 0 }));
    const first = values.get({ id: 'a' });
    expect(values.get({ id: 'a' })).toBe(first);
    expect(values.get({ id: 'b' })).not.toBe(first);
  });

  it('drops idle values when very many keys were seen, and never one that has work', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: id === 'busy' ? 1 : 0 }));
    const busy = values.get({ id: 'busy' });
    for (let count = 0; count < 5000; count += 1) values.get({ id: `k${count}` });
    expect(values.all().length).toBeLessThanOrEqual(1000);
    expect(values.get({ id: 'busy' })).toBe(busy);
  });

  it('keeps as many idle values as it is told to', () => {
    const values = perKey(({ id }: { id: string }) => ({ id, pending: 0 }), 20);
    for (let count = 0; count < 500; count += 1) values.get({ id: `k${count}` });
    expect(values.all().length).toBeLessThanOrEqual(20);
  });
});
