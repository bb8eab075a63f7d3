import { describe, expect, it } from 'vitest';
import { matchOutcomes, type TracedWrite } from '../../src/hubspot/match-outcomes.ts';
import type { BatchAnswer } from '../../src/hubspot/wire.ts';

const sent = (id: string, traceId: string, idProperty: string | null = null): TracedWrite => ({
  traceId,
  write: { id, idProperty, properties: { firstname: 'x' }, onBatch: () => {} },
});

const sending = (id: string, traceId: string, properties: Record<string, string>): TracedWrite => ({
  traceId,
  write: { ...sent(id, traceId).write, properties },
});

const result = (id: string, more: object = {}) => ({
  id,
  properties: {},
  createdAt: '2022-02-17T19:22:45.581Z',
  updatedAt: '2022-02-17T19:25:29Z',
  archived: false,
  ...more,
});

const answer = (results: unknown[], errors?: unknown[], status: BatchAnswer['status'] = 'COMPLETE'): BatchAnswer => ({
  status,
  results,
  errors,
});

const summary = (updates: readonly TracedWrite[], batch: BatchAnswer) =>
  matchOutcomes(updates, batch).map((outcome) => (outcome.ok ? outcome.value.id : outcome.error.name));

/** As documented for a whole call. */
const REQUIRED = {
  category: 'VALIDATION_ERROR',
  message: 'The property values provided are invalid',
  errors: [
    {
      message: 'A value for lastname must be provided',
      code: 'MISSING_REQUIRED_PROPERTY',
      context: { propertyName: ['lastname'] },
    },
  ],
};

describe('a required property that an input did not send', () => {
  it('is shown to the input whose trace id the error names, and to no other', () => {
    const error = { ...REQUIRED, context: { objectWriteTraceId: ['t1'] } };
    const [own, other] = matchOutcomes([sent('1', 't1'), sent('2', 't2')], answer([], [error]));
    expect(own).toMatchObject({ error: { problems: [{ property: 'lastname', value: null }] } });
    expect(JSON.stringify(other)).not.toContain('lastname');
  });

  it('is shown to none of several inputs that share an error, but to the one that cleared it', () => {
    const error = { ...REQUIRED, context: { objectWriteTraceId: ['t1', 't2', 't3'] } };
    const writes = [sent('1', 't1'), sending('2', 't2', { lastname: 'Elm' }), sending('3', 't3', { lastname: '' })];
    const outcomes = matchOutcomes(writes, answer([], [error]));
    expect(outcomes).toMatchObject([
      { error: { name: 'InvalidInputError' } },
      { error: { name: 'InvalidInputError' } },
      { error: { name: 'InvalidPropertiesError', problems: [{ property: 'lastname', value: '' }] } },
    ]);
  });
});

describe('the answer of an update', () => {
  it('is found by trace id, in whatever order HubSpot answers', () => {
    const batch = answer([result('2', { objectWriteTraceId: 't2' }), result('7', { objectWriteTraceId: 't1' })]);
    expect(summary([sent('abc', 't1', 'code'), sent('2', 't2')], batch)).toEqual(['7', '2']);
  });

  it('is not a result of another contact, whatever trace id it echoes; a reading is to tell whether they were merged', () => {
    const batch = answer([result('9', { objectWriteTraceId: 't2' }), result('1', { objectWriteTraceId: 't1' })]);
    const [first, second] = matchOutcomes([sent('1', 't1'), sent('2', 't2')], batch);
    expect(first).toMatchObject({ ok: true, value: { id: '1' } });
    expect(second).toMatchObject({ error: { applied: 'UNKNOWN', candidates: [{ id: '9' }], contradicts: true } });
  });

  it('is the result of its own contact when a trace id comes twice', () => {
    const batch = answer([result('2', { objectWriteTraceId: 't1' }), result('1', { objectWriteTraceId: 't1' })]);
    expect(summary([sent('1', 't1'), sent('2', 't2')], batch)).toEqual(['1', '2']);
  });

  it('is found by record id when what is echoed is no trace id of the call', () => {
    expect(summary([sent('1', 't1')], answer([result('1', { objectWriteTraceId: 'T1' })]))).toEqual(['1']);
  });

  it('is found by record id where HubSpot does not echo the trace id, in whatever order it answers', () => {
    const batch = answer([result('3'), result('1'), result('2')]);
    expect(summary([sent('1', 't1'), sent('2', 't2'), sent('3', 't3')], batch)).toEqual(['1', '2', '3']);
  });

  it('is found by the unique value, without case, where the update was addressed by one', () => {
    const batch = answer([result('7', { properties: { code: 'abc' } })]);
    expect(summary([sent('ABC', 't1', 'code')], batch)).toEqual(['7']);
  });

  it('is found by the unique value that the update changed the old one to', () => {
    const renaming = {
      ...sent('u42', 't1', 'code'),
      write: { ...sent('u42', 't1', 'code').write, properties: { code: 'u42-new' } },
    };
    expect(summary([renaming], answer([result('7', { properties: { code: 'u42-new' } })]))).toEqual(['7']);
  });

  it('may be one of the results that nobody else claims: these are to be told apart by reading', () => {
    const outcomes = matchOutcomes(
      [sent('1', 't1'), sent('abc', 't2', 'code'), sent('def', 't3', 'code')],
      answer([result('7'), result('1'), result('8')]),
    );
    expect(outcomes[0]).toMatchObject({ ok: true, value: { id: '1' } });
    for (const outcome of outcomes.slice(1)) {
      expect(outcome).toMatchObject({ error: { resend: 'alone', candidates: [{ id: '7' }, { id: '8' }] } });
    }
  });

  it('is never taken from its position: a result of another record is no answer', () => {
    expect(summary([sent('1', 't1')], answer([result('2')]))).toEqual(['OutcomeUnknownError']);
  });

  it('is never a record id that happens to equal a unique value', () => {
    expect(summary([sent('7', 't1', 'code')], answer([result('7')]))).toEqual(['OutcomeUnknownError']);
  });

  it('is unknown when HubSpot left it out of the results without an error', () => {
    const [first, second] = matchOutcomes([sent('1', 't1'), sent('2', 't2')], answer([result('1')]));
    expect(first?.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, error: { name: 'OutcomeUnknownError', applied: 'UNKNOWN' } });
  });

  it('is an error that names its trace id, or its record id, in the context', () => {
    const byTrace = { category: 'VALIDATION_ERROR', message: 'no', context: { objectWriteTraceId: ['t1'] } };
    const byIds = { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['2', '3'] } };
    const batch = answer([], [byTrace, byIds]);
    expect(summary([sent('1', 't1'), sent('2', 't2'), sent('3', 't3')], batch)).toEqual([
      'InvalidInputError',
      'ContactNotFoundError',
      'ContactNotFoundError',
    ]);
  });

  it.each([true, false])(
    'is not the error of another input with the same id in another sense (trace ids echoed: %s)',
    (echo) => {
      const traced = (traceId: string) => (echo ? { objectWriteTraceId: traceId } : {});
      const context = { ids: ['99999'], ...(echo ? { objectWriteTraceId: ['t1'] } : {}) };
      const gone = { category: 'OBJECT_NOT_FOUND', message: 'gone', context };
      const batch = answer([result('512', traced('t2'))], [gone]);
      const [byId, byValue] = matchOutcomes([sent('99999', 't1'), sent('99999', 't2', 'code')], batch);
      expect(byId).toMatchObject({ error: { name: 'ContactNotFoundError' } });
      expect(byValue).toMatchObject(
        echo ? { ok: true } : { error: { applied: 'UNKNOWN', candidates: [{ id: '512' }] } },
      );
    },
  );

  it('is an error that names its unique value, where no result may be its own', () => {
    const gone = { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['abc'] } };
    expect(summary([sent('abc', 't1', 'code')], answer([], [gone]))).toEqual(['ContactNotFoundError']);
  });

  it('is an error even when the context holds a single string where a list is documented', () => {
    const error = { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { objectWriteTraceId: 't1' } };
    expect(summary([sent('1', 't1')], answer([], [error]))).toEqual(['ContactNotFoundError']);
  });

  it('is unknown when HubSpot both reports and refuses it', () => {
    const error = { category: 'VALIDATION_ERROR', message: 'no', context: { objectWriteTraceId: ['t1'] } };
    expect(summary([sent('1', 't1')], answer([result('1')], [error]))).toEqual(['OutcomeUnknownError']);
  });

  it('is unknown, with the error attached, when an error names nobody', () => {
    const [outcome] = matchOutcomes([sent('1', 't1')], answer([], [{ category: 'VALIDATION_ERROR', message: 'odd' }]));
    expect(outcome).toMatchObject({ error: { name: 'OutcomeUnknownError', hubspot: { message: 'odd' } } });
  });

  it('is unknown when the batch is not complete', () => {
    const [outcome] = matchOutcomes([sent('1', 't1')], answer([], undefined, 'PROCESSING'));
    expect(outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', message: expect.stringContaining('PROCESSING') },
    });
  });

  it.each([
    ['nothing', {}],
    ['null', { id: null }],
    ['a number that JSON rounds', { id: 2 ** 53 }],
    ['an object', { id: {} }],
  ])('is unknown, and not written again, when a result with its trace id has %s as its id', (_what, id) => {
    const unreadable = { properties: {}, ...id, objectWriteTraceId: 't1' };
    const outcomes = matchOutcomes([sent('1', 't1'), sent('2', 't2')], answer([unreadable]));
    expect(outcomes).toMatchObject([
      { error: { applied: 'UNKNOWN', resend: 'never' } },
      { error: { applied: 'UNKNOWN', resend: 'alone' } },
    ]);
  });

  it('may be a result that cannot be read and names nobody, and is not written again then', () => {
    const outcomes = matchOutcomes([sent('1', 't1'), sent('2', 't2')], answer([{ properties: {} }, result('2')]));
    expect(outcomes).toMatchObject([{ error: { applied: 'UNKNOWN', resend: 'never' } }, { ok: true }]);
  });

  it('is not one that only repeats what was found: the contact was left out', () => {
    const batch = answer([result('1', { objectWriteTraceId: 't1' }), result('1')]);
    const outcomes = matchOutcomes([sent('1', 't1'), sent('2', 't2')], batch);
    expect(outcomes[1]).toMatchObject({ error: { name: 'OutcomeUnknownError', resend: 'alone' } });
    expect(outcomes[1]).not.toHaveProperty('error.candidates');
  });

  it('is for single calls to find where an error names an id that two open inputs have, in two senses', () => {
    const gone = { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['512'] } };
    const outcomes = matchOutcomes([sent('512', 't1'), sent('512', 't2', 'code')], answer([], [gone]));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ error: { applied: 'UNKNOWN', resend: 'alone' } });
  });

  it('is not harmed by another result that cannot be read', () => {
    const batch = answer([{ id: 5 }, 'nonsense', null, result('1')], [null, 'text', { context: 'text' }]);
    expect(summary([sent('1', 't1')], batch)).toEqual(['1']);
  });
});

describe('the answer of a create', () => {
  const created = (email: string, traceId: string): TracedWrite => ({
    traceId,
    write: { id: null, idProperty: null, properties: { email }, onBatch: () => {} },
  });

  it('is not a contact with the email of another create, whatever trace id it echoes', () => {
    const batch = answer([
      result('1', { objectWriteTraceId: 't2', properties: { email: 'a@x.com' } }),
      result('2', { objectWriteTraceId: 't1', properties: { email: 'b@x.com' } }),
    ]);
    expect(summary([created('A@x.com', 't1'), created('b@x.com', 't2')], batch)).not.toContain('2');
  });

  it('names no existing contact where one error is about several creates and several contacts', () => {
    const error = {
      category: 'CONFLICT',
      message: 'Contact already exists. Existing ID: 111',
      context: { objectWriteTraceId: ['t1', 't2'], existingId: ['111', '222'] },
    };
    const outcomes = matchOutcomes([created('a@x.com', 't1'), created('b@x.com', 't2')], answer([], [error]));
    expect(outcomes).toMatchObject([
      { error: { name: 'ContactConflictError', existingContactId: null } },
      { error: { name: 'ContactConflictError', existingContactId: null } },
    ]);
    expect(JSON.stringify(outcomes)).not.toMatch(/111|222/);
  });
});
