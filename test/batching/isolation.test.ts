import { describe, expect, it } from 'vitest';
import { isolation, MAX_REFUSALS } from '../../src/batching/isolation.ts';
import { BatchRefused } from '../../src/outcome.ts';
import { Failure, refuse, scriptedSend, succeed } from './scripted-send.ts';

/** Refuses every batch that holds one of `bad`. */
const refusing = (...bad: string[]) =>
  scriptedSend((inputs) => {
    const found = inputs.find((input) => bad.includes(input));
    if (found !== undefined) throw new BatchRefused(new Failure({ message: `${found} is bad` }));
    return succeed(inputs);
  });

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

describe('isolation', () => {
  it('sends a batch that is not refused once', async () => {
    const { calls, send } = scriptedSend();
    expect(await isolation(send)(['a', 'b'])).toEqual(succeed(['a', 'b']));
    expect(calls).toEqual([['a', 'b']]);
  });

  it('sends a refused batch in parts until the bad input stands alone, and answers in the order of the inputs', async () => {
    const { calls, send } = refusing('c');
    const outcomes = await isolation(send)(['a', 'b', 'c', 'd']);
    expect(outcomes).toEqual([...succeed(['a', 'b']), refuse('c'), ...succeed(['d'])]);
    // The second part is not sent whole: as the first one was written, it must hold the bad input.
    expect(calls).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c'], ['d']]);
  });

  it('needs at most 14 extra calls for one bad input of 100, wherever it stands', async () => {
    for (const bad of numbered(100)) {
      const { calls, send } = refusing(bad);
      const outcomes = await isolation(send)(numbered(100));
      expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(1);
      expect(calls.length - 1).toBeLessThanOrEqual(14);
    }
  });

  it('does not send again what failed for a reason that is no single input’s', async () => {
    const { calls, send } = scriptedSend(() => {
      throw new Failure({ message: 'not permitted' });
    });
    expect(await isolation(send)(['a', 'b'])).toEqual([
      { ok: false, error: new Failure({ message: 'not permitted' }) },
      { ok: false, error: new Failure({ message: 'not permitted' }) },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('keeps the successes of one half when the other half fails as a whole', async () => {
    const { send } = scriptedSend((inputs) => {
      if (inputs.length === 2) throw new BatchRefused(new Failure({ message: 'one of you' }));
      if (inputs[0] === 'b') throw new Failure({ message: 'quota used up' });
      return succeed(inputs);
    });
    expect(await isolation(send)(['a', 'b'])).toEqual([
      { ok: true, value: 'a' },
      { ok: false, error: new Failure({ message: 'quota used up' }) },
    ]);
  });

  it('never has two parts of a batch under way at once, for two inputs may be one record', async () => {
    let underWay = 0;
    const { send } = scriptedSend();
    const watched = isolation<string, string>(async (inputs) => {
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      if (inputs.length > 1) throw new BatchRefused(new Failure({ message: 'again' }));
      return send(inputs);
    });
    expect(await watched(['a', 'b', 'c', 'd'])).toEqual(succeed(['a', 'b', 'c', 'd']));
  });

  it('sends what a refusal points at apart from the rest, in at most two extra calls for one bad input', async () => {
    const inputs = numbered(100);
    const { calls, send } = scriptedSend((sent) => {
      const place = sent.indexOf('c42');
      if (place !== -1) throw new BatchRefused(new Failure({ message: 'c42 is bad' }), { suspects: [place] });
      return succeed(sent);
    });
    const outcomes = await isolation(send)(inputs);
    expect(calls.map(({ length }) => length)).toEqual([100, 99, 1]);
    expect(outcomes[42]).toEqual(refuse('c42'));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(99);
  });

  it('is bounded when many are bad and pointed at', async () => {
    const bad = new Set(numbered(100).filter((_, index) => index % 10 === 0));
    const { calls, send } = scriptedSend((sent) => {
      const suspects = sent.flatMap((input, place) => (bad.has(input) ? [place] : []));
      if (suspects.length > 0) throw new BatchRefused(new Failure({ message: 'bad' }), { suspects });
      return succeed(sent);
    });
    const outcomes = await isolation(send)(numbered(100));
    expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(10);
    // The rest together, and ten suspects in halves of halves.
    expect(calls.length).toBeLessThanOrEqual(2 + 2 * 10);
  });

  it('writes two inputs that are one record one after the other, in their order', async () => {
    const { calls, send } = scriptedSend((sent) => {
      const [first, second] = [sent.indexOf('b'), sent.indexOf('alias of b')];
      if (first !== -1 && second !== -1) throw new BatchRefused(new Failure(), { duplicates: [second] });
      return succeed(sent);
    });
    expect(await isolation(send)(['a', 'b', 'c', 'alias of b', 'd'])).toEqual(
      succeed(['a', 'b', 'c', 'alias of b', 'd']),
    );
    expect(calls).toEqual([['a', 'b', 'c', 'alias of b', 'd'], ['a', 'b', 'c'], ['alias of b'], ['d']]);
  });

  it('halves when the refusal points at everything', async () => {
    const { calls, send } = scriptedSend((sent) => {
      if (sent.length > 1) throw new BatchRefused(new Failure(), { suspects: sent.map((_, place) => place) });
      return succeed(sent);
    });
    await isolation(send)(['a', 'b']);
    expect(calls).toEqual([['a', 'b'], ['a'], ['b']]);
  });

  it.each([
    [2, 28],
    [5, 60],
    [20, 140],
    [100, 198],
  ])('with %i bad inputs of 100, pointed at by nothing, needs at most %i extra calls', async (count, atMost) => {
    const bad = numbered(100).filter((_, index) => index % (100 / count) === 0);
    const { calls, send } = refusing(...bad);
    const outcomes = await isolation(send)(numbered(100));
    expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(count);
    expect(calls.length - 1).toBeLessThanOrEqual(atMost);
  });

  describe('of what all inputs may share', () => {
    /** Refuses what holds `bad`; null: everything. */
    const refusingAsShared = (bad: string | null) =>
      scriptedSend((inputs) => {
        if (bad === null || inputs.includes(bad)) {
          throw new BatchRefused(new Failure({ message: 'not permitted' }), { maybeShared: 'scopes' });
        }
        return succeed(inputs);
      });

    it('finds out with one empty batch, which no input can be to blame for', async () => {
      const { calls, send } = refusingAsShared(null);
      const outcomes = await isolation(send)(numbered(10));
      expect(outcomes).toEqual(
        numbered(10).map(() => ({ ok: false, error: new Failure({ message: 'not permitted' }) })),
      );
      expect(calls).toEqual([numbered(10), []]);
    });

    it('writes the others when it is one input after all, in at most 14 extra calls', async () => {
      for (const bad of numbered(100)) {
        const { calls, send } = refusingAsShared(bad);
        const outcomes = await isolation(send)(numbered(100));
        expect(outcomes.filter(({ ok }) => ok)).toHaveLength(99);
        expect(calls.length - 1).toBeLessThanOrEqual(14);
      }
    });

    it('asks nothing more when the refusal points at an input', async () => {
      const { calls, send } = scriptedSend((inputs) => {
        const place = inputs.indexOf('c3');
        if (place !== -1) throw new BatchRefused(new Failure(), { maybeShared: 'scopes', suspects: [place] });
        return succeed(inputs);
      });
      await isolation(send)(numbered(10));
      expect(calls.map(({ length }) => length)).toEqual([10, 9, 1]);
    });

    it('is not mistaken for shared when the empty batch fails in another way', async () => {
      const { send } = scriptedSend((inputs) => {
        if (inputs.length === 0) throw new Failure({ message: 'no inputs' });
        if (inputs.includes('c3')) throw new BatchRefused(new Failure(), { maybeShared: 'scopes' });
        return succeed(inputs);
      });
      expect((await isolation(send)(numbered(10))).filter(({ ok }) => ok)).toHaveLength(9);
    });
  });

  it('bounds what the bad inputs of one caller cost, and writes those of the others', async () => {
    const careless = numbered(80);
    const { calls, send } = refusing(...careless);
    const others = Array.from({ length: 20 }, (_, index) => `other ${index}`);
    const callerOf = (input: string) => (input.startsWith('c') ? 'careless' : input);
    const all = [...careless.slice(0, 40), ...others, ...careless.slice(40)];
    const outcomes = await isolation(send, { callerOf })(all);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    const unsent = outcomes.filter((outcome) => !outcome.ok && outcome.error.name === 'TooManyRefusedError');
    expect(unsent).toHaveLength(80 - MAX_REFUSALS);
    expect(calls.length - 1).toBeLessThanOrEqual(40);
  });

  it('sends nothing more of a batch that has to wait as a whole, and keeps its order', async () => {
    const pause = new Failure({ message: 'quota', resend: { afterMs: 1000 } });
    const { calls, send } = scriptedSend((inputs) => {
      if (inputs.length === 4) throw new BatchRefused(new Failure());
      throw pause;
    });
    expect(await isolation(send)(['a', 'b', 'c', 'd'])).toEqual(
      ['a', 'b', 'c', 'd'].map(() => ({ ok: false, error: pause })),
    );
    expect(calls).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
    ]);
  });
});
