import { z } from 'zod';
import { readDefinitionsFile } from '../definitions-file.ts';
import { but, integer, jsonFile, oneOf } from '../environment.ts';

/**
 * What a token of a private app in a free account may use: calls in the interval (in ms), and in a day; and how many
 * searches a second the account may. Documented.
 */
export const FREE_ACCOUNT = { max: 100, intervalMs: 10_000, daily: 250_000, searchesPerS: 5 };

/** How long an access token is good, in s. Documented: half an hour. */
export const TOKEN_LIFETIME_S = 1800;

/** A rule that an account's administrators set for its contacts (rules.ts). */
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
const rulesVariable = z
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

const definitionsFile = jsonFile(readDefinitionsFile, 'property definitions as schema/contact-properties.json is one');

/** The variables that set up a sandbox, alone or inside the gateway. They are checked even if none is started. */
export const sandboxVariables = {
  sandboxPort: integer(0, 65_535, 4010),
  sandboxFile: z.string().nullable().default(null),
  sandboxProperties: definitionsFile.nullable().default(null),
  sandboxLatencyMs: integer(0, 60_000, 0),
  sandboxRateLimit: integer(1, 1_000_000, FREE_ACCOUNT.max),
  sandboxDailyLimit: integer(0, 1_000_000_000, FREE_ACCOUNT.daily),
  sandboxSearchRateLimit: integer(1, 1_000_000, FREE_ACCOUNT.searchesPerS),
  sandboxTokenLifetimeS: integer(1, 86_400, TOKEN_LIFETIME_S),
  sandboxInvalidValues: oneOf(['item', 'batch'], 'item'),
  sandboxTraceIds: oneOf(['echoed', 'left-out'], 'echoed'),
  sandboxEmailUpdates: oneOf(['refused', 'accepted'], 'refused'),
  sandboxSearchLagMs: integer(0, 3_600_000, 0),
  sandboxRules: rulesVariable,
};

const form = z.object(sandboxVariables);

export function sandboxOptions(values: z.infer<typeof form>) {
  return {
    port: values.sandboxPort,
    file: values.sandboxFile,
    definitions: values.sandboxProperties,
    latencyMs: values.sandboxLatencyMs,
    rateLimit: {
      max: values.sandboxRateLimit,
      daily: values.sandboxDailyLimit,
      searchesPerS: values.sandboxSearchRateLimit,
    },
    tokenLifetimeS: values.sandboxTokenLifetimeS,
    switches: {
      invalidValues: values.sandboxInvalidValues,
      echoTraceIds: values.sandboxTraceIds === 'echoed',
      emailUpdates: values.sandboxEmailUpdates,
      searchLagMs: values.sandboxSearchLagMs,
      rules: values.sandboxRules,
    },
  };
}
