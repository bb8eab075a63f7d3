import ky from 'ky';
import type { Credential, Secret } from '../credential.ts';
import type { FromRequest } from '../observer.ts';
import type { SendGate } from '../outcome.ts';
import { noAnswer, openConnections, readText } from './connection.ts';
import { type ContactError, NotPermittedError } from './contact-errors.ts';
import { type HubSpotErrorBody, hubspotErrorSchema } from './wire.ts';

/** The versions of HubSpot's CRM API that the gateway speaks. Their bodies are alike; addresses and the place of errors differ. */
export const apiVersions = ['v3', '2026-03', '2026-09'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** Documented paths of what REST calls are about. `v3` puts the version before the kind of thing, the dated versions after it. */
const PATHS = {
  contacts: (version: ApiVersion) => crm(version, 'objects'),
  'contact-properties': (version: ApiVersion) => crm(version, 'properties'),
  'account-details': (version: ApiVersion) => `account-info/${version}/details`,
  // Documented with the id of the type, for v3 and 2026-03; that 2026-09 has it as well is inferred.
  'contact-property-rules': (version: ApiVersion) => crm(version, 'property-validations', '0-1'),
  'access-token': (version: ApiVersion) => `oauth/${version}/token`,
  'private-app-token-info': () => 'oauth/v2/private-apps/get/access-token-info',
  'oauth-token-info': () => 'oauth/v1/access-tokens',
};
const crm = (version: ApiVersion, kind: string, type = 'contacts') =>
  version === 'v3' ? `crm/v3/${kind}/${type}` : `crm/${kind}/${version}/${type}`;

/** What came back from a REST call, whatever its status. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text itself when it was not JSON (an edge's HTML page); undefined when it was empty. */
  readonly body: unknown;
}

export interface RestRequest {
  readonly method: 'get' | 'post' | 'patch';
  readonly resource: keyof typeof PATHS;
  /** Below the resource: `batch/update`. Left out: the resource itself. */
  readonly path?: string;
  readonly json?: unknown;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string | Secret>>;
  readonly searchParams?: Readonly<Record<string, string>>;
  /** What is asked about is the token of the call: where it stands besides the header. So the request itself holds no secret. */
  readonly tokenIn?: 'path' | 'body';
  /** Whether contacts may be changed by it: without an answer nobody knows. Default: no. */
  readonly writes?: boolean;
  readonly gate?: SendGate | undefined;
  /** The inputs that it is made for. */
  readonly carries?: readonly FromRequest[];
}

/** Whether a request searches contacts: that has a quota of its own. A contact may be addressed by any word, but not by POST. */
export const isSearch = ({ method, path }: RestRequest): boolean => method === 'post' && path === 'search';

/**
 * Names what a request does without naming a contact: `batch/update`, `search`, `contact` for a single one,
 * `contact-properties`, `contact-property-rules`.
 */
export const endpointOf = (request: RestRequest): string => {
  const { resource, path } = request;
  if (path === undefined) return resource;
  if (isSearch(request)) return 'search';
  return path.startsWith('batch/') ? path : 'contact';
};

/** Watches one REST call. */
export interface CallWatch {
  /** Sent along with the request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The error: there is no whole answer. */
  ended(end: RestAnswer | ContactError): void;
}

/**
 * Makes a REST call with one credential. Rejects with what it means for an input when there is no whole answer; with
 * `TokenExpiredError` when the call is worth another attempt with a fresh token; or as the credential's `token()` does.
 */
export type RestCall = (request: RestRequest) => Promise<RestAnswer>;

export interface ClientOptions {
  readonly baseUrl: string;
  readonly apiVersion: ApiVersion;
  /** For one call, from sending it to the end of its answer, in ms. */
  readonly timeoutMs: number;
  /** Told of every call before it is made. */
  readonly watch?: (credential: Credential, request: RestRequest) => CallWatch;
}

export function createClient({ baseUrl, apiVersion, timeoutMs, watch }: ClientOptions) {
  const connections = openConnections();
  const http = ky.create({
    prefix: baseUrl,
    // ky's own timeouts end with the response's head; a body that never ends must not hold a batch for ever.
    timeout: false,
    // Retries have one place, and it is not here: each attempt must pay for the quota and keep its contacts in order.
    retry: 0,
    throwHttpErrors: false,
    // A redirect would turn a POST into a GET, or carry the contacts to another host.
    redirect: 'manual',
    // Without `accept` HubSpot answers some errors in HTML.
    headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'contacts-gateway' },
  });

  async function send(credential: Credential, token: Secret | null, request: RestRequest): Promise<RestAnswer> {
    const { method, resource, path, json, form, searchParams, tokenIn, gate, writes = false } = request;
    const watching = watch?.(credential, request);
    const last = tokenIn === 'path' && token !== null ? encodeURIComponent(token.reveal()) : path;
    const address = PATHS[resource](apiVersion) + (last === undefined ? '' : `/${last}`);
    const signal = AbortSignal.timeout(timeoutMs);
    const passage = connections.passage(signal, gate);
    try {
      // Not by ky's hooks, which would hand over a copy of each response: its body would be read twice.
      const response = await http(address, {
        method,
        signal,
        dispatcher: passage.dispatcher,
        headers: { ...watching?.headers, authorization: token === null ? undefined : `Bearer ${token.reveal()}` },
        json: tokenIn === 'body' ? { tokenKey: token?.reveal() } : json,
        body: form === undefined ? null : encodeForm(form),
        searchParams,
      });
      const { status, headers } = response;
      const answer = { status, headers, body: parseBody(await readText(response)) };
      watching?.ended(answer);
      return answer;
    } catch (error) {
      const end = noAnswer(error, { sent: passage.sent, writes }, timeoutMs);
      watching?.ended(end);
      throw end;
    }
  }

  return {
    as:
      (credential: Credential): RestCall =>
      async (request) => {
        request.gate?.waits();
        const token = await credential.token();
        const answer = await send(credential, token, request);
        const hubspot = expiryIn(answer);
        if (token && hubspot && credential.expired(token)) {
          throw new TokenExpiredError(hubspot.message ?? 'The access token has expired.', { hubspot });
        }
        return answer;
      },
    close: connections.close,
  };
}

export type Client = ReturnType<typeof createClient>;

const encodeForm = (form: Readonly<Record<string, string | Secret>>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  );

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** HubSpot refused a call because its token had expired, and the credential has another one by now. Nothing was written. */
export class TokenExpiredError extends NotPermittedError {}

/** Recorded: 401 with the category EXPIRED_AUTHENTICATION. Null for any other answer. */
function expiryIn({ status, body }: RestAnswer): HubSpotErrorBody | null {
  const error = status === 401 ? hubspotErrorSchema.safeParse(body).data : undefined;
  return error?.category === 'EXPIRED_AUTHENTICATION' ? error : null;
}

/**
 * Has a token in hand before `call` begins, so that nothing counts as sent and nothing is paid for while one is fetched;
 * and makes `call` once more when the token had expired on the way. If HubSpot takes a fresh token for expired as well,
 * that is an error like any other.
 */
export function withFreshToken<Args extends readonly unknown[], T>(
  call: (...args: Args) => Promise<T>,
  { credential }: { readonly credential: Pick<Credential, 'token'> },
): (...args: Args) => Promise<T> {
  async function attempt(...args: Args): Promise<T> {
    await credential.token();
    return call(...args);
  }

  return (...args) =>
    attempt(...args).catch((error: unknown) => {
      if (!(error instanceof TokenExpiredError)) throw error;
      return attempt(...args);
    });
}
