/** HubSpot's error bodies, worded and ordered as they were recorded. */
import { randomUUIDv7 } from 'node:crypto';
import { PORTAL_ID } from './account.ts';
import type { Headers, SandboxAnswer } from './http.ts';

/** `facts` are further keys, in HubSpot's order: errors, context, links, category. */
export function errorAnswer(status: number, message: string, facts = {}, headers: Headers = {}): SandboxAnswer {
  // Recorded: the id is of version 7, and stands in the body and in a header.
  const correlationId = randomUUIDv7();
  return {
    status,
    body: { status: 'error', message, correlationId, ...facts },
    headers: { 'x-hubspot-correlation-id': correlationId, ...headers },
  };
}

/** Recorded, without a category. */
export const internalError = () => errorAnswer(500, 'internal error');

const VALIDATION_ERROR = { category: 'VALIDATION_ERROR' };

/** Recorded for lists; the real text goes on with the names of Java's types. */
export const unreadableBody = () => errorAnswer(400, 'Invalid input JSON');

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
    context: { ids },
    ...VALIDATION_ERROR,
  });

/** Recorded, for other objects and for contacts. */
export const notUnique = (property: string) =>
  errorAnswer(
    400,
    `Unable to perform update/upsert by non-unique 0-1 property ${property} in portal ID ${PORTAL_ID}`,
    VALIDATION_ERROR,
  );

const NOT_FOUND = { 'x-hubspot-notfound': 'true' };

/** The header is recorded, the body only for records. */
export const resourceNotFound = () => errorAnswer(404, 'resource not found', {}, NOT_FOUND);

/** Recorded: HTML for clients that take anything; a missing numeric id says little, another one more (with two spaces). */
export function recordNotFound(id: string, { accept = '*/*' }: Headers): SandboxAnswer {
  if (!accept.includes('json')) return NOT_FOUND_PAGE;
  if (/^\d+$/.test(id)) return resourceNotFound();
  const facts = { context: { id: [id] }, category: 'OBJECT_NOT_FOUND' };
  return errorAnswer(404, 'Object not found.  objectId are usually numeric.', facts, NOT_FOUND);
}

const NOT_FOUND_PAGE: SandboxAnswer = {
  status: 404,
  body: '<html><head><title>Error 404 Not Found</title></head><body><h2>HTTP ERROR 404</h2><p>Resource not found</p></body></html>\n',
  headers: { 'content-type': 'text/html;charset=iso-8859-1', ...NOT_FOUND },
};

/** Why a property cannot have a value. */
export interface ValueProblem {
  readonly message: string;
  /** HubSpot's code, such as `INVALID_OPTION`. */
  readonly error: string;
  /** Of the property. */
  readonly name: string;
  /** Left out where the value does not matter. */
  readonly propertyValue?: string;
}

/** Recorded: every problem as JSON. */
export const problemsMessage = (problems: readonly ValueProblem[]) =>
  `Property values were not valid: ${JSON.stringify(problems.map((problem) => ({ isValid: false, ...problem })))}`;

/** Recorded: `errors` repeats no more than three of the problems. */
export const invalidProperties = (problems: readonly ValueProblem[]) =>
  errorAnswer(400, problemsMessage(problems), {
    errors: problems
      .slice(0, 3)
      .map(({ name, error, message }) => ({ message, code: error, context: { propertyName: [name] } })),
    ...VALIDATION_ERROR,
  });

/** A property that a rule of the account requires, and that has no value. */
export interface MissingProperty {
  readonly property: string;
  /** The property whose value requires it; null: each new contact needs it. */
  readonly because: string | null;
}

/** Documented, both texts and codes. */
const missingDetail = ({ property, because }: MissingProperty) => ({
  message:
    because === null
      ? `A value for ${property} must be provided`
      : `${property} is required because of a conditional property rule based on [${because}]`,
  code: because === null ? 'MISSING_REQUIRED_PROPERTY' : 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
  context: { propertyName: [property] },
});

/** Documented for what each new contact needs, inferred for the other rules. */
export const PROPERTIES_MISSING = 'The property values provided are invalid';

/** Documented as part of the refusal of a call; that the error of a single item has the same details is inferred. */
export const missingDetails = (missing: readonly MissingProperty[]) => ({ errors: missing.map(missingDetail) });

export const propertiesMissing = (missing: readonly MissingProperty[]) =>
  errorAnswer(400, PROPERTIES_MISSING, { ...missingDetails(missing), ...VALIDATION_ERROR });

/** A value that must be unique and belongs to another contact. */
export interface Conflict {
  readonly property: string;
  readonly value: string;
  readonly ownerId: string;
}

/** Recorded. */
export const alreadyExists = (ownerId: string) => `Contact already exists. Existing ID: ${ownerId}`;

/** Recorded for create: with the contact that has the email, or without when there are several. */
export const contactExists = (ownerId?: string) =>
  errorAnswer(409, ownerId === undefined ? 'Contact already exists' : alreadyExists(ownerId), { category: 'CONFLICT' });

/** Recorded. */
export const valueTaken = ({ property, value, ownerId }: Conflict, id: string) =>
  errorAnswer(
    400,
    `Cannot set PropertyValueCoordinates{portalId=${PORTAL_ID}, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=${property}, value=${value}} on ${id}. ${ownerId} already has that value.`,
    VALIDATION_ERROR,
  );
