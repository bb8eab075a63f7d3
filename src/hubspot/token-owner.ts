import type { Credential } from '../credential.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { tokenOwnerSchema } from './wire.ts';

/** Whose a token is: the ids of its app and of its account. */
export interface TokenOwner {
  readonly app: string;
  readonly account: string;
}

/**
 * Statuses that may be others the next time. Inferred: what else is not a 2xx says that HubSpot knows no such token, or no such
 * address any more.
 */
const mayPass = (status: number): boolean => status === 401 || status === 408 || status === 429 || status >= 500;

/**
 * Asks HubSpot whose the token of a credential is; null where it does not tell. Rejects where it may tell another time. There
 * are two addresses that take the token itself and no app's secret, which the gateway has not got:
 *
 * - `POST /oauth/v2/private-apps/get/access-token-info` for private apps. Its form is recorded, as is that tokens of the EU need
 *   the header `Authorization` besides. Inferred: it knows Service Keys too, whose tokens begin alike.
 * - `GET /oauth/v1/access-tokens/{token}` for apps that were installed with OAuth. Documented, and that it goes on 16 February
 *   2027. `POST /oauth/{version}/token/introspect`, which comes after it, wants the secret of the app; without it these tokens
 *   have a quota each from then on.
 *
 * Neither is documented to count as one of the calls of the quota, and neither is counted here. If HubSpot does count them, its
 * headers tell with the next call.
 */
export async function tokenOwner(call: RestCall, credential: Credential): Promise<TokenOwner | null> {
  const token = await credential.token();
  const text = token?.reveal() ?? '';
  // As a part of a path these would be another address.
  if (text === '' || text === '.' || text === '..') return null;
  const isPrivateApp = text.startsWith('pat-');
  const answer = await call(
    isPrivateApp
      ? { method: 'post', resource: 'private-app-token-info', tokenIn: 'body' }
      : { method: 'get', resource: 'oauth-token-info', tokenIn: 'path' },
  );
  const owner = readAnswer(answer, tokenOwnerSchema);
  if (owner.ok) return owner.value;
  if (mayPass(answer.status)) throw classifyError(owner.error, null);
  return null;
}
