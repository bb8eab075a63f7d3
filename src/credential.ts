import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

/** A text that nobody may see. It turns into "[secret]" wherever it is printed; only the request calls `reveal()`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Whose rights a REST call uses. Inputs of two credentials never share a call. */
export interface Credential {
  /** Names the credential in maps and logs without revealing a secret. It stays the same when the token changes. */
  readonly id: string;
  /**
   * The bearer token for a call that is made now; a promise if it has to be requested from HubSpot first. The promise rejects
   * with a `SendError` if HubSpot gives none. Null for calls that take no token.
   */
  token(): Secret | null | Promise<Secret>;
  /** HubSpot says that this token has expired. Returns whether `token()` gives another one from now on. */
  expired(token: Secret): boolean;
}

/** Printable ASCII without spaces, like bearer tokens; anything else would not survive in a header. */
const SECRET_FORM = /^[\x21-\x7e]{1,4096}$/;

/** Null when the text cannot be a token or another secret that HubSpot issues. */
export const secretOf = (text: string): Secret | null => (SECRET_FORM.test(text) ? new Secret(text) : null);

/** A name for the holder of a secret, from which the secret cannot be found. */
export const idOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url').slice(0, 22);

/** The credential of a token that stays as it is; null when the text cannot be a bearer token. */
export function credentialOf(text: string): Credential | null {
  const token = secretOf(text);
  return token && { id: idOf(text), token: () => token, expired: () => false };
}

/** For calls that take no token. */
export const anonymous: Credential = { id: 'anonymous', token: () => null, expired: () => false };
