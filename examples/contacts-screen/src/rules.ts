interface Rule {
  readonly type: string;
  readonly arguments: readonly string[];
}

/** What each rule demands of a raw value, in words where it does not fit. */
const CHECKS: Readonly<Record<string, (value: string, argument: string) => string | false>> = {
  MIN_LENGTH: (value, least) => value.length < Number(least) && `Enter at least ${least} characters.`,
  MAX_LENGTH: (value, most) => value.length > Number(most) && `Enter at most ${most} characters.`,
  MIN_NUMBER: (value, least) => Number(value) < Number(least) && `Enter ${least} or more.`,
  MAX_NUMBER: (value, most) => Number(value) > Number(most) && `Enter ${most} or less.`,
  DECIMAL: (value, most) =>
    (value.split('.')[1] ?? '').length > Number(most) && `Enter at most ${most} digits behind the point.`,
  EMAIL: (value) => !/^\S+@\S+$/.test(value) && 'Enter an email address, such as ada@example.com.',
  START_DATE: (value, ms) => Date.parse(value) < Number(ms) && `Enter ${dayOf(ms)} or a later day.`,
  END_DATE: (value, ms) => Date.parse(value) > Number(ms) && `Enter ${dayOf(ms)} or an earlier day.`,
};

const dayOf = (ms: string): string => new Date(Number(ms)).toISOString().slice(0, 10);

/**
 * The first rule of the account that a raw value does not fit, in words; null when there is none. HubSpot has the last word:
 * rules that are not known here are passed over, and so are patterns, which HubSpot and browsers read differently.
 */
export function brokenRule(rules: readonly Rule[], value: string): string | null {
  for (const {
    type,
    arguments: [argument = ''],
  } of rules) {
    const problem = Object.hasOwn(CHECKS, type) && CHECKS[type]?.(value, argument);
    if (problem) return problem;
  }
  return null;
}
