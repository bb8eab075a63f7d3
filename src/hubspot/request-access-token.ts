import { z } from 'zod';
import type { Secret } from '../credential.ts';
import { readAnswer } from './answer.ts';
import { classifyError, inWords, type SentError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { NoAnswerError } from './connection.ts';
import {
  type ContactError,
  HubSpotUnavailableError,
  NotPermittedError,
  OutcomeUnknownError,
  RateLimitedError,
} from './contact-errors.ts';
import { accessTokenSchema } from './wire.ts';

/** An app that is installed in a HubSpot account. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly refreshToken: Secret;
}

/**
 * `POST /oauth/{version}/token`. Rejects with a `NotPermittedError` when HubSpot does not know the app or its refresh
 * token, and with an error that may pass for everything that may. The token is good for `lifetimeMs` from the request on;
 * without a new refresh token, the old one stays.
 */
export async function requestAccessToken(call: RestCall, app: OAuthApp) {
  const form = {
    grant_type: 'refresh_token',
    client_id: app.clientId,
    client_secret: app.clientSecret,
    refresh_token: app.refreshToken,
  };
  const answer = await call({ method: 'post', resource: 'access-token', form }).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw noToken(error.message, { status: null }, error);
  });
  const granted = readAnswer(answer, accessTokenSchema);
  if (!granted.ok) throw failure(granted.error, answer.body);
  const { access_token: token, expires_in, refresh_token: refreshToken = null } = granted.value;
  return { token, lifetimeMs: expires_in * 1000, refreshToken };
}

function failure(sent: SentError, body: unknown): ContactError {
  // HubSpot's text is not passed on, nor are the other fields: callers read them, and they could repeat what was sent.
  const { category, errorType, policyName, correlationId } = sent.body;
  const error = classifyError(
    { ...sent, body: { category, errorType, policyName, correlationId } },
    { properties: {} },
  );
  if (error instanceof OutcomeUnknownError) return noToken(`HubSpot answered ${inWords(sent.status)}.`, sent);
  const isElsewhere = error instanceof HubSpotUnavailableError && sent.status !== 403;
  if (error instanceof RateLimitedError || isElsewhere) return error;

  const code = refusalCode(body) ?? String(sent.status);
  const message = `HubSpot refused the gateway an access token (${code}). ${ADVICE[code] ?? CHECK_ALL}`;
  return new NotPermittedError(message, [], { hubspot: { status: code, correlationId } });
}

function noToken(why: string, answer: Pick<SentError, 'status' | 'retryAfterMs'>, cause?: unknown) {
  const { retryAfterMs: afterMs = null } = answer;
  const resend = afterMs === null ? 'backoff' : { afterMs };
  return new HubSpotUnavailableError(`The gateway did not get an access token: ${why}`, answer, { cause, resend });
}

/** Recorded: HubSpot's code in `status` (`BAD_REFRESH_TOKEN`), OAuth's in `error` (`invalid_grant`). */
const code = z
  .string()
  .regex(/^[A-Za-z_]{1,40}$/)
  .optional()
  .catch(undefined);
const refusalSchema = z.object({ status: code, category: code, error: code });

function refusalCode(body: unknown): string | undefined {
  const { status, category, error } = refusalSchema.safeParse(body).data ?? {};
  return [status, category, error].find((text) => text !== undefined && text !== 'error');
}

const CHECK_ALL = 'Check HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN.';
const INSTALL_AGAIN =
  'Install the app in the account again, and set HUBSPOT_REFRESH_TOKEN to the refresh token that this gives.';
const ADVICE: Readonly<Record<string, string>> = {
  BAD_CLIENT_ID: 'Check HUBSPOT_CLIENT_ID.',
  BAD_CLIENT_SECRET: 'Check HUBSPOT_CLIENT_SECRET.',
  BAD_REFRESH_TOKEN: INSTALL_AGAIN,
  invalid_grant: INSTALL_AGAIN,
};
