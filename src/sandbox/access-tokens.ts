/** Access tokens: how they are issued, and what calls may be made with one. */
import { createHash, randomBytes } from 'node:crypto';
import { PORTAL_ID } from './account.ts';
import type { FREE_ACCOUNT } from './environment.ts';
import { errorAnswer, resourceNotFound } from './error-bodies.ts';
import type { Headers, SandboxAnswer, SandboxRequest } from './http.ts';

/** The OAuth app that the sandbox knows. */
export const OAUTH_APP = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  refreshToken: 'sandbox-refresh-token',
  appId: 1234567,
};

/** What the tokens of one app may do together: `max` calls in `intervalMs`, and `daily` in a day of UTC. All apps together: `searchesPerS`. */
export type Limits = Readonly<typeof FREE_ACCOUNT>;

/** The bearer token of a request; null where there is none. */
export const bearerToken = ({ authorization = '' }: Headers): string | null =>
  /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;

/** Says whose a token is, by the app's id; null: nobody tells, and its calls count for it alone. */
export type AppOf = (token: string) => number | null;

/** A token of a private app is the only one of its app. */
const ownAppOf: AppOf = (token) => createHash('sha256').update(token).digest().readUInt32BE() >>> 1;

const SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write'];

/** Any text is taken for the token of a private app; those that the sandbox issued itself are good until they expire. */
export function createAccessTokens(limits: Limits, lifetimeS: number, appOfOthers: AppOf = ownAppOf) {
  /** When each issued token expires. */
  const issued = new Map<string, number>();
  const appOf: AppOf = (token) => (issued.has(token) ? OAUTH_APP.appId : appOfOthers(token));
  const uses = new Map<string | number, Use>();
  /** Times of the searches of the last second. Documented: the whole account has one limit for them. */
  const searches: number[] = [];

  return {
    /** `POST /oauth/…/token`, form-encoded, with `grant_type=refresh_token`. */
    refresh({ body }: SandboxRequest): SandboxAnswer {
      const form = new URLSearchParams(typeof body === 'string' ? body : '');
      const wrong = REFRESH_FORM.find(([field, value]) => form.get(field) !== value);
      if (wrong !== undefined) return oauthError(wrong);
      const token = `sandbox-${randomBytes(16).toString('base64url')}`;
      issued.set(token, Date.now() + lifetimeS * 1000);
      return { status: 200, body: issuedToken(token, lifetimeS) };
    },

    /** Says whose a token is: in the form of private apps, or of those that were installed with OAuth. */
    describe({ path, body }: SandboxRequest): SandboxAnswer {
      const asked = LAST_OF_PATH.exec(path)?.[1];
      const token = asked === undefined ? tokenKey(body) : decodeURIComponent(asked);
      const app = token === null ? null : appOf(token);
      if (token === null || app === null) return resourceNotFound();
      const [userId, hubId] = [USER_ID, PORTAL_ID];
      if (asked === undefined) return { status: 200, body: { userId, hubId, appId: app, scopes: SCOPES } };
      const ids = { hub_id: hubId, app_id: app, user_id: userId };
      const usual = { token, expires_in: lifetimeS, token_type: 'access', scopes: SCOPES };
      return { status: 200, body: { ...usual, ...ids } };
    },

    /** Counts a call with this token: what headers tell of its limits, and the answer that refuses it, or null. */
    count(
      token: string | null,
      search: boolean,
    ): { readonly headers: Headers; readonly refusal: SandboxAnswer | null } {
      if (token === null) return { headers: {}, refusal: noCredentials() };
      const now = Date.now();
      const user = appOf(token) ?? token;
      const use = uses.get(user) ?? { times: [], day: 0, callsOfDay: 0 };
      uses.set(user, use);
      const { times, max, intervalMs } = search
        ? { times: searches, max: limits.searchesPerS, intervalMs: 1000 }
        : { times: use.times, ...limits };
      while (times[0] !== undefined && times[0] <= now - intervalMs) times.shift();
      const today = Math.floor(now / MS_PER_DAY);
      if (today !== use.day) Object.assign(use, { day: today, callsOfDay: 0 });
      const expiresAt = issued.get(token) ?? Infinity;
      let refusal: SandboxAnswer | null = null;
      if (expiresAt <= now) refusal = expiredToken(expiresAt);
      else if (use.callsOfDay >= limits.daily) refusal = dailyLimit();
      else if (times.length >= max) refusal = search ? secondlyLimit() : tenSecondlyLimit();
      // Inferred: a refused call does not count.
      if (refusal === null) {
        times.push(now);
        use.callsOfDay += 1;
      }
      const headers = limitHeaders(use, limits);
      // Recorded: searches are told of the day only. Inferred: they count as calls of the day.
      return { headers: search ? aboutTheDay(headers) : headers, refusal };
    },

    /** All limits are as if no call had been made. */
    forgetUse() {
      uses.clear();
      searches.length = 0;
    },
  };
}

/** What a refreshing app has to send, and the error that it gets otherwise. Recorded. */
const REFRESH_FORM = [
  ['grant_type', 'refresh_token', 'BAD_GRANT_TYPE', 'unsupported_grant_type'],
  ['client_id', OAUTH_APP.clientId, 'BAD_CLIENT_ID', 'invalid_client'],
  ['client_secret', OAUTH_APP.clientSecret, 'BAD_CLIENT_SECRET', 'invalid_client'],
  ['refresh_token', OAUTH_APP.refreshToken, 'BAD_REFRESH_TOKEN', 'invalid_grant'],
] as const;

/** Recorded: with the keys of OAuth beside HubSpot's own, and its code in `status`. */
function oauthError([field, , status, error]: (typeof REFRESH_FORM)[number]): SandboxAnswer {
  const message = `missing or invalid ${field.replaceAll('_', ' ')}`;
  return errorAnswer(400, message, { error, error_description: message, status });
}

const issuedToken = (token: string, lifetimeS: number) => ({
  token_type: 'bearer',
  token_use: 'access_token',
  refresh_token: OAUTH_APP.refreshToken,
  access_token: token,
  hub_id: PORTAL_ID,
  scopes: SCOPES,
  expires_in: lifetimeS,
});

const USER_ID = 9173;
const LAST_OF_PATH = /^\/oauth\/v1\/access-tokens\/([^/]+)$/;

const tokenKey = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'tokenKey' in body ? String(body.tokenKey) : null;

/** Recorded. */
const noCredentials = () =>
  errorAnswer(
    401,
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    { category: 'INVALID_AUTHENTICATION' },
  );

/** Recorded. */
export function expiredToken(expiredAtMs: number): SandboxAnswer {
  const seconds = Math.floor((Date.now() - expiredAtMs) / 1000);
  return errorAnswer(401, `The OAuth token used to make this call expired ${seconds} second(s) ago.`, {
    category: 'EXPIRED_AUTHENTICATION',
    context: { 'expire time': [new Date(expiredAtMs).toISOString()] },
  });
}

/** What an app has used. */
interface Use {
  /** Times of its calls of the last interval. */
  readonly times: number[];
  day: number;
  callsOfDay: number;
}

const MS_PER_DAY = 86_400_000;

/** Recorded names and values. */
function limitHeaders(use: Use, { max, intervalMs, daily }: Limits): Headers {
  return {
    'x-hubspot-ratelimit-daily': String(daily),
    'x-hubspot-ratelimit-daily-remaining': String(daily - use.callsOfDay),
    'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
    'x-hubspot-ratelimit-max': String(max),
    'x-hubspot-ratelimit-remaining': String(max - use.times.length),
  };
}

const limitReached = (limit: string, facts: object) =>
  errorAnswer(429, `You have reached your ${limit} limit.`, { errorType: 'RATE_LIMIT', ...facts });

/** Recorded, for private apps. */
export const tenSecondlyLimit = () =>
  limitReached('ten_secondly_rolling', {
    policyName: 'TEN_SECONDLY_ROLLING',
    groupName: `publicapi:private_app-api-calls-ten-secondly:${PORTAL_ID}`,
  });

const aboutTheDay = (usual: Headers): Headers =>
  Object.fromEntries(Object.entries(usual).filter(([name]) => name.includes('-daily')));

/** Recorded for searches, with none but the headers about the day. */
export const secondlyLimit = (): SandboxAnswer => ({
  ...errorAnswer(429, 'You have reached your secondly limit.', { category: 'RATE_LIMITS' }),
  limitHeaders: aboutTheDay,
});

/** Documented. */
export const dailyLimit = () => limitReached('daily', { policyName: 'DAILY' });
