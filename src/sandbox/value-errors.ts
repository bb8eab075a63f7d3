/** What HubSpot says about values that cannot be written, worded and ordered as it was recorded. */
import { errorAnswer } from './error-bodies.ts';
import { PORTAL_ID } from './portal-id.ts';

const VALIDATION_ERROR = { category: 'VALIDATION_ERROR' };

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
