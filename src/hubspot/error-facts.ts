/** Finds the facts in HubSpot's error bodies, each wherever HubSpot is known to put it. */
import { z } from 'zod';
import type { PropertyProblem } from './contact-errors.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** The values of a context key: HubSpot documents lists of strings, and also sends single ones, and ids as numbers. */
export function contextValues(context: Readonly<Record<string, unknown>> | undefined, key: string): string[] {
  return [context?.[key]].flat().flatMap((value) => {
    if (typeof value === 'string') return [value];
    return Number.isSafeInteger(value) ? [String(value)] : [];
  });
}

/** What a refusal says. */
export type ErrorFacts = ReturnType<typeof readFacts>;

const known = new WeakMap<HubSpotErrorBody, ErrorFacts>();

/**
 * Read once for each body, however many inputs it is about. Its texts repeat what callers wrote, so each regular expression
 * begins or ends at a known place.
 */
export function factsOf(body: HubSpotErrorBody): ErrorFacts {
  const facts = known.get(body) ?? readFacts(body);
  known.set(body, facts);
  return facts;
}

function readFacts(body: HubSpotErrorBody) {
  const listed = problemsInMessage(body.message);
  const problems = problemsOf(body, listed);
  const contexts = [body, ...(body.errors ?? [])].map(({ context }) => context);
  const named = (key: string) => contexts.flatMap((context) => contextValues(context, key));
  return {
    /** Properties that were refused, each with the value that was quoted, or null. */
    problems,
    /** Properties that were refused because they have no value: a rule of the account requires them. */
    required: new Set(problems.filter(isRequired).map(({ property }) => property)),
    conflict: conflictOf(body, listed),
    /** A property that cannot address contacts because its values are not unique. */
    notUnique: notUniqueIn(body.message),
    /** Values of a unique property that no contact has, as `…:value` (reported). */
    missingValues: contextValues(body.context, 'missingObjectPropertyValueCoordinates'),
    /** Those that the credential lacks. */
    scopes: [...new Set([...named('requiredGranularScopes'), ...named('requiredScopes')])],
  };
}

const PROBLEMS_PREFIX = 'Property values were not valid: ';
const textOrNull = z.string().nullable().catch(null);
const listedProblem = z
  .object({ name: z.string(), message: z.string().catch(''), error: textOrNull, propertyValue: textOrNull })
  .transform(({ name: property, error: code, propertyValue: value, message }) => ({ property, code, value, message }));

function problemsInMessage(message = ''): PropertyProblem[] {
  if (!message.startsWith(PROBLEMS_PREFIX)) return [];
  try {
    return z.array(listedProblem).parse(JSON.parse(message.slice(PROBLEMS_PREFIX.length)));
  } catch {
    return [];
  }
}

/**
 * HubSpot lists all problems as JSON inside the message; `errors[]` repeats only some (three of four were recorded), so it is
 * read for what the message does not hold.
 */
function problemsOf(body: HubSpotErrorBody, listed: readonly PropertyProblem[]): PropertyProblem[] {
  const { errors = [] } = body;
  const held = new Set(listed.map(kindOf));
  const inDetails = errors.flatMap(({ code = null, message, context }) =>
    contextValues(context, 'propertyName').map((property) => ({ property, code, message, value: null })),
  );
  const found = [...listed, ...inDetails.filter((problem) => !held.has(kindOf(problem)))];
  const named = new Set(found.map(({ property }) => property));
  return [...found, ...requiredInTexts(body).filter(({ property }) => !named.has(property))];
}

/**
 * Documented for version 2026-09: `A value for firstname must be provided`, and `state is required because of a conditional
 * property rule based on [country]`. Only as a whole text, or from its beginning: further on it may be a value.
 */
const REQUIRED_TEXT =
  /^(?:A value for (\w{1,200}) must be provided\.?$|(\w{1,200}) is required because of a conditional property rule\b)/;
/** Recorded for other objects, with the names in `context.properties`. */
const NOT_SET = /^Error creating \w{1,50}\. {1,2}Some required properties were not set\.?$/;

const requiredIn = (text: string): string | undefined => {
  const [, always, sometimes] = REQUIRED_TEXT.exec(text.slice(0, 500)) ?? [];
  return always ?? sometimes;
};

const isRequired = ({ code, message }: PropertyProblem): boolean =>
  // Documented: MISSING_REQUIRED_PROPERTY and MISSING_CONDITIONAL_REQUIRED_PROPERTY.
  code?.includes('REQUIRED') === true ||
  (code === null && (requiredIn(message) !== undefined || NOT_SET.test(message)));

/** Required properties that only a text names. */
function requiredInTexts({ message = '', context, errors = [] }: HubSpotErrorBody): PropertyProblem[] {
  const notSet = NOT_SET.test(message) ? contextValues(context, 'properties') : [];
  const texts = [{ message, code: null }, ...errors].flatMap(({ message: text, code = null }) => {
    const property = requiredIn(text);
    return property === undefined ? [] : { property, code, message: text, value: null };
  });
  return [...texts, ...notSet.map((property) => ({ property, code: null, message, value: null }))];
}

/** An input has at most one problem of each kind with a property. */
const kindOf = ({ property, code, message }: PropertyProblem): string => `${property} ${code ?? message}`;

/** The problems of an input that was sent with these values. */
export function problemsWith(
  { problems }: ErrorFacts,
  sent: Readonly<Record<string, string>>,
): readonly PropertyProblem[] {
  const sentValue = (property: string) => (Object.hasOwn(sent, property) ? (sent[property] ?? null) : null);
  return [...Map.groupBy(problems, kindOf).values()]
    .flatMap(([first]) => first ?? [])
    .map((problem) => ({ ...problem, value: problem.value ?? sentValue(problem.property) }));
}

const CONFLICT_CODES: ReadonlySet<unknown> = new Set(['CONFLICT', 'UNIQUE_VALUE_CONFLICT', 'CONFLICTING_UNIQUE_VALUE']);

/**
 * A value that must be unique, the contact that has it already and, where they are told, the value and the contact that was
 * meant to get it (`target`). Null if the refusal is not about that: a list, or details, are only when all of them are.
 */
function conflictOf(body: HubSpotErrorBody, listed: readonly PropertyProblem[]) {
  const { message = '', errors = [] } = body;
  const details = errors.every(isConflict) ? errors : [];
  const taken = valueTaken(message);
  const isTold =
    listed.length > 0
      ? listed.every(({ code }) => CONFLICT_CODES.has(code))
      : details.length > 0 || taken !== null || isConflict(body);
  if (!isTold) return null;

  const contexts = [body, ...details].map(({ context }) => context);
  const named = (key: string) => contexts.flatMap((context) => contextValues(context, key));
  const stated = [message, ...[...listed, ...details].map((told) => told.message)].map(
    (text) => existingId(text) ?? valueTaken(text)?.existingContactId,
  );
  return {
    property: first([taken?.property, ...listed.map(({ property }) => property), ...named('propertyName')]),
    /** Each once. */
    existingContactIds: [...new Set([...named('existingId'), ...stated].filter((id) => id != null))],
    value: taken?.value ?? null,
    target: taken?.target ?? null,
  };
}

const first = (texts: readonly (string | null | undefined)[]): string | null =>
  texts.find((text) => text != null) ?? null;

/** By a code in any place, or because it names the contact that exists. */
function isConflict({ message = '', context, ...told }: HubSpotErrorBody & { code?: string | undefined }): boolean {
  const codes = [told.category, told.errorType, told.code, told.subCategory];
  return (
    codes.some((code) => CONFLICT_CODES.has(code)) ||
    contextValues(context, 'existingId').length > 0 ||
    // Recorded of several clashes in a batch: the sentence alone.
    message.startsWith('Contact already exists') ||
    // Only at the end: before it, it may be a value that somebody wrote.
    /Existing ID: \d{1,25}[.'"]?$/.test(message.slice(-50))
  );
}

/** Recorded: `Contact already exists. Existing ID: 12345`. */
const existingId = (text: string): string | null => /^.*Existing ID: (\d{1,25})/s.exec(text)?.[1] ?? null;

/**
 * Recorded: `Cannot set PropertyValueCoordinates{…, propertyName=email, value=x@example.com} on 55. 66 already has that
 * value.` The value may hold anything, so the property is looked for from the beginning, and the ids from the end.
 */
const TAKEN = /^.{0,300}?propertyName=(\w{1,200}), value=(.*)\} on (\d{1,25})\. \d{1,25} already has that value\.?$/s;
const OWNER = /\b(\d{1,25}) already has that value\.?$/;

function valueTaken(message: string) {
  const [, existingContactId] = OWNER.exec(message.slice(-60)) ?? [];
  if (existingContactId === undefined) return null;
  const [, property = null, value = null, target = null] = TAKEN.exec(message) ?? [];
  return { property, existingContactId, value, target };
}

/** Recorded: `Unable to perform update/upsert by non-unique 0-1 property email in portal ID 21939747`. */
function notUniqueIn(message = ''): string | null {
  // Only at the beginning: further on it may be a value that somebody wrote.
  return /^Unable to perform update\/upsert by non-unique \S+ property (\w+)/.exec(message.slice(0, 500))?.[1] ?? null;
}
