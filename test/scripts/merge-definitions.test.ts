import { describe, expect, it } from 'vitest';
import { mergeDefinitions } from '../../scripts/merge-definitions.ts';

const options = [
  { value: 'a', label: 'A', displayOrder: 0 },
  { value: 'b', label: 'B', description: '', displayOrder: 1 },
];
const times = { updatedAt: '2024-01-01', createdAt: '2020-01-01' };
const inFile = { ...times, name: 'pet', label: 'Pet', options, displayOrder: 1, createdUserId: '7' };
const changed = [{ name: 'pet', what: [] }];
const text = (value: unknown) => JSON.stringify(value, null, 2);

describe('the definitions that are written', () => {
  it('are as the file has them where nothing differs, with their times, and in its order of fields', () => {
    const sent = { displayOrder: 9, name: 'pet', label: 'Pet', options: [], updatedAt: '2026-01-01' };
    expect(text(mergeDefinitions([inFile], [sent], { added: ['x'], changed: [] }))).toBe(text([inFile]));
  });

  it('have the fields of one that differs in the order of the file, those of its options too, and new ones last', () => {
    const sent = {
      displayOrder: 1,
      extra: { y: 1, x: 2 },
      options: [
        { displayOrder: 0, description: '', label: 'B', value: 'b' },
        { displayOrder: 1, label: 'C', value: 'c' },
      ],
      label: 'Animal',
      name: 'pet',
      createdAt: '2020-01-01',
      updatedUserId: '8',
      updatedAt: '2026-01-01',
    };
    expect(text(mergeDefinitions([inFile], [sent], { added: [], changed }))).toBe(
      text([
        {
          updatedAt: '2026-01-01',
          createdAt: '2020-01-01',
          name: 'pet',
          label: 'Animal',
          options: [
            { value: 'b', label: 'B', description: '', displayOrder: 0 },
            { value: 'c', label: 'C', displayOrder: 1 },
          ],
          displayOrder: 1,
          extra: { y: 1, x: 2 },
        },
      ]),
    );
  });

  it('are new ones as they were sent, without times and users', () => {
    const sent = { name: 'new', ...times, updatedUserId: '8', createdUserId: '8', later: null };
    expect(text(mergeDefinitions([inFile], [sent], { added: ['new'], changed: [] }))).toBe(
      text([{ name: 'new', later: null }]),
    );
  });

  it('take the place of what the file has and is no definition', () => {
    const sent = { name: 'pet', options: [{ value: 'a' }, null] };
    expect(mergeDefinitions([null, 'x', { name: 'pet', options: 'none' }], [sent], { added: [], changed })).toEqual([
      sent,
    ]);
  });
});
