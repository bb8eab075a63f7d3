import type { Resend } from '../outcome.ts';
import { type IsForeign, shownTo } from './about-input.ts';
import {
  ContactConflictError,
  type ContactError,
  ContactNotFoundError,
  type Evidence,
  HubSpotUnavailableError,
  InvalidInputError,
  InvalidPropertiesError,
  NotPermittedError,
  OutcomeUnknownError,
  RateLimitedError,
} from './contact-errors.ts';
import type { ContactUpdate } from './contact-update.ts';
import { type Conflict, contextValues, factsOf, MISSING_VALUES, problemsWith, requiredScopes } from './error-facts.ts';
import type { HubSpotErrorBody } from './wire.ts';

export interface SentError {
  /** The HTTP status of a refused call; null for one item of a batch answer's `errors`. */
  readonly status: number | null;
  readonly body: HubSpotErrorBody;
  /** From `Retry-After`, in ms, within bounds. */
  readonly retryAfterMs?: number | null;
  /** The input was left out of a batch before: if HubSpot refuses its values now, it was not written then either. */
  readonly settles?: boolean;
}

/**
 * Turns any error that HubSpot can answer into the one class that says what it means for `update`. The category decides
 * first, then the status, because many bodies lack a category. The message is read only for facts that stand nowhere else.
 */
export function classifyError(
  error: SentError,
  update: Pick<ContactUpdate, 'properties'> & Partial<Pick<ContactUpdate, 'idProperty'>>,
  isForeign: IsForeign | null = null,
): ContactError {
  const facts = factsOf(error.body);
  const scopes = requiredScopes(error.body);
  const shown = isForeign === null ? error : { ...error, body: shownTo(error.body, isForeign) };
  const { status, body } = shown;
  const category = error.body.category ?? error.body.errorType ?? '';
  const evidence = { hubspot: body };
  const message = body.message ?? (status === null ? 'HubSpot refused this contact.' : `HubSpot answered ${status}.`);

  if (status === 401 || CREDENTIAL_CATEGORIES.has(category)) return new NotPermittedError(message, [], evidence);
  if (category === 'MISSING_SCOPES' || (status === 403 && isOfHubSpot(error.body))) {
    return new NotPermittedError(message, scopes, evidence);
  }
  if (status === 429 || RATE_CATEGORIES.has(category)) return rateLimited(message, shown);
  if (status !== null && NOT_NOW.has(status)) return notNow(message, status, shown);
  if (status !== null && status >= 300 && status < 400) {
    return misdirected(
      status,
      `HubSpot's address answered with a redirect (${status}), which is not followed`,
      evidence,
    );
  }
  if (status !== null && (status < 300 || status >= 500 || GIVEN_UP.has(status))) return unclear(status, shown);

  if (category === 'OBJECT_NOT_FOUND' || namesMissingValue(error.body))
    return new ContactNotFoundError(message, { ...evidence, settles: (update.idProperty ?? null) === null });
  if (facts.conflict !== null || status === 409) {
    const conflict = conflictWith(update, facts.conflict, shown.body, isForeign);
    return new ContactConflictError(message, conflict, { ...evidence, settles: error.settles });
  }
  const problems = problemsWith(facts, update.properties).filter(({ property, value, message }) =>
    isForeign === null ? true : Object.hasOwn(update.properties, property) && ![value ?? '', message].some(isForeign),
  );
  if (problems.length > 0) return new InvalidPropertiesError(problems, { ...evidence, settles: error.settles });
  // HubSpot never answers a batch call with 404 for a missing contact, so the path itself is unknown there.
  if (status === 404) return misdirected(404, 'The server does not know the contacts API (404)', evidence);
  if (category === 'VALIDATION_ERROR' || (status !== null && AN_INPUT_AT_FAULT.has(status))) {
    return new InvalidInputError(message, evidence);
  }
  if (status !== null) return misdirected(status, `The server refused the request (${status})`, evidence);
  return new OutcomeUnknownError(message, evidence);
}

/** If HubSpot names no property it means the email, by which it tells contacts apart. */
function conflictWith(
  { properties }: Pick<ContactUpdate, 'properties'>,
  conflict: Conflict | null,
  { message = '' }: HubSpotErrorBody,
  isForeign: IsForeign | null,
) {
  const own = (text: string | null | undefined) => (text == null || isForeign?.(text) === true ? null : text);
  const isEmail = message.startsWith('Contact already exists') && Object.hasOwn(properties, 'email');
  return {
    property: own(conflict?.property) ?? (isEmail ? 'email' : null),
    existingContactId: own(conflict?.existingContactId),
  };
}

/** An edge or a proxy refuses with a page of its own, which says nothing about scopes. */
const isOfHubSpot = ({ correlationId, ...said }: HubSpotErrorBody): boolean =>
  Object.values(said).some((value) => value !== undefined);

/** Reported: names a value of a unique property that no contact has, as `…:value`. */
const namesMissingValue = ({ context }: HubSpotErrorBody): boolean => contextValues(context, MISSING_VALUES).length > 0;

/** These refuse the token, not an input. */
export const CREDENTIAL_CATEGORIES: ReadonlySet<string> = new Set(['INVALID_AUTHENTICATION', 'EXPIRED_AUTHENTICATION']);

/** With these statuses a server says that the request makes no sense. 404 and 409 have meanings of their own. */
const AN_INPUT_AT_FAULT = new Set([400, 413, 414, 415, 422]);
/** Somebody in between gave up or closed the connection: HubSpot may have received the request all the same. */
const GIVEN_UP = new Set([408, 444, 460, 499]);

const RATE_CATEGORIES = new Set(['RATE_LIMITS', 'RATE_LIMIT']);

/** Recorded 429s hold no `Retry-After`; the policy says how long its window is. */
const WINDOWS_MS: Readonly<Record<string, number>> = { TEN_SECONDLY_ROLLING: 10_000, SECONDLY: 1_000 };

function rateLimited(message: string, { body, retryAfterMs }: SentError): ContactError {
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

/** Statuses that may pass, and how long that takes if the answer does not say, in ms. Null: nobody knows. */
const NOT_NOW = new Map<number, number | null>([
  // One record, or all records of the account, are locked for about 2 s.
  [423, 2_000],
  // Too early in a connection.
  [425, null],
  // The account moves to another data centre, for up to a day.
  [477, 60_000],
]);

function notNow(message: string, status: number, { body, retryAfterMs }: SentError): ContactError {
  const wait = retryAfterMs ?? NOT_NOW.get(status) ?? null;
  return new HubSpotUnavailableError(
    message,
    { status, retryAfterMs: wait },
    { hubspot: body, resend: status === 423 ? lockedFor(wait) : resendAfter(wait) },
  );
}

const lockedFor = (waitMs: number | null): Resend => ({ afterMs: waitMs ?? 2_000, ofInput: true });

const resendAfter = (waitMs: number | null): Resend => (waitMs === null ? 'backoff' : { afterMs: waitMs });

/** An edge may fail after the write was carried out. A 2xx says that it was carried out, so it is not sent again. */
function unclear(status: number, { body, retryAfterMs = null }: SentError): ContactError {
  const wait = retryAfterMs === null ? '' : ` and asks to wait ${Math.ceil(retryAfterMs / 1_000)} s`;
  const message = `HubSpot answered ${inWords(status)}${wait}; whether the contact was written is not known.`;
  const resend = status < 300 ? 'never' : resendAfter(retryAfterMs);
  return new OutcomeUnknownError(message, { hubspot: body, resend }, status);
}

/** The status of an answer that says nothing else. */
export const inWords = (status: number | null): string =>
  status !== null && status < 300 ? `${status} with a body that cannot be read` : String(status);

/** The reason lies between the gateway and HubSpot and is the same for every input. */
const misdirected = (status: number, what: string, evidence: Evidence) =>
  new HubSpotUnavailableError(
    `${what}. Check HUBSPOT_BASE_URL and any proxy in between.`,
    { status, retryable: false },
    evidence,
  );
