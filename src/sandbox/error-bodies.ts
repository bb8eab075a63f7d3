/** HubSpot's error bodies, worded and ordered as they were recorded. */
import { randomUUIDv7 } from 'node:crypto';
import { PORTAL_ID } from './portal-id.ts';
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

/** The only name of a type that was recorded. */
const INPUT_TYPE = 'com.hubspot.inbounddb.publicobject.core.v2.SimplePublicObjectBatchInput$Json';

/** Recorded for lists, without a category; inferred for what is no JSON at all, and for other types. */
export const unreadableJson = (type = INPUT_TYPE, given?: unknown) =>
  errorAnswer(
    400,
    `Invalid input JSON on line 1, column 1: Cannot deserialize value of type \`${type}\`${given === undefined ? '' : from(given)}`,
  );

function from(given: unknown): string {
  if (Array.isArray(given)) return ' from Array value (token `JsonToken.START_ARRAY`)';
  if (typeof given === 'object' && given !== null) return ' from Object value (token `JsonToken.START_OBJECT`)';
  const [kind, token] = SCALARS[typeof given] ?? ['Null', 'NULL'];
  return ` from ${kind} value (token \`JsonToken.VALUE_${token}\`)`;
}

const SCALARS: Readonly<Record<string, readonly [kind: string, token: string]>> = {
  string: ['String', 'STRING'],
  number: ['Number', 'NUMBER'],
  boolean: ['Boolean', 'BOOLEAN'],
};

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
export const undecodableAddress = () => errorAnswer(400, 'HTTP 400 Bad Request');
/** Documented; the body is inferred. */
export const addressTooLong = () => errorAnswer(414, 'HTTP 414 URI Too Long');

/** Recorded, without a category. */
export const unknownObjectType = (type: string) => errorAnswer(400, `Unable to infer object type from: ${type}`);

const NOT_FOUND = { 'x-hubspot-notfound': 'true' };

/** For addresses that there are not. The header is recorded, the body inferred. */
export const resourceNotFound = () => withNotFound(errorAnswer(404, 'resource not found'));

const withNotFound = (answer: SandboxAnswer): SandboxAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...NOT_FOUND },
});

/** Recorded: a missing numeric id says little, one that is not numeric says more (with two spaces). */
export const recordNotFound = (id: string): SandboxAnswer => withNotFound(missingRecord(id));

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
