import { GraphQLError } from 'graphql';
import { asUpdateError } from '../contacts/as-update-error.ts';
import { type ContactUpdateError, HubSpotUnavailableError, RateLimitedError } from '../hubspot/update-errors.ts';

/** The code under which a failed read appears in the answer's `errors`. */
function codeOf(error: ContactUpdateError): string {
  switch (error.name) {
    case 'NotPermittedError':
      return 'NOT_PERMITTED';
    case 'RateLimitedError':
      return 'RATE_LIMITED';
    case 'ContactNotFoundError':
      return 'CONTACT_NOT_FOUND';
    case 'InvalidInputError':
    case 'InvalidPropertiesError':
      return 'BAD_USER_INPUT';
    default:
      return 'HUBSPOT_UNAVAILABLE';
  }
}

/** Queries have no result union: what HubSpot refuses becomes an error of the field. Anything else is a bug, and masked. */
export function asFieldError(error: unknown): unknown {
  const expected = asUpdateError(error);
  if (expected === null) return error;
  const { message, retryable, hubspot } = expected;
  return new GraphQLError(message, {
    extensions: {
      code: codeOf(expected),
      retryable,
      ...(expected instanceof RateLimitedError ? { retryAfterMs: expected.retryAfterMs } : {}),
      ...(expected instanceof HubSpotUnavailableError && expected.retryAfterMs !== null
        ? { retryAfterMs: expected.retryAfterMs }
        : {}),
      ...(hubspot?.correlationId === undefined ? {} : { correlationId: hubspot.correlationId }),
    },
  });
}

/** Refuses an argument of a query for what is wrong with it, before anything is sent; null when nothing is. */
export function refuseBadInput(problem: string | null): void {
  if (problem !== null) throw new GraphQLError(problem, { extensions: { code: 'BAD_USER_INPUT' } });
}
