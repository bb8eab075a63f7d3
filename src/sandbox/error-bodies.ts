/** HubSpot's error bodies, worded and ordered as they were recorded. */
import { randomUUIDv7 } from 'node:crypto';
import { PORTAL_ID } from './account.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

interface Detail {
  readonly message: string;
  readonly code?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

interface ErrorFacts {
  readonly errors?: readonly Detail[];
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly category?: string;
}

/** The envelope's keys come in this order: status, message, correlationId, errors, context, links, category. */
export function errorAnswer(status: number, message: string, facts: ErrorFacts = {}): SandboxAnswer {
  // Recorded: the newer ids are of version 7.
  const correlationId = randomUUIDv7();
  const { errors, context, links, category } = facts;
  return {
    status,
    body: {
      status: 'error',
      message,
      correlationId,
      ...(errors === undefined ? {} : { errors }),
      ...(context === undefined ? {} : { context }),
      ...(links === undefined ? {} : { links }),
      ...(category === undefined ? {} : { category }),
    },
    headers: { 'x-hubspot-correlation-id': correlationId },
  };
}

const VALIDATION_ERROR = { category: 'VALIDATION_ERROR' };

/** Recorded for batch/read; the same text is assumed for batch/update. */
export const tooManyInputs = () =>
  errorAnswer(
    400,
    'The maximum number of inputs supported in a batch is 100. Please reduce the number of items and try again',
    VALIDATION_ERROR,
  );

/** Recorded. */
export const duplicateIds = (ids: readonly string[]) =>
  errorAnswer(400, `Duplicate IDs found in batch input: [${ids.join(', ')}]. IDs must be unique`, {
    ...VALIDATION_ERROR,
    context: { ids },
  });

/** Recorded, for other objects and for contacts. */
export const notUnique = (property: string) =>
  errorAnswer(
    400,
    `Unable to perform update/upsert by non-unique 0-1 property ${property} in portal ID ${PORTAL_ID}`,
    VALIDATION_ERROR,
  );

/** Recorded for lists, without a category; the real text goes on with the names of Java's types. */
export const unreadableBody = () => errorAnswer(400, 'Invalid input JSON');

/** Recorded. */
export const requiredFields = (...names: string[]) =>
  errorAnswer(
    400,
    `Invalid input JSON on line 1, column 1. Some required fields were not set: [${names.join(', ')}]`,
    VALIDATION_ERROR,
  );

/** Inferred: what HTTP has for it. */
export const unsupportedMediaType = () => errorAnswer(415, 'HTTP 415 Unsupported Media Type');
export const undecodableAddress = () => errorAnswer(400, 'HTTP 400 Bad Request');
/** Documented; the body is inferred. */
export const addressTooLong = () => errorAnswer(414, 'HTTP 414 URI Too Long');

/** Recorded, without a category. */
export const unknownObjectType = (type: string) => errorAnswer(400, `Unable to infer object type from: ${type}`);

const NOT_FOUND = { 'x-hubspot-notfound': 'true' };

function notThere(message: string, facts?: ErrorFacts): SandboxAnswer {
  const answer = errorAnswer(404, message, facts);
  return { ...answer, headers: { ...answer.headers, ...NOT_FOUND } };
}

/** The header is recorded, the body only for records. */
export const resourceNotFound = () => notThere('resource not found');

/** Recorded: HTML for clients that take anything; a missing numeric id says little, another one more (with two spaces). */
export function recordNotFound(id: string, { accept = '*/*' }: SandboxRequest['headers']): SandboxAnswer {
  if (!accept.includes('json')) return NOT_FOUND_PAGE;
  if (/^\d+$/.test(id)) return resourceNotFound();
  const facts = { context: { id: [id] }, category: 'OBJECT_NOT_FOUND' };
  return notThere('Object not found.  objectId are usually numeric.', facts);
}

const NOT_FOUND_PAGE: SandboxAnswer = {
  status: 404,
  body: '<html><head><title>Error 404 Not Found</title></head><body><h2>HTTP ERROR 404</h2><p>Resource not found</p></body></html>\n',
  headers: { 'content-type': 'text/html;charset=iso-8859-1', ...NOT_FOUND },
};

/** Why a property cannot have a value. */
export interface ValueProblem {
  readonly name: string;
  /** HubSpot's code, such as `INVALID_OPTION`. */
  readonly error: string;
  readonly message: string;
  /** Left out where the value does not matter. */
  readonly propertyValue?: string;
}

const entry = ({ name, error, message }: ValueProblem) => ({ isValid: false, message, error, name });
const withValue = ({ propertyValue }: ValueProblem) => (propertyValue === undefined ? {} : { propertyValue });

const problemsMessage = (entries: readonly object[]) => `Property values were not valid: ${JSON.stringify(entries)}`;

/** Documented, verbatim: the message of an error of a single item says more of each problem than that of a 400. */
export const itemProblemsMessage = (problems: readonly ValueProblem[]) =>
  problemsMessage(
    problems.map((problem) => ({
      ...entry(problem),
      localizedErrorMessage: problem.message,
      ...withValue(problem),
      portalId: PORTAL_ID,
    })),
  );

/** Recorded: the message holds every problem as JSON; `errors` repeats no more than three. */
export const invalidProperties = (problems: readonly ValueProblem[]) =>
  errorAnswer(400, problemsMessage(problems.map((problem) => ({ ...entry(problem), ...withValue(problem) }))), {
    ...VALIDATION_ERROR,
    errors: problems
      .slice(0, 3)
      .map(({ name, error, message }) => ({ message, code: error, context: { propertyName: [name] } })),
  });

/** A value that must be unique and belongs to another contact. */
export interface Conflict {
  readonly property: string;
  readonly value: string;
  readonly ownerId: string;
}

/** Recorded. */
export const valueTaken = ({ property, value, ownerId }: Conflict, id: string) =>
  errorAnswer(
    400,
    `Cannot set PropertyValueCoordinates{portalId=${PORTAL_ID}, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=${property}, value=${value}} on ${id}. ${ownerId} already has that value.`,
    VALIDATION_ERROR,
  );
