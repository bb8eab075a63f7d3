/** HubSpot's error bodies, worded and ordered as they were recorded. */
import { randomUUID } from 'node:crypto';
import type { SandboxAnswer } from './rest.ts';

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
  const correlationId = randomUUID();
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
export const notUnique = (property: string, portalId: number) =>
  errorAnswer(
    400,
    `Unable to perform update/upsert by non-unique 0-1 property ${property} in portal ID ${portalId}`,
    VALIDATION_ERROR,
  );

/** Recorded, without a category. */
export const unreadableJson = () =>
  errorAnswer(
    400,
    'Invalid input JSON on line 1, column 1: Cannot deserialize value of type `SimplePublicObjectBatchInput`',
  );

/** Recorded. */
export const requiredFields = (...names: string[]) =>
  errorAnswer(
    400,
    `Invalid input JSON on line 1, column 1. Some required fields were not set: [${names.join(', ')}]`,
    VALIDATION_ERROR,
  );

/** Recorded: the details are texts here, and there is no category. */
export function emptyBody(): SandboxAnswer {
  const answer = errorAnswer(400, 'validation error');
  return { ...answer, body: { ...(answer.body as object), errors: ['The request body may not be null'] } };
}

/** Inferred: what HTTP has for it. */
export const unsupportedMediaType = () => errorAnswer(415, 'HTTP 415 Unsupported Media Type');

const NOT_FOUND = { 'x-hubspot-notfound': 'true' };

/** Recorded: a missing numeric id says little, one that is not numeric says more (with two spaces). */
export function recordNotFound(id: string): SandboxAnswer {
  const answer = missingRecord(id);
  return { ...answer, headers: { ...answer.headers, ...NOT_FOUND } };
}

function missingRecord(id: string): SandboxAnswer {
  if (id === '0') return errorAnswer(404, 'Object not found. objectId is usually positive.', { context: {} });
  if (/^\d+$/.test(id)) return errorAnswer(404, 'resource not found');
  return errorAnswer(404, 'Object not found.  objectId are usually numeric.', {
    context: { id: [id] },
    category: 'OBJECT_NOT_FOUND',
  });
}

/** Recorded: what a client gets that does not ask for JSON. */
export const notFoundPage = (): SandboxAnswer => ({
  status: 404,
  body: '<html><head><title>Error 404 Not Found</title></head><body><h2>HTTP ERROR 404</h2><p>Resource not found</p></body></html>\n',
  headers: { 'content-type': 'text/html;charset=iso-8859-1', ...NOT_FOUND },
});

/** Why a property cannot have a value. */
export interface ValueProblem {
  readonly name: string;
  /** HubSpot's code, such as `INVALID_OPTION`. */
  readonly error: string;
  readonly message: string;
  readonly propertyValue: string;
}

/** Recorded: the message holds every problem as JSON. */
export const problemsMessage = (problems: readonly ValueProblem[]) =>
  `Property values were not valid: ${JSON.stringify(problems.map((problem) => ({ isValid: false, ...problem })))}`;

/** Recorded: of the problems in the message, `errors` repeats no more than three. */
export const invalidProperties = (problems: readonly ValueProblem[]) =>
  errorAnswer(400, problemsMessage(problems), {
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
export const valueTaken = ({ property, value, ownerId }: Conflict, id: string, portalId: number) =>
  errorAnswer(
    400,
    `Cannot set PropertyValueCoordinates{portalId=${portalId}, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=${property}, value=${value}} on ${id}. ${ownerId} already has that value.`,
    VALIDATION_ERROR,
  );
