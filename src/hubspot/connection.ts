import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { KyError } from 'ky';
import { Agent, type Dispatcher, EnvHttpProxyAgent, errors } from 'undici';
import type { SendGate } from '../outcome.ts';
import { HubSpotUnavailableError, OutcomeUnknownError } from './contact-errors.ts';

/** Bytes of an answer's body, before and after it is decompressed. A hundred contacts with long texts take a tenth of it. */
const MAX_BODY_BYTES = 20_000_000;

/** The only limit in time is the signal of a request, which is about all of it, the end of its answer included. */
const LIMITS = { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: MAX_BODY_BYTES };

declare global {
  interface RequestInit {
    /** Taken by Node's own fetch, to which ky passes it on. */
    dispatcher?: Dispatcher;
  }
}

/**
 * Connections to HubSpot, which are kept open between requests and lie under Node's own fetch. Whether a request was sent is
 * asked of undici, and not read from a list of codes: what fails before it has a connection (a name, TLS, a proxy's tunnel) was
 * not sent.
 */
export function openConnections() {
  const agent = usesProxy() ? new EnvHttpProxyAgent(LIMITS) : new Agent(LIMITS);
  return {
    /**
     * The way of one request, and whether it was handed to a connection (`sent`): if not, nobody can have carried it out.
     * When there is a connection for it, `gate` is asked whether it may leave.
     */
    passage(signal: AbortSignal, gate: SendGate | undefined) {
      const passage = { sent: false, dispatcher: agent.compose(watching) };

      // undici starts a request when it has a connection, a proxy's tunnel included, and then writes it.
      function watching(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
        return (options, handler) => {
          const { onRequestStart, onResponseStart } = handler;
          handler.onRequestStart = (controller, context) => {
            if (signal.aborted || gate?.leaves() === false) return controller.abort(new Error(NOBODY_WAITS));
            passage.sent = true;
            onRequestStart?.call(handler, controller, context);
          };
          handler.onResponseStart = (controller, status, headers, statusText) => {
            // fetch would fail for a body that is not encoded as its header says, and decompress one to any size.
            delete headers['content-encoding'];
            controller.rawHeaders = headers;
            onResponseStart?.call(handler, controller, status, headers, statusText);
          };
          return dispatch(options, handler);
        };
      }
      return passage;
    },
    /** Ends the requests under way, too. */
    close: () => agent.destroy(),
  };
}

const NOBODY_WAITS = 'nobody waits for it any more';

/** As Node's own fetch does, proxies are taken from the environment when it says so. */
const usesProxy = (): boolean =>
  process.env.NODE_USE_ENV_PROXY === '1' ||
  [process.env.NODE_OPTIONS, ...process.execArgv].join(' ').includes('--use-env-proxy');

const utf8 = new TextDecoder();
const unzip = promisify(gunzip);

/** The text of a body. It is empty for one that is too long: the status was answered, and counts. */
export async function readText(response: Response): Promise<string> {
  const bytes = await response.bytes().catch(nothingIfTooLong);
  // No JSON begins like this. A body that cannot be decompressed is taken as it is.
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return utf8.decode(isZipped ? await unzip(bytes, { maxOutputLength: MAX_BODY_BYTES }).catch(() => bytes) : bytes);
}

function nothingIfTooLong(error: unknown): Uint8Array {
  if (causes(error).some((each) => each instanceof errors.ResponseExceededMaxSizeError)) return new Uint8Array();
  throw error;
}

/** What it means that there is no whole answer: nobody knows, unless the request writes nothing or never reached HubSpot. */
export function noAnswer(error: unknown, { sent, writes }: { sent: boolean; writes: boolean }, timeoutMs: number) {
  // ky's errors hold the request, and with it the token; what ky wraps holds neither.
  const cause = error instanceof KyError ? error.cause : error;
  const chain = causes(cause);
  const isLate = chain.some((each) => each instanceof DOMException && each.name === 'TimeoutError');
  const why = isLate ? `within ${timeoutMs} ms` : `(${chain.flatMap(codeOf)[0] ?? chain.at(-1)?.message})`;
  const broke = isLate ? 'HubSpot did not answer' : 'The connection to HubSpot broke before its answer was complete';
  const Meaning = sent && writes ? OutcomeUnknownError : HubSpotUnavailableError;
  return new Meaning(`${sent ? broke : 'HubSpot could not be reached'} ${why}.`, { cause, resend: 'backoff' });
}

/** The system's error lies somewhere down the chain of causes: fetch → undici → socket. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  return [error, ...causes(error instanceof AggregateError ? error.errors[0] : error.cause)];
}

function codeOf(error: Error): string[] {
  if (!('code' in error) || typeof error.code !== 'string') return [];
  // What a proxy answered stands in the message alone.
  return [error.code === 'UND_ERR_ABORTED' ? error.message : error.code];
}
