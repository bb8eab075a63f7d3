import {
  MaybeWrittenError,
  QueueFullError,
  TimeUpError,
  TooManyRefusedError,
  WithdrawnError,
} from '../batching/errors.ts';
import {
  ContactError,
  HubSpotUnavailableError,
  OutcomeUnknownError,
  RateLimitedError,
} from '../hubspot/contact-errors.ts';

/** The union member that an error of any stage is; null for an error that nobody expected. */
export function asContactError(error: unknown): ContactError | null {
  if (error instanceof ContactError) return error;
  if (error instanceof QueueFullError) {
    const { message, retryAfterMs } = error;
    return new RateLimitedError(message, { retryAfterMs, policy: 'QUEUE_LIMIT', cause: error });
  }
  if (error instanceof MaybeWrittenError) {
    const { message, cause } = error;
    return new OutcomeUnknownError(message, {
      cause: error,
      hubspot: cause instanceof ContactError ? cause.hubspot : null,
    });
  }
  if (error instanceof TimeUpError && error.applied === 'UNKNOWN') {
    return new OutcomeUnknownError(error.message, { cause: error });
  }
  if (error instanceof TooManyRefusedError) {
    return new RateLimitedError(error.message, { retryAfterMs: null, policy: 'REFUSED_INPUTS', cause: error });
  }
  if (error instanceof TimeUpError || error instanceof WithdrawnError) {
    return new HubSpotUnavailableError(error.message, { cause: error });
  }
  return null;
}
