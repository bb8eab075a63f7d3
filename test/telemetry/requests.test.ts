import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { codeCounter } from '../../src/telemetry/requests.ts';

const error = (code: unknown, path?: string[]) =>
  new GraphQLError('secret', { extensions: code === undefined ? {} : { code }, ...(path ? { path } : {}) });

function noted(...errors: GraphQLError[]) {
  const record = { errors: {} };
  codeCounter()(record, errors);
  return record.errors;
}

describe('the codes of errors', () => {
  it('are counted, and what has none is a bad value of a variable, unless it is of a field', () => {
    expect(noted(error('A_CODE'), error('A_CODE'), error(undefined), error(undefined, ['contact']))).toEqual({
      A_CODE: 2,
      BAD_USER_INPUT: 1,
      OTHER: 1,
    });
  });

  it.each([['a text'], ['lower_case'], ['X'.repeat(51)], [7], [null], ['__PROTO__']])('are never %j', (code) => {
    expect(noted(error(code, ['contact']))).toEqual({ OTHER: 1 });
  });

  it('are so many at most, whatever becomes of them', () => {
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
    const many = letters.flatMap((a) => letters.map((b) => error(`X_${a}${b}`)));
    const codes = noted(...many) as Record<string, number>;
    expect([Object.keys(codes).length, codes.OTHER]).toEqual([51, 26 * 26 - 50]);
  });
});
