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

  it('forget a key once its last task has ended', async () => {
    const lanes = createLanes();
    await Promise.all([lanes.run('k', turn), lanes.run('k', turn)]);
    await turn();
    expect(lanes.size).toBe(0);
  });
});
