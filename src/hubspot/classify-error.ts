import type { Resend } from '../outcome.ts';
import { type IsForeign, shownTo } from './about-input.ts';
import {
  ContactConflictError,
  type ContactError,
  ContactNotFoundError,
  HubSpotUnavailableError,
  InvalidInputError,
  InvalidPropertiesError,
  NotPermittedError,
  OutcomeUnknownError,
  RateLimitedError,
} from './contact-errors.ts';
import type { ContactWrite } from './contact-write.ts';
import { type ErrorFacts, factsOf, problemsWith } from './error-facts.ts';
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

/** What an error is about. Null for a call that writes nothing, of which nothing can be in doubt. */
type About = Pick<ContactWrite, 'properties'> & Partial<Pick<ContactWrite, 'idProperty'>>;

/**
 * Turns any error that HubSpot can answer into the one class that says what it means for `update`. The category decides
 * first, then the status, because many bodies lack a category. The message is read only for facts that stand nowhere else.
 */
export function classifyError(
  error: SentError,
  update: About | null,
  isForeignText: IsForeign | null = null,
): ContactError {
  const facts = factsOf(error.body);
  // Of several contacts that exist nothing says which is whose.
  const existing = facts.conflict?.existingContactIds ?? [];
  const isForeign: IsForeign | null =
    isForeignText === null || existing.length < 2
      ? isForeignText
      : (text) => isForeignText(text) || existing.some((id) => text.includes(id));
  const shown = isForeign === null ? error : { ...error, body: shownTo(error.body, isForeign) };
  const { status, body, retryAfterMs = null } = shown;
  const properties = update?.properties ?? {};
  const category = error.body.category ?? error.body.errorType ?? '';
  const evidence = { hubspot: body };
  const refusal = { ...evidence, settles: error.settles };
  const message = body.message ?? (status === null ? 'HubSpot refused this contact.' : `HubSpot answered ${status}.`);

  if (status === 401 || CREDENTIAL_CATEGORIES.has(category)) return new NotPermittedError(message, evidence);
  if (category === 'MISSING_SCOPES' || (status === 403 && isOfHubSpot(error.body))) {
    const told =
      category === 'MISSING_SCOPES' ? `${message.replace(/\.?$/, '.')} ${whereToAdd(facts.scopes)}` : message;
    return new NotPermittedError(told, { ...evidence, requiredScopes: facts.scopes });
  }
  if (status === 429 || RATE_CATEGORIES.has(category)) {
    const policy = body.policyName ?? null;
    const resend = { afterMs: retryAfterMs ?? windowMs(policy), ...(policy === 'DAILY' && { tellNow: true as const }) };
    return new RateLimitedError(message, { ...evidence, retryAfterMs: resend.afterMs, policy, resend });
  }
  if (status !== null) {
    const notNow = NOT_NOW.get(status);
    if (notNow !== undefined) {
      const afterMs = retryAfterMs ?? notNow.afterMs;
      const resend = afterMs === null ? 'backoff' : { ...notNow, afterMs };
      return new HubSpotUnavailableError(message, { ...evidence, status, retryAfterMs: afterMs, resend });
    }
    if (status >= 300 && status < 400) {
      return misdirected(`HubSpot's address answered with a redirect (${status}), which is not followed`, shown);
    }
    if (status < 300 || status >= 500 || GIVEN_UP.has(status)) return unclear(status, shown, update === null);
  }

  if (category === 'OBJECT_NOT_FOUND' || facts.missingValues.length > 0) {
    return new ContactNotFoundError(message, { ...evidence, settles: (update?.idProperty ?? null) === null });
  }
  if (facts.conflict !== null || status === 409) {
    return new ContactConflictError(message, { ...refusal, ...conflictWith(update, facts, message, isForeign) });
  }
  // Of a shared error only what is about a property that this input sent. Who sent a value does not lack it.
  const problems = problemsWith(facts, properties).filter(
    ({ property, value, message }) =>
      isForeign === null ||
      (Object.hasOwn(properties, property) &&
        (!facts.required.has(property) || properties[property] === '') &&
        ![value ?? '', message].some(isForeign)),
  );
  if (problems.length > 0) return new InvalidPropertiesError(problems, refusal);
  // HubSpot never answers a batch call with 404 for a missing contact, so the path itself is unknown there.
  if (status === 404) return misdirected('The server does not know the contacts API (404)', shown);
  if (category === 'VALIDATION_ERROR' || (status !== null && AN_INPUT_AT_FAULT.has(status))) {
    return new InvalidInputError(message, evidence);
  }
  if (status !== null) return misdirected(`The server refused the request (${status})`, shown);
  return new OutcomeUnknownError(message, evidence);
}

/** If HubSpot names no property it means the email, by which it tells contacts apart. */
function conflictWith(update: About | null, facts: ErrorFacts, message: string, isForeign: IsForeign | null) {
  const { property = null, existingContactIds: [existingContactId = null] = [] } = facts.conflict ?? {};
  const own = (text: string | null) => (text === null || isForeign?.(text) === true ? null : text);
  const sendsEmail = update !== null && (update.idProperty === 'email' || Object.hasOwn(update.properties, 'email'));
  const isEmail = sendsEmail && message.startsWith('Contact already exists');
  return { property: own(property) ?? (isEmail ? 'email' : null), existingContactId: own(existingContactId) };
}

/** Documented: the scopes of a Service Key, or of an app, are chosen in HubSpot. */
const whereToAdd = (scopes: readonly string[]): string =>
  `Add ${scopes.length > 0 ? `the scope ${scopes.slice(0, 10).join(' or ')}` : 'the scope'} to the Service Key (in HubSpot: Settings → Integrations → Service Keys) or to the app whose token it is.`;

/** An edge or a proxy refuses with a page of its own, which says nothing about scopes. */
const isOfHubSpot = ({ correlationId, ...said }: HubSpotErrorBody): boolean =>
  Object.values(said).some((value) => value !== undefined);

/** These refuse the token, not an input. */
export const CREDENTIAL_CATEGORIES: ReadonlySet<string> = new Set(['INVALID_AUTHENTICATION', 'EXPIRED_AUTHENTICATION']);

/** With these statuses a server says that the request makes no sense. 404 and 409 have meanings of their own. */
const AN_INPUT_AT_FAULT = new Set([400, 413, 414, 415, 422]);
/** Somebody in between gave up or closed the connection: HubSpot may have received the request all the same. */
const GIVEN_UP = new Set([408, 444, 460, 499]);

const RATE_CATEGORIES = new Set(['RATE_LIMITS', 'RATE_LIMIT']);

const QUARTER_HOUR_MS = 900_000;

/** Recorded 429s hold no `Retry-After`; the policy says how long its window is. */
function windowMs(policy: string | null): number {
  // It comes back at the account's midnight, in a time zone unknown here: not before the next quarter hour.
  if (policy === 'DAILY') return QUARTER_HOUR_MS - (Date.now() % QUARTER_HOUR_MS);
  return policy === null || policy === 'SECONDLY' ? 1_000 : 10_000;
}

/** Statuses that may pass, and how long that takes if the answer does not say, in ms. Null: nobody knows. */
const NOT_NOW = new Map<number, { readonly afterMs: number | null; readonly ofInput?: true }>([
  // One record, or all records of the account, are locked for about 2 s.
  [423, { afterMs: 2_000, ofInput: true }],
  // Too early in a connection.
  [425, { afterMs: null }],
  // The account moves to another data centre, for up to a day.
  [477, { afterMs: 60_000 }],
]);

/**
 * An edge may fail after the write was carried out. A 2xx says that it was carried out, so it is not sent again. A read has
 * simply not happened, and can be made again.
 */
function unclear(status: number, { body, retryAfterMs = null }: SentError, isRead: boolean): ContactError {
  const isDone = status < 300;
  const what = `HubSpot answered ${isDone ? `${status} with a body that cannot be read` : status}`;
  const again: Resend = retryAfterMs === null || isDone ? 'backoff' : { afterMs: retryAfterMs };
  if (isRead) {
    return new HubSpotUnavailableError(`${what}.`, { hubspot: body, status, retryAfterMs, resend: again });
  }
  const wait = retryAfterMs === null ? '' : ` and asks to wait ${Math.ceil(retryAfterMs / 1_000)} s`;
  const message = `${what}${wait}; whether the contact was written is not known.`;
  return new OutcomeUnknownError(message, { hubspot: body, status, resend: isDone ? 'never' : again });
}

/** The reason lies between the gateway and HubSpot and is the same for every input. */
const misdirected = (what: string, { status, body }: SentError) =>
  new HubSpotUnavailableError(`${what}. Check HUBSPOT_BASE_URL and any proxy in between.`, {
    status,
    hubspot: body,
    retryable: false,
  });
