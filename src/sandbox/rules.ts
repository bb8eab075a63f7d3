/** Rules that an account's administrators set for its contacts. Documented: version 2026-09 holds API writes to them. */
import { z } from 'zod';
import { but, ConfigError } from '../environment.ts';
import type { StoredContact } from './contact-file.ts';
import { valueReader } from './contact-records.ts';
import type { MissingProperty } from './error-bodies.ts';

const rule = z
  .strictObject({
    /** Null, or left out: the rule is about every new contact, as the fields of HubSpot's form for new contacts are. */
    property: z.string().min(1).nullable().default(null),
    /** With this value of the property (in its stored form, whole) a contact needs what `requires` names. */
    value: z.string().min(1).nullable().default(null),
    requires: z.array(z.string().min(1)).min(1),
  })
  .refine(({ property, value }) => (property === null) === (value === null), {
    error: 'property and value go together',
  });

export type Rule = Readonly<z.infer<typeof rule>>;

const EXAMPLE =
  '[{"property": "lifecyclestage", "value": "customer", "requires": ["company"]}, {"requires": ["lastname"]}]';

/** The variable's text. */
export const rulesVariable = z
  .string()
  .transform((text, { addIssue }): readonly Rule[] => {
    const { data, error } = z.array(rule).safeParse(parsed(text));
    if (data !== undefined) return data;
    const [issue] = error.issues;
    const where = issue?.path.length ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    addIssue(`must be a JSON list of rules such as ${EXAMPLE}, ${but(text)}${where}`);
    return z.NEVER;
  })
  .default([]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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
