import { describe, expect, it } from 'vitest';
import { skipWithoutRedis } from './redis-server.ts';
import { loadReplicas } from './replicas-under-load.ts';

describe.skipIf(skipWithoutRedis)('four replicas on one Redis', () => {
  it('stay within the quota and use it up, lose nothing when Redis dies and a replica stops, and say so once', {
    timeout: 60_000,
  }, async () => {
    const { calls, allowed, refused, saves, written, ...seen } = await loadReplicas({
      limit: 20,
      intervalMs: 1_000,
      loadMs: 14_000,
    });
    expect(refused).toBe(0);
    // test/soak/replicas.ts demands more, over a time in which a start and a stop count for less.
    expect(calls / allowed).toBeGreaterThan(0.7);

    const succeeded = saves.filter(({ answer }) => answer === 'UpdateContactSuccess');
    expect(succeeded.length).toBeGreaterThan(100);
    expect(succeeded.filter(({ contact, value }) => !written.has(`${contact} ${value}`))).toEqual([]);
    // Those who ask once more are refused the connection. One may be made as the replica closes; then nothing is written.
    const unanswered = saves.filter(({ answer }) => answer === 'refused' || answer === 'broken');
    expect(unanswered.filter(({ contact, value }) => written.has(`${contact} ${value}`))).toEqual([]);
    expect(saves.length).toBe(succeeded.length + unanswered.length);
    expect(seen.stoppedCode).toBe(0);

    expect([seen.fallbacks, seen.returns]).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    expect(seen.redisHolds).toContain('contacts-gateway:2:calls:');
    expect(seen.redisHolds).not.toContain('secret');
    expect(seen.logs.join()).not.toContain('secret');
  });
});
