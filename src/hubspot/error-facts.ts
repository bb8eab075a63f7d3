/** Finds the facts in HubSpot's error bodies, each wherever HubSpot is known to put it. */
import { z } from 'zod';
import type { PropertyProblem } from './contact-errors.ts';
import type { ErrorDetail, HubSpotErrorBody } from './wire.ts';

/** The values of a context key: HubSpot documents lists of strings, and also sends single ones, and ids as numbers. */
export function contextValues(context: Readonly<Record<string, unknown>> | undefined, key: string): string[] {
  return [context?.[key]].flat().flatMap((value) => {
    if (typeof value === 'string') return [value];
    return Number.isSafeInteger(value) ? [String(value)] : [];
  });
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

/** What a refusal says about values. */
export interface ErrorFacts {
  /** Properties that were refused, each with the value that was quoted, or null. */
  readonly problems: readonly PropertyProblem[];
  /** A value that must be unique, and the contact that has it already; null if the refusal is not about that. */
  readonly conflict: Conflict | null;
  /** A property that cannot address contacts because its values are not unique. */
  readonly notUnique: string | null;
}

export interface Conflict {
  readonly property: string | null;
  readonly existingContactId: string | null;
  /** The value, and the contact that was meant to get it. */
  readonly value: string | null;
  readonly target: string | null;
}

const known = new WeakMap<HubSpotErrorBody, ErrorFacts>();

/**
 * Read once for each body, however many inputs it is about. Its texts repeat what callers wrote, so regular expressions are run
 * only on a few characters at a known place.
 */
export function factsOf(body: HubSpotErrorBody): ErrorFacts {
  const facts = known.get(body) ?? readFacts(body);
  known.set(body, facts);
  return facts;
}

function readFacts(body: HubSpotErrorBody): ErrorFacts {
  const listed = problemsInMessage(body.message);
  return {
    problems: problemsOf(body, listed),
    conflict: conflictOf(body, listed),
    notUnique: notUniqueIn(body.message),
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
type Listed = z.infer<typeof listedProblems>;

function problemsInMessage(message = ''): Listed {
  if (!message.startsWith(PROBLEMS_PREFIX)) return [];
  try {
    return listedProblems.parse(JSON.parse(message.slice(PROBLEMS_PREFIX.length)));
  } catch {
    return [];
  }
}

/**
 * HubSpot lists all problems as JSON inside the message; `errors[]` repeats only some (three of four were recorded), so it is
 * read for what the message does not hold.
 */
function problemsOf({ errors = [] }: HubSpotErrorBody, listed: Listed): PropertyProblem[] {
  const inMessage = listed.map(
    ({ name, error, message, propertyValue }): PropertyProblem => ({
      property: name,
      code: error,
      message,
      value: propertyValue,
    }),
  );
  const held = new Set(inMessage.map(kindOf));
  const inDetails = errors.flatMap(({ code = null, message, context }) =>
    contextValues(context, 'propertyName').map((property) => ({ property, code, message, value: null })),
  );
  return [...inMessage, ...inDetails.filter((problem) => !held.has(kindOf(problem)))];
}

/** An input has at most one problem of each kind with a property. */
const kindOf = ({ property, code, message }: PropertyProblem): string => `${property} ${code ?? message}`;

/** The problems of an input that was sent with these values. */
export function problemsWith(
  { problems }: ErrorFacts,
  sent: Readonly<Record<string, string>>,
): readonly PropertyProblem[] {
  const sentValue = (property: string) => (Object.hasOwn(sent, property) ? (sent[property] ?? null) : null);
  const kinds = new Map(problems.toReversed().map((problem) => [kindOf(problem), problem]));
  return [...kinds.values()]
    .reverse()
    .map((problem) => ({ ...problem, value: problem.value ?? sentValue(problem.property) }));
}

const CONFLICT_CODES: ReadonlySet<string | null | undefined> = new Set([
  'CONFLICT',
  'UNIQUE_VALUE_CONFLICT',
  'CONFLICTING_UNIQUE_VALUE',
]);
/** Recorded: `Contact already exists. Existing ID: 12345`; of several clashes in a batch the first sentence alone. */
const EXISTS = 'Contact already exists';

/** A list of problems, or of details, is about a conflict only when all of them are. */
function conflictOf(body: HubSpotErrorBody, listed: Listed): Conflict | null {
  const { message = '', context, errors = [] } = body;
  const isListed = listed.length > 0 && listed.every(({ error }) => CONFLICT_CODES.has(error));
  const isConflict = (detail: ErrorDetail) => isConflictCoded(detail) || tellsExisting(detail.message);
  const details = errors.every(isConflict) ? errors : [];
  const taken = valueTaken(message);
  const isTold = isConflictCoded(body) || details.length > 0 || taken !== null || tellsExisting(message);
  if (listed.length > 0 ? !isListed : !isTold) return null;

  const texts = [...(isListed ? listed : []), ...details].map((told) => told.message);
  const [stated = null] = [message, ...texts].flatMap(
    (text) => existingId(text) ?? valueTaken(text)?.existingContactId ?? [],
  );
  const [property = null] = [
    ...(taken?.property ? [taken.property] : []),
    ...(isListed ? listed.map(({ name }) => name) : []),
    ...[context, ...details.map((detail) => detail.context)].flatMap((each) => contextValues(each, 'propertyName')),
  ];
  const [inContext = null] = [context, ...details.map((detail) => detail.context)].flatMap((each) =>
    contextValues(each, 'existingId'),
  );
  return {
    property,
    existingContactId: inContext ?? stated,
    value: taken?.value ?? null,
    target: taken?.target ?? null,
  };
}

/** By a code in any place, or because it names the contact that exists. */
const isConflictCoded = ({
  category,
  errorType,
  code,
  subCategory,
  context,
}: HubSpotErrorBody & { code?: string | undefined }) =>
  [category, errorType, code, subCategory].some((each) => typeof each === 'string' && CONFLICT_CODES.has(each)) ||
  contextValues(context, 'existingId').length > 0;

const TAKEN = ' already has that value';
/** Digits of a record id, and of two with what stands between them. */
const ID_LENGTH = 25;

/**
 * Recorded: `Cannot set PropertyValueCoordinates{…, propertyName=email, value=x@example.com} on 55. 66 already has that
 * value.` The value may hold anything, so the ids are looked for from the end, and the property from the beginning.
 */
function valueTaken(message: string): Conflict | null {
  const end = message.lastIndexOf(TAKEN);
  // Only at the end: before it, it may be a value that somebody wrote.
  if (end === -1 || !['', '.'].includes(message.slice(end + TAKEN.length))) return null;
  const tail = message.slice(Math.max(0, end - 3 * ID_LENGTH), end);
  const [ids, target = null, owner = null] = /(?:\} on (\d{1,25})\. )?\b(\d{1,25})$/.exec(tail) ?? [];
  if (ids === undefined || owner === null) return null;
  const name = message.indexOf('propertyName=');
  const [, property = null] = /^propertyName=(\w+)/.exec(message.slice(Math.max(0, name), name + 300)) ?? [];
  const start = property === null ? -1 : message.indexOf(', value=', name);
  const value = start === -1 || target === null ? null : message.slice(start + ', value='.length, end - ids.length);
  return { property, existingContactId: owner, value, target };
}

/** A text that a caller wrote may hold the same words; HubSpot's own words end a message. */
const tellsExisting = (text: string): boolean =>
  text.startsWith(EXISTS) || /Existing ID: \d{1,25}[.'"]?$/.test(text.slice(-ID_LENGTH - 20));

function existingId(text: string): string | null {
  const label = 'Existing ID: ';
  const start = text.lastIndexOf(label);
  if (start === -1) return null;
  return /^\d+/.exec(text.slice(start + label.length, start + label.length + ID_LENGTH))?.[0] ?? null;
}

/** Recorded: `Unable to perform update/upsert by non-unique 0-1 property email in portal ID 21939747`. */
function notUniqueIn(message = ''): string | null {
  // Only at the beginning: further on it may be a value that somebody wrote.
  return /^Unable to perform update\/upsert by non-unique \S+ property (\w+)/.exec(message.slice(0, 500))?.[1] ?? null;
}
