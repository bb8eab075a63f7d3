import type { SentDefinition } from '../definitions-file.ts';
import type { SandboxAnswer } from './http.ts';

/** Rules as an administrator could have set them, with and without arguments. Nothing enforces them here. */
const RULES: Readonly<Record<string, readonly object[]>> = {
  property_number: [
    { ruleType: 'MIN_NUMBER', ruleArguments: ['0'] },
    { ruleType: 'MAX_NUMBER', ruleArguments: ['1000000'] },
  ],
  property_string: [{ ruleType: 'MAX_LENGTH', ruleArguments: ['100'] }],
  work_email: [{ ruleType: 'EMAIL', ruleArguments: [] }],
};

/**
 * The answer to `GET …/property-validations/0-1`. Documented: only properties with rules are listed, without paging; the guide
 * leaves out `shouldApplyNormalization`, which is optional. Inferred: the order.
 */
export const listPropertyRules = (definitions: readonly SentDefinition[]): SandboxAnswer => ({
  status: 200,
  body: {
    results: definitions.flatMap(({ name }) => {
      const rules = typeof name === 'string' && Object.hasOwn(RULES, name) ? RULES[name] : undefined;
      return rules === undefined ? [] : [{ propertyName: name, propertyValidationRules: rules }];
    }),
  },
});
