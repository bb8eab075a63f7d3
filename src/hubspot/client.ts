import ky, { KyError } from 'ky';
import type { Credential, Secret } from '../credential.ts';
import type { Originated } from '../observer.ts';
import type { Departure } from '../outcome.ts';
import { type ApiVersion, addressOf, type Resource } from './api-version.ts';
import { expiryIn, TokenExpiredError } from './fresh-token.ts';
import { NotSentError, transport } from './transport.ts';

/** What came back from a REST call, whatever its status. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text itself when it was not JSON (an edge's HTML page); undefined when it was empty. */
  readonly body: unknown;
}

/** HubSpot's API versions differ in which of them they use. */
export const isSuccess = ({ status }: Pick<RestAnswer, 'status'>): boolean => status >= 200 && status < 300;

export interface RestRequest {
  readonly method: 'get' | 'post' | 'patch';
  readonly resource: Resource;
  /** Below the resource: `batch/update`. Left out: the resource itself. */
  readonly path?: string;
  readonly json?: unknown;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string | Secret>>;
  readonly searchParams?: Readonly<Record<string, string>>;
  readonly departure?: Departure | undefined;
  /** The inputs that it is made for. */
  readonly carries?: readonly Originated[];
}

/** Names what a request does without naming a contact: `batch/update`, `contact` for a single one, `contact-properties`. */
export const endpointOf = ({ resource, path }: RestRequest): string => {
  if (path === undefined) return resource;
  return path.startsWith('batch/') ? path : 'contact';
};

/** Watches one REST call. */
export interface CallWatch {
  /** Sent along with the request. */
  readonly headers: Readonly<Record<string, string>>;
  ended(end: RestAnswer | NoAnswerError): void;
}

export type RestCall = (credential: Credential, request: RestRequest) => Promise<RestAnswer>;

/** There is no whole answer. `sent: false` when the request certainly never reached HubSpot. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly sent: boolean;

  constructor(message: string, { sent, cause }: { readonly sent: boolean; readonly cause: unknown }) {
    super(message, { cause });
    this.sent = sent;
  }
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly apiVersion: ApiVersion;
  /** For one call, from sending it to the end of its answer, in ms. */
  readonly timeoutMs: number;
  /** Told of every answer. */
  readonly onAnswer?: (credential: Credential, answer: RestAnswer) => void;
  /** Told of every call before it is made. */
  readonly watch?: (credential: Credential, request: RestRequest) => CallWatch;
}

/**
 * Makes the one function through which every REST call to HubSpot goes. Rejects with `NoAnswerError`; with
 * `TokenExpiredError` when the call is worth another attempt with a fresh token; or as the credential's `token()` does.
 */
export function createClient({ baseUrl, apiVersion, timeoutMs, onAnswer, watch }: ClientOptions): RestCall {
  const http = ky.create({
    prefix: baseUrl,
    // ky's own time-outs end with the response's head; a body that never ends must not hold a batch for ever.
    timeout: false,
    // Retries have one place, and it is not here: each attempt must pay for the quota and keep its contacts in order.
    retry: 0,
    throwHttpErrors: false,
    // A redirect would turn a POST into a GET, or carry the contacts to another host.
    redirect: 'manual',
    // Without it HubSpot answers some errors in HTML.
    headers: { accept: 'application/json' },
  });

  async function send(credential: Credential, token: Secret | null, request: RestRequest): Promise<RestAnswer> {
    const { method, resource, path, json, form, searchParams } = request;
    const watching = watch?.(credential, request);
    const authorization = token === null ? {} : { authorization: `Bearer ${token.reveal()}` };
    const address = addressOf(apiVersion, resource);
    try {
      const response = await http(path === undefined ? address : `${address}/${path}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        fetch: (input) => transport(input, request.departure),
        headers: { ...watching?.headers, ...authorization },
        ...(json === undefined ? {} : { json }),
        ...(form === undefined ? {} : { body: encodeForm(form) }),
        ...(searchParams === undefined ? {} : { searchParams }),
      });
      const { status, headers } = response;
      const answer = { status, headers, body: parseBody(await response.text()) };
      onAnswer?.(credential, answer);
      watching?.ended(answer);
      return answer;
    } catch (error) {
      const end = noAnswer(error, timeoutMs);
      watching?.ended(end);
      throw end;
    }
  }

  return async (credential, request) => {
    request.departure?.waits();
    const given = credential.token();
    const token = given instanceof Promise ? await given : given;
    const answer = await send(credential, token, request);
    const expiry = token && expiryIn(answer);
    if (token && expiry && credential.expired(token)) throw new TokenExpiredError(expiry);
    return answer;
  };
}

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

function noAnswer(error: unknown, timeoutMs: number): NoAnswerError {
  // ky's errors hold the request, and with it the token; what ky wraps holds neither.
  const cause = error instanceof KyError ? error.cause : error;
  const chain = [...causes(cause)];
  const sent = !chain.some((each) => each instanceof NotSentError);
  if (chain.some((each) => each instanceof DOMException && each.name === 'TimeoutError')) {
    const what = sent ? 'did not answer' : 'could not be reached';
    return new NoAnswerError(`HubSpot ${what} within ${timeoutMs} ms.`, { sent, cause });
  }
  const what = sent ? 'The connection to HubSpot broke before its answer was complete' : 'HubSpot could not be reached';
  const why = chain.flatMap((each) => reason(each) ?? [])[0];
  return new NoAnswerError(`${what}${why === undefined ? '' : ` (${why})`}.`, { sent, cause });
}

/** The system's error lies somewhere down the chain of causes: fetch → undici → socket. */
function* causes(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  yield* causes(error instanceof AggregateError ? error.errors[0] : error.cause);
}

function reason(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // What a proxy answered stands in the message alone.
  return code === 'UND_ERR_ABORTED' ? error.message : code;
}
