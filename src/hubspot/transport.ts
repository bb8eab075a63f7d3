import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request as send } from 'undici';

/** The only limit in time is the signal of a request, which is about all of it, the end of its answer included. */
const TIMES = { headersTimeout: 0, bodyTimeout: 0 };

/** As with the fetch of Node.js, proxies are taken from the environment when it says so. */
const USES_PROXY =
  process.env.NODE_USE_ENV_PROXY === '1' ||
  [process.env.NODE_OPTIONS, ...process.execArgv].join(' ').includes('--use-env-proxy');
const agent = USES_PROXY ? new EnvHttpProxyAgent(TIMES) : new Agent(TIMES);

/** The encodings that are asked for. (undici's own decompression leaves the bodies of errors as they are.) */
const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
]);
const utf8 = new TextDecoder();

/** Beyond it a `Response` takes no status. */
const HIGHEST_STATUS = 599;

/** An answer that has come to its end. Its body can be read once; ky remembers the answer itself for longer. */
class WholeResponse extends Response {
  #text: string;

  constructor(text: string, init: ResponseInit) {
    super(null, init);
    this.#text = text;
  }

  override async text(): Promise<string> {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/**
 * Makes the requests of ky, in place of the fetch of Node.js, which has all bodies pass through web streams: 340 µs of CPU
 * for a call with 30 contacts, this one 150. Follows no redirects. Rejects with what undici or the signal says.
 */
export async function transport(input: string | URL | Request): Promise<Response> {
  // ky gives nothing but requests.
  const request = input instanceof Request ? input : new Request(input);
  const { statusCode, headers, body } = await send(request.url, {
    dispatcher: agent,
    method: request.method,
    headers: {
      'user-agent': 'contacts-gateway',
      'accept-encoding': 'gzip, br',
      ...Object.fromEntries(request.headers),
    },
    body: request.method === 'GET' ? null : await request.text(),
    signal: request.signal,
  });
  const received = new Headers();
  for (const [name, value = []] of Object.entries(headers)) {
    for (const each of [value].flat()) received.append(name, each);
  }
  const text = await decode(await body.bytes(), received.get('content-encoding') ?? '');
  return new WholeResponse(text, { status: Math.min(statusCode, HIGHEST_STATUS), headers: received });
}

async function decode(bytes: Uint8Array, encoding: string): Promise<string> {
  const decoder = DECODERS.get(encoding.trim().toLowerCase());
  return utf8.decode(decoder === undefined || bytes.length === 0 ? bytes : await decoder(bytes));
}
