import type { Secret } from '../credential.ts';
import { readAnswer } from './answer.ts';
import { classifyError, type SentError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { type ContactError, HubSpotUnavailableError, NotPermittedError, RateLimitedError } from './contact-errors.ts';
import { accessTokenSchema, tokenRefusalSchema } from './wire.ts';

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
    throw error instanceof HubSpotUnavailableError ? noToken(error) : error;
  });
  const granted = readAnswer(answer, accessTokenSchema);
  if (!granted.ok) throw failure(granted.error, answer.body);
  const { access_token: token, expires_in, refresh_token: refreshToken = null } = granted.value;
  return { token, lifetimeMs: expires_in * 1000, refreshToken };
}

function failure(sent: SentError, body: unknown): ContactError {
  // HubSpot's text is not passed on, nor are the other fields: callers read them, and they could repeat what was sent.
  const { category, errorType, policyName, correlationId } = sent.body;
  const error = classifyError({ ...sent, body: { category, errorType, policyName, correlationId } }, null);
  if (error instanceof RateLimitedError) return error;
  if (error instanceof HubSpotUnavailableError && sent.status !== 403) return noToken(error);

  const code = refusalCode(body) ?? String(sent.status);
  const message = `HubSpot refused the gateway an access token (${code}). ${ADVICE[code] ?? CHECK_ALL}`;
  return new NotPermittedError(message, { hubspot: { status: code, correlationId } });
}

const noToken = (error: HubSpotUnavailableError) =>
  new HubSpotUnavailableError(`The gateway did not get an access token: ${error.message}`, { ...error, cause: error });

function refusalCode(body: unknown): string | undefined {
  const codes = Object.values(tokenRefusalSchema.safeParse(body).data ?? {});
  return codes.find((code) => code !== 'error' && /^[A-Za-z_]{1,40}$/.test(code ?? ''));
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
