import type { ContactUpdate } from './contact-update.ts';
import { conflictIn, propertyProblems, requiredScopes } from './error-facts.ts';
import { CREDENTIAL_CATEGORIES } from './refused.ts';
import {
  ContactConflictError,
  ContactNotFoundError,
  type ContactUpdateError,
  HubSpotUnavailableError,
  InvalidInputError,
  InvalidPropertiesError,
  NotPermittedError,
  OutcomeUnknownError,
  RateLimitedError,
} from './update-errors.ts';
import type { HubSpotErrorBody } from './wire.ts';

export interface SentError {
  /** The HTTP status of a refused call; null for one item of a batch answer's `errors`. */
  readonly status: number | null;
  readonly body: HubSpotErrorBody;
  /** From `Retry-After`, in ms. */
  readonly retryAfterMs?: number | null;
}

/**
 * Turns any error that HubSpot can answer into the one class that says what it means for `update`. The category decides,
 * then the status, for many bodies lack a category; the message is read only where HubSpot sends its facts nowhere else.
 */
export function classifyError(error: SentError, update: Pick<ContactUpdate, 'properties'>): ContactUpdateError {
  const { status, body } = error;
  const category = body.category ?? body.errorType ?? '';
  const evidence = { hubspot: body };
  const message = body.message ?? (status === null ? 'HubSpot refused this contact.' : `HubSpot answered ${status}.`);

  if (status === 401 || CREDENTIAL_CATEGORIES.has(category)) return new NotPermittedError(message, [], evidence);
  if (status === 403 || category === 'MISSING_SCOPES') {
    return new NotPermittedError(message, requiredScopes(body), evidence);
  }
  if (status === 429 || RATE_CATEGORIES.has(category)) return rateLimited(message, error);
  if (status === 423 || status === 477) return notNow(message, status, error);
  if (status !== null && status >= 300 && status < 400) return redirected(status, evidence);
  if (status !== null && (status < 300 || status >= 500)) return unclear(status, evidence);

  if (category === 'OBJECT_NOT_FOUND') return new ContactNotFoundError(message, evidence);
  const conflict = conflictIn(body);
  if (conflict !== null || status === 409) {
    return new ContactConflictError(message, conflict ?? { property: null, existingContactId: null }, evidence);
  }
  const problems = propertyProblems(body, update.properties);
  if (problems.length > 0) return new InvalidPropertiesError(problems, evidence);
  if (status === 404) return wrongAddress(evidence);
  if (status !== null || category === 'VALIDATION_ERROR') return new InvalidInputError(message, evidence);
  return new OutcomeUnknownError(message, evidence);
}

const RATE_CATEGORIES = new Set(['RATE_LIMITS', 'RATE_LIMIT']);

/** Recorded 429s hold no `Retry-After`; the policy says how long its window is. */
const WINDOWS_MS: Readonly<Record<string, number>> = { TEN_SECONDLY_ROLLING: 10_000, SECONDLY: 1_000 };

function rateLimited(message: string, { body, retryAfterMs }: SentError): ContactUpdateError {
  const policy = body.policyName ?? null;
  if (policy === 'DAILY') {
    const afterMs = retryAfterMs ?? untilQuarterHourMs(Date.now());
    const resend = { afterMs, tellNow: true } as const;
    return new RateLimitedError(message, { retryAfterMs: afterMs, policy }, { hubspot: body, resend });
  }
  const afterMs = retryAfterMs ?? WINDOWS_MS[policy ?? 'SECONDLY'] ?? 10_000;
  return new RateLimitedError(message, { retryAfterMs: afterMs, policy }, { hubspot: body, resend: { afterMs } });
}

const QUARTER_HOUR_MS = 900_000;

/** The daily quota comes back at the account's midnight, in a time zone unknown here: not before the next quarter hour. */
const untilQuarterHourMs = (nowMs: number): number => QUARTER_HOUR_MS - (nowMs % QUARTER_HOUR_MS);

/** 423: a record, or all of the account's, is locked for about 2 s. 477: the account moves to another data centre, for up to a day. */
function notNow(message: string, status: 423 | 477, { body, retryAfterMs }: SentError): ContactUpdateError {
  const afterMs = retryAfterMs ?? (status === 423 ? 2_000 : 60_000);
  const resend = status === 423 ? ({ afterMs, ofInput: true } as const) : { afterMs };
  return new HubSpotUnavailableError(message, { status }, { hubspot: body, resend });
}

/** 5xx, or a 2xx that is no batch answer: an edge may fail after the write was carried out. */
function unclear(status: number, evidence: { readonly hubspot: HubSpotErrorBody }): ContactUpdateError {
  const what = status < 300 ? `${status} with a body that cannot be read` : String(status);
  const message = `HubSpot answered ${what}; whether the contact was written is not known.`;
  return new OutcomeUnknownError(message, { ...evidence, resend: 'backoff' });
}

function redirected(status: number, evidence: { readonly hubspot: HubSpotErrorBody }): ContactUpdateError {
  const text = `HubSpot's address answered with a redirect (${status}); nothing was sent on. Check HUBSPOT_BASE_URL.`;
  return new HubSpotUnavailableError(text, { status, retryable: false }, evidence);
}

/** HubSpot never answers a batch call with 404 for a missing contact, so the path itself is unknown there. */
function wrongAddress(evidence: { readonly hubspot: HubSpotErrorBody }): ContactUpdateError {
  const text = 'The server at HUBSPOT_BASE_URL does not know the contacts API (404). Check the address.';
  return new HubSpotUnavailableError(text, { status: 404, retryable: false }, evidence);
}
