/** Answers that refuse a call whatever it asks for: who calls, how often, and when HubSpot itself has trouble. */
import { randomUUIDv7 } from 'node:crypto';
import { PORTAL_ID } from './account.ts';
import { errorAnswer } from './error-bodies.ts';
import type { Caller, SandboxAnswer } from './rest.ts';

/** Recorded. */
export const noCredentials = () =>
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

/** Documented; the names of its keys are recorded. */
export const missingScopes = () =>
  errorAnswer(
    403,
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: ['crm.objects.contacts.write'] },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      category: 'MISSING_SCOPES',
    },
  );

/** The keys of a 429 come in this order. */
function limitReached(message: string, policyName: string, more: object): SandboxAnswer {
  const correlationId = randomUUIDv7();
  return {
    status: 429,
    body: { status: 'error', message, errorType: 'RATE_LIMIT', correlationId, policyName, ...more },
    headers: { 'x-hubspot-correlation-id': correlationId },
  };
}

/** Recorded with the group of private apps; what that of OAuth apps is called is not known. */
export const tenSecondlyLimit = ({ privateApp }: Caller): SandboxAnswer => ({
  ...limitReached(
    'You have reached your ten_secondly_rolling limit.',
    'TEN_SECONDLY_ROLLING',
    privateApp ? { groupName: `publicapi:private_app-api-calls-ten-secondly:${PORTAL_ID}` } : {},
  ),
  limitHeaders: (usual) => ({ ...usual, 'x-hubspot-ratelimit-remaining': '0' }),
});

const DAILY_REMAINING = 'x-hubspot-ratelimit-daily-remaining';

/** Documented. */
export const dailyLimit = (): SandboxAnswer => ({
  ...limitReached('You have reached your daily limit.', 'DAILY', { requestId: randomUUIDv7() }),
  limitHeaders: (usual) => (DAILY_REMAINING in usual ? { ...usual, [DAILY_REMAINING]: '0' } : usual),
});

/** Recorded for searches, with none but the headers about the day. */
export const secondlyLimit = (): SandboxAnswer => ({
  ...errorAnswer(429, 'You have reached your secondly limit.', { category: 'RATE_LIMITS' }),
  limitHeaders: (usual) => Object.fromEntries(Object.entries(usual).filter(([name]) => name.includes('-daily'))),
});

/** Documented: too many writes at once, for about two seconds. The body is inferred. */
export const locked = () => errorAnswer(423, 'The resource is locked; wait at least 2 seconds before trying again.');

/** Documented: the account moves to another data centre. The body is inferred. */
export function moving(): SandboxAnswer {
  const answer = errorAnswer(477, 'This account is being migrated between data centers.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': '60' } };
}

/** Recorded, without a category. */
export const internalError = () => errorAnswer(500, 'internal error');

/** Inferred: what stands in front of HubSpot answers with pages, not with JSON. */
export const edgePage = (status: number, title: string): SandboxAnswer => ({
  status,
  body: `<html>\n<head><title>${status} ${title}</title></head>\n<body><center><h1>${status} ${title}</h1></center><hr><center>cloudflare</center></body>\n</html>\n`,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
});

/** Recorded: in the form of OAuth, with HubSpot's own keys after it. */
export function oauthError(status: string, error: string, description: string): SandboxAnswer {
  const correlationId = randomUUIDv7();
  return {
    status: 400,
    body: { error, error_description: description, status, message: description, correlationId },
    headers: { 'x-hubspot-correlation-id': correlationId },
  };
}
