import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

/** A bearer token for HubSpot. Turns into "[token]" wherever it is printed; `reveal()` is for the request header alone. */
export class Token {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[token]';
  }

  toJSON(): string {
    return '[token]';
  }

  [inspect.custom](): string {
    return '[token]';
  }
}

/** Whose rights a REST call uses. Inputs of two credentials never share a call. */
export interface Credential {
  /** A hash of the token: names the credential in maps and logs without giving it away. */
  readonly id: string;
  readonly token: Token;
}

/** Printable ASCII without spaces, as bearer tokens are; anything else would not survive in a header. */
const TOKEN_FORM = /^[\x21-\x7e]{1,4096}$/;

/** The credential of a token; null when the text cannot be a bearer token. */
export function credentialOf(token: string): Credential | null {
  if (!TOKEN_FORM.test(token)) return null;
  return { id: createHash('sha256').update(token).digest('base64url').slice(0, 22), token: new Token(token) };
}
