import type { Credential } from '../credential.ts';
import { NotPermittedError } from './update-errors.ts';
import { type HubSpotErrorBody, hubspotErrorSchema } from './wire.ts';

/** HubSpot refused a call because its token had expired, and the credential has another one by now. Nothing was written. */
export class TokenExpiredError extends NotPermittedError {
  constructor(hubspot: HubSpotErrorBody) {
    super(hubspot.message ?? 'The access token has expired.', [], { hubspot });
  }
}

/** Recorded: 401 with the category EXPIRED_AUTHENTICATION. Null for any other answer. */
export function expiryIn({
  status,
  body,
}: {
  readonly status: number;
  readonly body: unknown;
}): HubSpotErrorBody | null {
  const error = status === 401 ? hubspotErrorSchema.safeParse(body).data : undefined;
  return error?.category === 'EXPIRED_AUTHENTICATION' ? error : null;
}

/**
 * Has a token in hand before `call` begins, so that while one is got nothing counts as sent and nothing is paid for; and
 * carries `call` out once more when the token had expired on the way. A fresh token that HubSpot takes for expired as well
 * is an error as any other.
 */
export function withFreshToken<Args extends readonly unknown[], T>(
  credential: Credential,
  call: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  function attempt(args: Args): Promise<T> {
    const token = credential.token();
    return token instanceof Promise ? token.then(() => call(...args)) : call(...args);
  }

  return (...args) =>
    attempt(args).catch((error: unknown) => {
      if (!(error instanceof TokenExpiredError)) throw error;
      return attempt(args);
    });
}
