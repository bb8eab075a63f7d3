/** Digs the facts out of HubSpot's error bodies, each from wherever HubSpot is known to put it. */
import { z } from 'zod';
import type { PropertyProblem } from './update-errors.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** The values of a context key: HubSpot documents lists of strings and also sends single strings. */
export function contextValues(context: Readonly<Record<string, unknown>> | undefined, key: string): string[] {
  const value = context?.[key];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The context key under which HubSpot names values of unique properties that no record has. */
export const MISSING_VALUES = 'missingObjectPropertyValueCoordinates';

/** Scopes that the credential lacks: under either name, at the top or in a detail. */
export function requiredScopes(body: HubSpotErrorBody): string[] {
  const contexts = [body.context, ...(body.errors ?? []).map(({ context }) => context)];
  const scopes = contexts.flatMap((context) => [
    ...contextValues(context, 'requiredGranularScopes'),
    ...contextValues(context, 'requiredScopes'),
  ]);
  return [...new Set(scopes)];
}

/** Recorded: `Cannot set PropertyValueCoordinates{…, propertyName=email, value=…} on 55. 66 already has that value.` */
const VALUE_TAKEN = /(?:propertyName=(\w+).*)?\b(\d+) already has that value/s;
const CONFLICT_CODES = new Set(['CONFLICT', 'UNIQUE_VALUE_CONFLICT', 'CONFLICTING_UNIQUE_VALUE']);

/** Which contact holds the value that was refused, where the error is about such a conflict. */
export function conflictIn(
  body: HubSpotErrorBody,
): { property: string | null; existingContactId: string | null } | null {
  const taken = VALUE_TAKEN.exec(body.message ?? '');
  const codes = [body.category, body.errorType, ...(body.errors ?? []).map(({ code }) => code)];
  if (taken === null && !codes.some((code) => code !== undefined && CONFLICT_CODES.has(code))) return null;
  return {
    property: taken?.[1] ?? contextValues(body.context, 'propertyName')[0] ?? null,
    existingContactId: contextValues(body.context, 'existingId')[0] ?? taken?.[2] ?? null,
  };
}

const PROBLEMS_PREFIX = 'Property values were not valid: ';
const listedProblems = z.array(
  z.object({
    name: z.string(),
    message: z.string().catch(''),
    error: z.string().nullable().catch(null),
    propertyValue: z.string().nullable().catch(null),
  }),
);

/**
 * The properties that were refused. HubSpot lists all of them as JSON inside the message; `errors[]` repeats only some
 * (three of four were recorded), so it is read for what the message does not hold.
 */
export function propertyProblems(
  body: HubSpotErrorBody,
  sent: Readonly<Record<string, string>>,
): readonly PropertyProblem[] {
  const problems = new Map<string, PropertyProblem>();
  const add = (problem: PropertyProblem) => {
    const key = `${problem.property} ${problem.code ?? problem.message}`;
    if (!problems.has(key)) problems.set(key, problem);
  };
  const sentValue = (property: string) => (Object.hasOwn(sent, property) ? (sent[property] ?? null) : null);

  for (const { name, error, message, propertyValue } of problemsInMessage(body.message)) {
    add({ property: name, code: error, message, value: propertyValue ?? sentValue(name) });
  }
  for (const { code, message, context } of body.errors ?? []) {
    for (const property of contextValues(context, 'propertyName')) {
      add({ property, code: code ?? null, message, value: sentValue(property) });
    }
  }
  return [...problems.values()];
}

function problemsInMessage(message = ''): z.infer<typeof listedProblems> {
  if (!message.startsWith(PROBLEMS_PREFIX)) return [];
  try {
    return listedProblems.parse(JSON.parse(message.slice(PROBLEMS_PREFIX.length)));
  } catch {
    return [];
  }
}
