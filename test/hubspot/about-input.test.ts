import { describe, expect, it } from 'vitest';
import { foreignTexts, shownTo } from '../../src/hubspot/about-input.ts';
import { matchOutcomes, type TracedWrite } from '../../src/hubspot/match-outcomes.ts';
import { hubspotErrorSchema } from '../../src/hubspot/wire.ts';
import fc from '../fast-check.ts';

const ADA = ['7001', 'ada@example.com', 'Ada Lovelace'];
const EVE = ['7002', 'eve@example.com', 'Eve Online'];
const isForeign = foreignTexts([ADA, EVE])(ADA);

describe('what an input is shown of an error that it shared', () => {
  it('holds its own ids and values, and HubSpot’s sentences', () => {
    const body = {
      category: 'OBJECT_NOT_FOUND',
      message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
      correlationId: 'c-1',
      context: { ids: ADA.slice(0, 1), objectWriteTraceId: ['own'] },
    };
    expect(shownTo(body, isForeign)).toEqual({ ...body, errors: undefined });
  });

  it.each([
    ['ids', { context: { ids: ['7001', '7002'] } }, { context: { ids: ['7001'] } }],
    ['a single value', { context: { id: 'EVE@example.com', kind: 'email' } }, { context: { kind: 'email' } }],
    ['a message', { message: 'Email address eve@example.com is invalid' }, {}],
    ['a message that quotes', { message: 'Not valid: [{"name":"x"}]' }, {}],
    ['a message with a part of a longer text', { message: 'the name Eve Online is odd' }, {}],
    ['a key', { context: { 'eve@example.com': ['1'] } }, { context: {} }],
    [
      'links',
      { links: { a: 'https://app.example.com/7002', b: 'https://app.example.com/help' } },
      { links: { b: 'https://app.example.com/help' } },
    ],
    [
      'a detail',
      {
        errors: [
          { message: 'no 7002', context: {} },
          { message: 'no', context: { ids: ['7002'] } },
        ],
      },
      { errors: [{ message: 'no', context: { ids: [] } }] },
    ],
    ['what lies deep', { subCategory: { a: [{ b: ['7002', 'fine'] }] } }, { subCategory: { a: [{ b: ['fine'] }] } }],
  ])('does not hold %s of others', (_what, body, shown) => {
    expect(shownTo(body, isForeign)).toEqual({ correlationId: undefined, errors: undefined, ...shown });
  });

  it.each([
    ['a longer id', '51', '512'],
    ['a longer id of many digits', '9000001', '90000012'],
    ['a longer trace id', 'aB3-1', 'aB3-1f'],
    ['an email of which it holds a letter and the sign', '@', 'e@example.com', 'e'],
  ])('does not hold %s of others because its own text is a part of it', (_what, own, other, ...more) => {
    const isForeignTo = foreignTexts([[own, ...more], [other]])([own, ...more]);
    expect(shownTo({ context: { ids: [own, other] } }, isForeignTo).context).toEqual({ ids: [own] });
  });

  it.each([
    ['the name of a field', ['category', 'message']],
    ['a letter', ['A', 'C']],
    ['a word of HubSpot’s', ['VALIDATION_ERROR', 'OBJECT_NOT_FOUND']],
    ['a part of one', ['object', 'found']],
  ])('says the same, and means the same, when a value of others is %s', (_what, [own = '', foreign = '']) => {
    const update = (id: string, value: string): TracedWrite => ({
      traceId: `t-${id}`,
      write: { id, idProperty: null, properties: { firstname: value }, onBatch: () => {} },
    });
    const gone = { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['1', '2'] } };
    const inputs = [update('1', own), update('2', foreign)];
    const outcomes = matchOutcomes(inputs, { status: 'COMPLETE', results: [], errors: [gone] });
    for (const [place, id] of ['1', '2'].entries()) {
      expect(outcomes[place]).toMatchObject({
        error: {
          name: 'ContactNotFoundError',
          applied: 'NO',
          hubspot: { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: [id] } },
        },
      });
    }
  });

  it('holds nothing of others, whatever a grouped error repeats of them', () => {
    const words = fc.constantFrom(...ADA, ...EVE, 'is not valid', 'propertyName', '99');
    const text = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(text, tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    const update = (id: string, texts: readonly string[], traceId: string): TracedWrite => ({
      traceId,
      write: {
        id,
        idProperty: null,
        properties: { email: texts[1] ?? '', fullname: texts[2] ?? '' },
        onBatch: () => {},
      },
    });
    const inputs = [update('7001', ADA, 't-ada'), update('7002', EVE, 't-eve')];
    const body = fc.record({
      message: text,
      context: fc.dictionary(text, value),
      links: fc.dictionary(text, text),
      errors: fc.array(fc.record({ message: text, context: fc.dictionary(text, value) })),
      subCategory: value,
    });
    fc.assert(
      fc.property(body, fc.constantFrom('VALIDATION_ERROR', 'OBJECT_NOT_FOUND', 'CONFLICT'), (random, category) => {
        const grouped = {
          ...random,
          category,
          context: { ...random.context, objectWriteTraceId: ['t-ada', 't-eve'], ids: ['7001', '7002'] },
        };
        const parsed = hubspotErrorSchema.safeParse(grouped).data;
        const outcomes = matchOutcomes(inputs, { status: 'COMPLETE', results: [], errors: [parsed] });
        const told = outcomes.map((outcome) => {
          if (outcome.ok) return outcome;
          const { message, hubspot, ...facts } = outcome.error as typeof outcome.error & { hubspot: unknown };
          return JSON.stringify({ message, hubspot, facts });
        });
        for (const foreign of [...EVE, 't-eve']) expect(told[0]).not.toContain(foreign);
        for (const foreign of [...ADA, 't-ada']) expect(told[1]).not.toContain(foreign);
      }),
      { numRuns: 500 },
    );
  });
});
