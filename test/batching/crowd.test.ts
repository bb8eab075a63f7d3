import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCrowd, type Member } from '../../src/batching/crowd.ts';

it('holds those who came and have not gone, as a set does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 200 }), (choices) => {
      const crowd = createCrowd<Member>();
      const expected = new Set<Member>();
      for (const choice of choices) {
        const chosen = [...expected][choice % 10];
        if (chosen === undefined) {
          const member = { place: -1 };
          crowd.add(member);
          expected.add(member);
        } else {
          crowd.delete(chosen);
          // Whoever has gone cannot go again.
          crowd.delete(chosen);
          expected.delete(chosen);
        }
        expect(crowd.size).toBe(expected.size);
        expect(new Set(crowd.all())).toEqual(expected);
      }
    }),
  );
});
