import { randomBytes } from 'node:crypto';
import { PORTAL_ID } from './account.ts';
import { expiredToken, noCredentials, oauthError } from './call-refusals.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

/** The OAuth app that the sandbox knows. */
export const OAUTH_APP = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  refreshToken: 'sandbox-refresh-token',
};

/** Documented: half an hour. */
export const TOKEN_LIFETIME_S = 1800;

/** The bearer token of a request; null where there is none. */
export const bearerToken = (headers: Readonly<Record<string, string>>): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** Any text is taken for the token of a private app; those that the sandbox issued itself are good until they expire. */
export function createAccessTokens(lifetimeS: number) {
  /** When each issued token expires. */
  const issued = new Map<string, number>();

  function issue(): SandboxAnswer {
    const token = `sandbox-${randomBytes(16).toString('base64url')}`;
    issued.set(token, Date.now() + lifetimeS * 1000);
    return {
      status: 200,
      body: {
        token_type: 'bearer',
        token_use: 'access_token',
        refresh_token: OAUTH_APP.refreshToken,
        access_token: token,
        hub_id: PORTAL_ID,
        scopes: ['crm.objects.contacts.read', 'crm.objects.contacts.write'],
        expires_in: lifetimeS,
      },
    };
  }

  return {
    /** Whether the token was got by OAuth. */
    isIssued: (token: string): boolean => issued.has(token),

    /** The 401 that answers a request with this token; null when it may pass. */
    refusal(token: string | null): SandboxAnswer | null {
      if (token === null) return noCredentials();
      const expiresAt = issued.get(token);
      return expiresAt !== undefined && expiresAt <= Date.now() ? expiredToken(expiresAt) : null;
    },

    /** `POST /oauth/…/token`, form-encoded, with `grant_type=refresh_token`. */
    refresh({ body }: SandboxRequest): SandboxAnswer {
      const form = new URLSearchParams(typeof body === 'string' ? body : '');
      if (form.get('grant_type') !== 'refresh_token') {
        return oauthError('BAD_GRANT_TYPE', 'unsupported_grant_type', 'the sandbox refreshes tokens and does no more');
      }
      if (form.get('client_id') !== OAUTH_APP.clientId) {
        return oauthError('BAD_CLIENT_ID', 'invalid_client', 'missing or unknown client id');
      }
      if (form.get('client_secret') !== OAUTH_APP.clientSecret) {
        return oauthError('BAD_CLIENT_SECRET', 'invalid_client', 'missing or invalid client secret');
      }
      if (form.get('refresh_token') !== OAUTH_APP.refreshToken) {
        return oauthError('BAD_REFRESH_TOKEN', 'invalid_grant', 'refresh token is invalid, expired or revoked');
      }
      return issue();
    },
  };
}
