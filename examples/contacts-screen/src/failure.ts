import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import type { ErrorFieldsFragment } from './gql/graphql.ts';

/** Why a contact was not written, or why that is not known. */
export interface Failure {
  readonly message: string;
  /** It may have been written all the same. */
  readonly unknown: boolean;
  /** Some of it was written. */
  readonly partly: boolean;
  /** Whether the same may succeed when it is sent again. */
  readonly retryable: boolean;
  /** What is wrong with single properties, by their names. */
  readonly problems: Readonly<Record<string, string>>;
  /** The contact that has the unique value already. */
  readonly existingContactId: string | null;
}

export function failureOf(error: ErrorFieldsFragment): Failure {
  const { message, retryable } = error;
  return {
    message,
    retryable,
    unknown: error.applied === 'UNKNOWN',
    partly: false,
    problems: problemsOf(error),
    existingContactId: error.__typename === 'ContactConflictError' ? error.existingContactId : null,
  };
}

function problemsOf(error: ErrorFieldsFragment): Failure['problems'] {
  if (error.__typename === 'InvalidPropertiesError') {
    return Object.fromEntries(error.problems.map(({ property, message }) => [property, message]));
  }
  const taken = error.__typename === 'ContactConflictError' ? error.property : null;
  return taken === null ? {} : { [taken]: error.message };
}

/** A request without data in its answer, or without an answer. Only where the gateway refused all of it, nothing was written. */
export function failureOfRequest(error: unknown = new Error('its answer is empty')): Failure {
  const refused =
    (CombinedGraphQLErrors.is(error) &&
      error.errors.every(({ extensions }) => extensions?.code !== 'INTERNAL_SERVER_ERROR')) ||
    (ServerError.is(error) && error.statusCode < 500);
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: refused ? message : `The gateway did not answer: ${message}.`,
    unknown: !refused,
    partly: false,
    retryable: !refused,
    problems: {},
    existingContactId: null,
  };
}
