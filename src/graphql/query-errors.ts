import { GraphQLError } from 'graphql';
import { asContactError } from '../contacts/as-contact-error.ts';
import { HubSpotUnavailableError, RateLimitedError } from '../hubspot/contact-errors.ts';

/** The code under which a failed read appears in the answer's `errors`, by the error's name. */
const CODES: Readonly<Record<string, string>> = {
  NotPermittedError: 'NOT_PERMITTED',
  RateLimitedError: 'RATE_LIMITED',
  ContactNotFoundError: 'CONTACT_NOT_FOUND',
  InvalidInputError: 'BAD_USER_INPUT',
  InvalidPropertiesError: 'BAD_USER_INPUT',
};

/** Queries have no result union: what HubSpot refuses becomes an error of the field. Anything else is a bug, and masked. */
export function asFieldError(error: unknown): unknown {
  const expected = asContactError(error);
  if (expected === null) return error;
  const { name, message, retryable, hubspot } = expected;
  const waits =
    expected instanceof RateLimitedError ||
    (expected instanceof HubSpotUnavailableError && expected.retryAfterMs !== null);
  return new GraphQLError(message, {
    extensions: {
      code: CODES[name] ?? 'HUBSPOT_UNAVAILABLE',
      retryable,
      ...(waits && { retryAfterMs: expected.retryAfterMs }),
      ...(hubspot?.correlationId !== undefined && { correlationId: hubspot.correlationId }),
    },
  });
}

/** Refuses an argument of a query for what is wrong with it, before anything is sent; null or false when nothing is. */
export function refuseBadInput(problem: string): never;
export function refuseBadInput(problem: string | false | null): void;
export function refuseBadInput(problem: string | false | null): void {
  if (typeof problem === 'string') throw new GraphQLError(problem, { extensions: { code: 'BAD_USER_INPUT' } });
}
