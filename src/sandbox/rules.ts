/** Rules that an account's administrators set for its contacts. Documented: version 2026-09 holds API writes to them. */
import { ConfigError } from '../environment.ts';
import type { StoredContact } from './contact-file.ts';
import { valueReader } from './contact-records.ts';
import type { Rule } from './environment.ts';
import type { MissingProperty } from './error-bodies.ts';

/** Throws a `ConfigError` for rules that could never be kept, because they are about properties that there are not. */
export function checkRules(rules: readonly Rule[], isDefined: (property: string) => boolean): void {
  const named = rules.flatMap(({ property, requires }) => [...(property === null ? [] : [property]), ...requires]);
  const unknown = [...new Set(named)].filter((property) => !isDefined(property));
  if (unknown.length > 0)
    throw new ConfigError([`SANDBOX_RULES names properties that do not exist: ${unknown.join(', ')}.`]);
}

/** What a contact lacks by the rules, with the values that it would have. */
export function missingProperties(
  rules: readonly Rule[],
  { contact, isNew }: { readonly contact: StoredContact; readonly isNew: boolean },
): readonly MissingProperty[] {
  const held = (property: string) => valueReader(property)(contact);
  const applying = rules.filter(({ property, value }) => (property === null ? isNew : held(property) === value));
  const missing = applying.flatMap(({ property: because, requires }) =>
    requires.filter((property) => held(property) === '').map((property) => ({ property, because })),
  );
  // Each once, whatever number of rules requires it.
  return [...Map.groupBy(missing, ({ property }) => property).values()].flatMap(([first]) => first ?? []);
}
