import { BatchRefused, type RefusalHint } from '../outcome.ts';
import { type ContactUpdateError, HubSpotUnavailableError, NotPermittedError } from './update-errors.ts';

/** These say that it is the token, and no input, that is refused. */
export const CREDENTIAL_CATEGORIES: ReadonlySet<string> = new Set(['INVALID_AUTHENTICATION', 'EXPIRED_AUTHENTICATION']);

/**
 * What is to be thrown when HubSpot refused a call that carried several inputs: a `BatchRefused` wherever nothing was
 * written and the reason may lie in one of them. That is so for almost every status: a 403 may be about a sensitive property
 * or come from the filter of an edge, a 404 may name one value. What may pass is for the retries to split.
 */
export function refused(reason: ContactUpdateError, hint: RefusalHint = {}): BatchRefused | ContactUpdateError {
  if (reason.applied === 'UNKNOWN' || reason.resend !== 'never') return reason;
  if (CREDENTIAL_CATEGORIES.has(reason.hubspot?.category ?? '')) return reason;
  const maybeShared = sharedReason(reason);
  return new BatchRefused(reason, maybeShared === null ? hint : { ...hint, maybeShared });
}

/** A server that refuses an empty batch for its emptiness does so with another status than the one that is asked about. */
function sharedReason(reason: ContactUpdateError): string | null {
  if (reason instanceof NotPermittedError) return reason.name;
  return reason instanceof HubSpotUnavailableError ? `${reason.name} ${reason.status}` : null;
}
