import { describe, expect, it } from 'vitest';
import { matchOutcomes, type TracedUpdate } from '../../src/hubspot/match-outcomes.ts';
import type { BatchAnswer } from '../../src/hubspot/wire.ts';

const sent = (id: string, traceId: string, idProperty: string | null = null): TracedUpdate => ({
  traceId,
  update: { id, idProperty, properties: { firstname: 'x' }, onBatch: () => {} },
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

const summary = (updates: readonly TracedUpdate[], batch: BatchAnswer) =>
  matchOutcomes(updates, batch).map((outcome) => (outcome.ok ? outcome.value.id : outcome.error.name));

describe('the answer of an update', () => {
  it('is found by trace id, also when HubSpot answers with another record id, as it does for merged contacts', () => {
    const batch = answer([result('9', { objectWriteTraceId: 't2' }), result('1', { objectWriteTraceId: 't1' })]);
    expect(summary([sent('1', 't1'), sent('2', 't2')], batch)).toEqual(['1', '9']);
  });

  it('is found by record id where HubSpot does not echo the trace id, in whatever order it answers', () => {
    const batch = answer([result('3'), result('1'), result('2')]);
    expect(summary([sent('1', 't1'), sent('2', 't2'), sent('3', 't3')], batch)).toEqual(['1', '2', '3']);
  });

  it('is found by the unique value, without case, where the update was addressed by one', () => {
    const batch = answer([result('7', { properties: { code: 'abc' } })]);
    expect(summary([sent('ABC', 't1', 'code')], batch)).toEqual(['7']);
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

  it('is not harmed by another result that cannot be read', () => {
    const batch = answer([{ id: 5 }, 'nonsense', null, result('1')], [null, 'text', { context: 'text' }]);
    expect(summary([sent('1', 't1')], batch)).toEqual(['1']);
  });
});
