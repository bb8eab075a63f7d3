import { GraphQLError } from 'graphql';
import { ContactUpdateError, RateLimitedError } from '../hubspot/update-errors.ts';

/** The code under which a failed read appears in the answer's `errors`. */
function codeOf(error: ContactUpdateError): string {
  switch (error.name) {
    case 'NotPermittedError':
      return 'NOT_PERMITTED';
    case 'RateLimitedError':
      return 'RATE_LIMITED';
    case 'InvalidInputError':
    case 'InvalidPropertiesError':
      return 'BAD_USER_INPUT';
    default:
      return 'HUBSPOT_UNAVAILABLE';
  }
}

/** Queries have no result union: what HubSpot refuses becomes an error of the field. Anything else is a bug, and masked. */
export function asFieldError(error: unknown): unknown {
  if (!(error instanceof ContactUpdateError)) return error;
  const { message, retryable, hubspot } = error;
  return new GraphQLError(message, {
    extensions: {
      code: codeOf(error),
      retryable,
      ...(error instanceof RateLimitedError ? { retryAfterMs: error.retryAfterMs } : {}),
      ...(hubspot?.correlationId === undefined ? {} : { correlationId: hubspot.correlationId }),
    },
  });
}
