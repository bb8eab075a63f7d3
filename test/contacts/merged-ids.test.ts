import { describe, expect, it } from 'vitest';
import { createMergedIds } from '../../src/contacts/merged-ids.ts';

const idle = () => false;

describe('merged ids', () => {
  it('lead to the record that they stand for now, over several merges', () => {
    const ids = createMergedIds();
    for (const [id, current] of [
      ['1', '2'],
      ['2', '3'],
      ['2', '3'],
      ['3', '3'],
    ] as const)
      ids.learn(id, current);
    expect(['1', '2', '3', '4'].map((id) => ids.current(id, idle))).toEqual(['3', '3', '3', '4']);
  });

  it('are not left while they are busy, for what comes later must not overtake', () => {
    const ids = createMergedIds();
    ids.learn('1', '2');
    ids.learn('2', '3');
    expect(ids.current('1', (id) => id === '1')).toBe('1');
    expect(ids.current('1', (id) => id === '2')).toBe('2');
  });

  it('never lead in a circle, whatever was answered', () => {
    const ids = createMergedIds();
    for (const [id, current] of [
      ['1', '1'],
      ['1', '2'],
      ['2', '3'],
      ['3', '1'],
    ] as const)
      ids.learn(id, current);
    expect(['1', '2', '3'].map((id) => ids.current(id, idle))).toEqual(['1', '1', '1']);
  });

  it('do not fill the memory', () => {
    const ids = createMergedIds();
    for (let count = 0; count <= 10_000; count += 1) ids.learn(`old${count}`, `new${count}`);
    expect([ids.current('old0', idle), ids.current('old10000', idle)]).toEqual(['old0', 'new10000']);
  });
});
