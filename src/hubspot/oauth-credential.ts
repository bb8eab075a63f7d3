import { anonymous, type Credential, idOf, type Secret } from '../credential.ts';
import type { Client, RestCall } from './client.ts';
import { HubSpotUnavailableError } from './contact-errors.ts';
import { type OAuthApp, requestAccessToken } from './request-access-token.ts';

/** So long before its end a token is renewed, in ms; a tenth of its time where that is less. */
const MARGIN_MS = 60_000;

/** After a request for a token that failed, all who waited for it along with another try again, in ms. */
const WAIT_AGAIN_MS = 250;

/** The credential that the configuration names, ready for use. */
export const openCredential = (configured: Credential | OAuthApp, hubspot: Pick<Client, 'as'>): Credential =>
  'refreshToken' in configured ? oauthCredential(configured, hubspot.as(anonymous)) : configured;

/**
 * The credential of an installed app. Its access token is requested when it is first needed and renewed before its end, by
 * one request for all who need it at the time. While the old one is still good nobody waits for the new one. A new refresh
 * token is kept in memory: HubSpot is not known to replace them, and after a restart the configured one counts.
 */
export function oauthCredential(app: OAuthApp, call: RestCall): Credential {
  let { refreshToken } = app;
  let current: { readonly token: Secret; readonly renewAt: number; readonly expiresAt: number } | null = null;
  let renewing: Promise<Secret> | null = null;

  async function renew(): Promise<Secret> {
    // HubSpot counts from a later moment than this one.
    const askedAt = performance.now();
    try {
      const { token, lifetimeMs, ...granted } = await requestAccessToken(call, { ...app, refreshToken });
      refreshToken = granted.refreshToken ?? refreshToken;
      const expiresAt = askedAt + lifetimeMs;
      current = { token, renewAt: expiresAt - Math.min(MARGIN_MS, lifetimeMs / 10), expiresAt };
      return token;
    } finally {
      renewing = null;
    }
  }

  /** One failure, however many batches waited for it: only the one that asked counts it as an outage, and backs off. */
  function fromAnother(error: unknown): never {
    if (!(error instanceof HubSpotUnavailableError) || error.resend !== 'backoff') throw error;
    throw new HubSpotUnavailableError(error.message, { ...error, cause: error, resend: { afterMs: WAIT_AGAIN_MS } });
  }

  return {
    id: idOf(`${app.clientId} ${app.refreshToken.reveal()}`),
    token() {
      const now = performance.now();
      if (current !== null && now < current.renewAt) return current.token;
      const renewal = renewing?.catch(fromAnother) ?? renew();
      renewing ??= renewal;
      // If it fails, nobody may be waiting for it. The next call that needs a token asks again.
      renewal.catch(() => {});
      return current !== null && now < current.expiresAt ? current.token : renewal;
    },
    expired(token) {
      if (current?.token === token) current = null;
      return true;
    },
  };
}
