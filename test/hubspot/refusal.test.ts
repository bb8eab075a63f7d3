import { describe, expect, it } from 'vitest';
import type { TracedWrite } from '../../src/hubspot/match-outcomes.ts';
import { refusalHint } from '../../src/hubspot/refusal.ts';

const sent = (id: string, properties: Record<string, string>, idProperty: string | null = null): TracedWrite => ({
  traceId: `trace-${id}`,
  write: { id, idProperty, properties, onBatch: () => {} },
});

const inputs = [
  sent('1', { firstname: 'a', color: 'red' }),
  sent('2', { firstname: 'b', color: 'mauve' }),
  sent('3', { firstname: 'c', email: 'X@example.com' }),
  sent('4', { firstname: 'd', nonsense: 'e' }),
  sent('x@example.com', { firstname: 'f' }, 'email'),
  sent('6', { firstname: 'g', color: '' }),
];

const notValid = (...problems: object[]) => ({
  message: `Property values were not valid: ${JSON.stringify(problems)}`,
});

describe('the hint of a refusal', () => {
  it.each([
    ['a property that does not exist', notValid({ name: 'nonsense', error: 'PROPERTY_DOESNT_EXIST' }), [3]],
    ['a value', notValid({ name: 'color', error: 'INVALID_OPTION', propertyValue: 'mauve' }), [1]],
    ['a property without saying which value', notValid({ name: 'color', error: 'INVALID_OPTION' }), [0, 1, 5]],
    [
      'a property in a detail',
      { message: 'no', errors: [{ message: 'no', context: { propertyName: ['color'] } }] },
      [0, 1, 5],
    ],
    [
      'a required property, which who clears it lacks and who sends it does not,',
      {
        message: 'no',
        errors: [{ message: 'no', code: 'MISSING_REQUIRED_PROPERTY', context: { propertyName: ['color'] } }],
      },
      [5],
    ],
    ['a trace id', { message: 'no', context: { objectWriteTraceId: ['trace-3'] } }, [2]],
    [
      'a unique value that is taken',
      {
        message:
          'Cannot set PropertyValueCoordinates{propertyName=email, value=x@example.com} on 3. 9 already has that value.',
      },
      [2],
    ],
    [
      'an idProperty that is not unique',
      { message: 'Unable to perform update/upsert by non-unique 0-1 property email in portal ID 1' },
      [4],
    ],
    ['nothing', { message: 'internal trouble' }, []],
    ['a property that nobody holds', notValid({ name: 'other' }), []],
  ])('that names %s points at the inputs that have it', (_what, body, suspects) => {
    expect(refusalHint(body, inputs)).toEqual({ suspects });
  });

  it('that names ids points at duplicates', () => {
    expect(refusalHint({ message: 'Duplicate IDs', context: { ids: ['2'] } }, inputs)).toEqual({ duplicates: [1] });
  });
});
