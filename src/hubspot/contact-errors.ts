import { type Applied, type Resend, SendError } from '../outcome.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** What HubSpot itself said, and what may be done about it. */
export interface Evidence {
  /** The REST error as sent. */
  readonly hubspot?: HubSpotErrorBody | null;
  readonly cause?: unknown;
  /** Default: never. */
  readonly resend?: Resend;
  /** Whether it also tells that no earlier attempt was written. Default: no. */
  readonly settles?: boolean | undefined;
}

/** What went wrong with a contact: HubSpot refused it, or its fate is not known. One class per member of the GraphQL union. */
export abstract class ContactError extends SendError {
  readonly hubspot: HubSpotErrorBody | null;
  readonly applied: Applied = 'NO';
  readonly retryable: boolean = false;
  override readonly resend: Resend;
  override readonly settles: boolean;

  constructor(message: string, { hubspot = null, cause, resend = 'never', settles = false }: Evidence = {}) {
    super(message, { cause });
    this.hubspot = hubspot;
    this.resend = resend;
    this.settles = settles;
  }
}

/** What is left of a wait when so many ms are over: at least 1, because the wait may end within the step of a clock. */
const shorter = (waitMs: number | null, ms: number): number | null => waitMs && Math.max(1, Math.round(waitMs - ms));

/** No contact has this id, or it was deleted. */
export class ContactNotFoundError extends ContactError {
  override readonly name = 'ContactNotFoundError';

  /** A record id is never given to another contact, so this settles what an earlier attempt did. A unique value may be. */
  constructor(message: string, evidence: Evidence = {}) {
    super(message, { settles: true, ...evidence });
  }
}

export interface PropertyProblem {
  readonly property: string;
  /** HubSpot's code: `PROPERTY_DOESNT_EXIST`, `INVALID_OPTION`, `READ_ONLY_VALUE`, … Null where it sent none. */
  readonly code: string | null;
  readonly message: string;
  /** The value that was sent; null where it is not known. */
  readonly value: string | null;
}

/** At least one property cannot have the value that was sent, or has none although a rule of the account requires it. */
export class InvalidPropertiesError extends ContactError {
  override readonly name = 'InvalidPropertiesError';
  readonly problems: readonly PropertyProblem[];

  constructor(problems: readonly PropertyProblem[], evidence?: Evidence) {
    super(problems.map(({ property, message }) => `${property}: ${message}`).join('; '), evidence);
    this.problems = problems;
  }
}

/** Another contact already holds a value that must be unique (an email, say). */
export class ContactConflictError extends ContactError {
  override readonly name = 'ContactConflictError';
  readonly property: string | null;
  readonly existingContactId: string | null;

  constructor(message: string, facts: Evidence & Pick<ContactConflictError, 'property' | 'existingContactId'>) {
    super(message, facts);
    this.property = facts.property;
    this.existingContactId = facts.existingContactId;
  }
}

/** The input itself makes no sense. It was refused here, or by HubSpot, before anything was written. */
export class InvalidInputError extends ContactError {
  override readonly name = 'InvalidInputError';
}

/** The credential is not valid, or lacks a scope. */
export class NotPermittedError extends ContactError {
  override readonly name = 'NotPermittedError';
  readonly requiredScopes: readonly string[];

  constructor(message: string, facts: Evidence & Partial<Pick<NotPermittedError, 'requiredScopes'>>) {
    super(message, facts);
    this.requiredScopes = facts.requiredScopes ?? [];
  }
}

/** A quota is used up. */
export class RateLimitedError extends ContactError {
  override readonly name = 'RateLimitedError';
  override readonly retryable = true;
  /** How long to wait before trying again, in ms; null where it is not known. */
  readonly retryAfterMs: number | null;
  /** `TEN_SECONDLY_ROLLING`, `DAILY`, …; null where it is not known. */
  readonly policy: string | null;

  constructor(message: string, facts: Evidence & Pick<RateLimitedError, 'retryAfterMs' | 'policy'>) {
    super(message, facts);
    this.retryAfterMs = facts.retryAfterMs;
    this.policy = facts.policy;
  }

  override later(ms: number): RateLimitedError {
    const retryAfterMs = shorter(this.retryAfterMs, ms);
    return new RateLimitedError(this.message, { ...this, cause: this.cause, retryAfterMs });
  }
}

/** HubSpot could not take the update now, and certainly did not write it. */
export class HubSpotUnavailableError extends ContactError {
  override readonly name = 'HubSpotUnavailableError';
  override readonly retryable: boolean;
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** How long HubSpot asks to wait, in ms; null where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    facts: Evidence & Partial<Pick<HubSpotUnavailableError, 'status' | 'retryable' | 'retryAfterMs'>>,
  ) {
    super(message, facts);
    this.status = facts.status ?? null;
    this.retryable = facts.retryable ?? true;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }

  override later(ms: number): HubSpotUnavailableError {
    const retryAfterMs = shorter(this.retryAfterMs, ms);
    return new HubSpotUnavailableError(this.message, { ...this, cause: this.cause, retryAfterMs });
  }
}

/** The update may have been written; nobody here can tell. Read the contact before sending it again. */
export class OutcomeUnknownError extends ContactError {
  override readonly name = 'OutcomeUnknownError';
  override readonly applied = 'UNKNOWN';
  override readonly retryable = true;
  readonly #status: number | null;

  constructor(message: string, facts: Evidence & { readonly status?: number } = {}) {
    super(message, facts);
    this.#status = facts.status ?? null;
  }

  override unsent(): HubSpotUnavailableError {
    const retryAfterMs = typeof this.resend === 'object' ? this.resend.afterMs : null;
    const what = this.#status === null ? 'HubSpot does not answer' : `HubSpot answers ${this.#status}`;
    const facts = { status: this.#status, retryAfterMs, hubspot: this.hubspot, cause: this.cause, resend: this.resend };
    return new HubSpotUnavailableError(`The input was not sent, because ${what} now.`, facts);
  }
}
