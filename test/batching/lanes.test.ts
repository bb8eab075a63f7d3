import { describe, expect, it } from 'vitest';
import { createLanes } from '../../src/batching/lanes.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('lanes', () => {
  it('run tasks of one key one after the other, in the order they came', async () => {
    const lanes = createLanes();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
    };
    await Promise.all([lanes.run('k', task('a')), lanes.run('k', task('b')), lanes.run('k', task('c'))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('do not let one key wait for another', () => {
    const lanes = createLanes();
    const begun: string[] = [];
    const never = (name: string) => () => {
      begun.push(name);
      return new Promise<void>(() => {});
    };
    lanes.run('a', never('a'));
    lanes.run('b', never('b'));
    expect(begun).toEqual(['a', 'b']);
  });

  it('go on after a task that failed', async () => {
    const lanes = createLanes();
    const first = lanes.run('k', () => Promise.reject(new Error('no')));
    const second = lanes.run('k', async () => 'done');
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('done');
  });

  it('hold up what comes after a reserved place, and run its tasks by rank once it is opened', async () => {
    const lanes = createLanes();
    const log: string[] = [];
    const task = (name: string) => async () => void log.push(name);
    void lanes.run('k', task('before'));
    const place = lanes.reserve('k');
    const after = lanes.run('k', task('after'));
    void place.add(2, task('second'));
    void place.add(1, task('first'));
    await turn();
    expect(log).toEqual(['before']);
    place.open();
    await after;
    expect(log).toEqual(['before', 'first', 'second', 'after']);
  });

  it('go on after a place with a task that failed, and after one that was not used', async () => {
    const lanes = createLanes();
    const used = lanes.reserve('k');
    const failing = used.add(0, () => Promise.reject(new Error('no')));
    const next = used.add(1, async () => 'next');
    lanes.reserve('k').open();
    const after = lanes.run('k', async () => 'after');
    used.open();
    await expect(failing).rejects.toThrow('no');
    expect([await next, await after]).toEqual(['next', 'after']);
    await turn();
    expect(lanes.size).toBe(0);
  });

  it('forget a key once its last task has ended', async () => {
    const lanes = createLanes();
    await Promise.all([lanes.run('k', turn), lanes.run('k', turn)]);
    await turn();
    expect(lanes.size).toBe(0);
  });
});
