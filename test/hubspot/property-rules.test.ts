import { describe, expect, it } from 'vitest';
import { readPropertyRules } from '../../src/hubspot/read-property-rules.ts';

/** What is read of an answer, by property. */
async function read(...results: unknown[]): Promise<Record<string, unknown>> {
  const send = readPropertyRules(async () => ({ status: 200, headers: new Headers(), body: { results } }));
  const [outcome] = await send([null]);
  return outcome?.ok === true ? Object.fromEntries(outcome.value) : {};
}
const rules = (propertyName: string, ...propertyValidationRules: unknown[]) => ({
  propertyName,
  propertyValidationRules,
});

describe('the rules of an account', () => {
  it('are read as the documentation has them', async () => {
    expect(
      await read(
        rules('zip', { ruleType: 'ALPHANUMERIC', ruleArguments: ['NUMERIC_ONLY'], shouldApplyNormalization: false }),
        rules('code', { ruleType: 'REGEX', ruleArguments: ['^[A-Z]+$', 'Must be uppercase'] }),
        rules('site', { ruleType: 'URL', ruleArguments: [] }),
      ),
    ).toEqual({
      zip: [{ type: 'ALPHANUMERIC', arguments: ['NUMERIC_ONLY'] }],
      code: [{ type: 'REGEX', arguments: ['^[A-Z]+$', 'Must be uppercase'] }],
      site: [{ type: 'URL', arguments: [] }],
    });
  });

  it.each([
    ['a type that nobody knows yet', { ruleType: 'IBAN', ruleArguments: [] }, { type: 'IBAN', arguments: [] }],
    ['no arguments', { ruleType: 'URL' }, { type: 'URL', arguments: [] }],
    ['null for arguments', { ruleType: 'URL', ruleArguments: null }, { type: 'URL', arguments: [] }],
    ['numbers', { ruleType: 'MAX_NUMBER', ruleArguments: [9.5] }, { type: 'MAX_NUMBER', arguments: ['9.5'] }],
  ])('are read with %s', async (_what, sent, rule) => {
    expect(await read(rules('a', sent))).toEqual({ a: [rule] });
  });

  it.each([
    ['without a type', { ruleArguments: ['1'] }],
    ['with a type that is no word', { ruleType: 'two words', ruleArguments: [] }],
    ['with an argument that is none', { ruleType: 'REGEX', ruleArguments: ['^a$', { text: 'a' }] }],
    ['with arguments that are no list', { ruleType: 'REGEX', ruleArguments: '^a$' }],
    ['that is null', null],
  ])('leave out a rule %s, and keep the others', async (_what, sent) => {
    const rule = { ruleType: 'MIN_LENGTH', ruleArguments: ['2'] };
    expect(await read(rules('a', sent, rule), rules('b', sent))).toEqual({
      a: [{ type: 'MIN_LENGTH', arguments: ['2'] }],
      b: [],
    });
  });

  it('leave out what names no property, or has no list of rules', async () => {
    expect(
      await read(null, { propertyValidationRules: [] }, { propertyName: 'a', propertyValidationRules: 1 }),
    ).toEqual({
      a: [],
    });
  });
});
