import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';
import { rawRequest } from '../raw-request.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ METRICS_PORT: '0', SANDBOX_LATENCY_MS: '0' });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const TYPENAME = JSON.stringify({ query: '{ __typename }' });
const ANSWER = '{"data":{"__typename":"Query"}}';
const SAVE = JSON.stringify({
  query:
    'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "Ada" } }]) { results { __typename } } }',
});
/** What java.net.URLConnection sends by default. */
const JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
const CHROME = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

/** A request as its bytes, for fetch adds headers of its own. */
async function send(
  target: string,
  headers: Record<string, string> = {},
  body: string | null = null,
  url = gateway.url,
) {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === null ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  const text = await rawRequest(
    url,
    `${target} HTTP/1.1\r\n${lines.join('')}connection: close\r\n${length}\r\n${body ?? ''}`,
  );
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
    type: /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? '',
    head,
    body: rest.join('\r\n\r\n'),
  };
}

const json = { 'content-type': 'application/json' };
const post = (headers: Record<string, string>, body = TYPENAME) => send('POST /graphql', { ...json, ...headers }, body);

describe('a body', () => {
  it.each([
    'application/json',
    'application/json;',
    'application/json; charset=utf-8',
    'application/json; charset=utf8',
    'application/json;charset=UTF8',
    'Application/JSON; Charset=Utf-8',
    'application/json; charset="utf-8"',
    'application/json; charset="UTF8"',
    "application/json; charset='utf-8'",
    'application/json; odata=verbose; charset=utf-8',
    'application/json; charset=utf8; boundary="a;b"',
    'application/json ; charset = utf-8',
  ])('is taken as %s', async (type) => {
    expect(await post({ 'content-type': type })).toMatchObject({ status: 200, body: ANSWER });
  });

  it.each([
    'text/plain',
    'text/plain; application/json',
    'text/plain; charset=utf-8; x=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/jsonp',
    'json',
    '',
  ])('is refused as %j, and nothing runs', async (type) => {
    const calls = gateway.sandbox.calls.length;
    const { status, body } = await post({ 'content-type': type }, SAVE);
    expect([status, body]).toEqual([415, expect.stringContaining('Content-Type: application/json')]);
    expect(gateway.sandbox.calls).toHaveLength(calls);
  });

  it.each(['identity', 'Identity', 'identity, identity', ''])(
    'is taken with Content-Encoding: %j',
    async (encoding) => {
      expect(await post({ 'content-encoding': encoding })).toMatchObject({ status: 200, body: ANSWER });
    },
  );

  it.each(['gzip', 'GZIP', 'deflate', 'br', 'zstd', 'identity, gzip'])(
    'is refused by name with Content-Encoding: %s',
    async (encoding) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { ...json, 'content-encoding': encoding },
        body: gzipSync(SAVE),
      });
      expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity']);
      expect(await response.json()).toEqual({
        errors: [
          {
            message: `Send the body as it is: this gateway reads none with "Content-Encoding: ${encoding}".`,
            extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
          },
        ],
      });
    },
  );

  it.each([
    ['an empty name of an operation', '{"query":"{__typename}","operationName":""}'],
    [
      'null for all that may be left out',
      '{"query":"{__typename}","operationName":null,"variables":null,"extensions":null}',
    ],
    ['a byte order mark', '\ufeff{"query":"{__typename}"}'],
    ['an empty name for an operation with a name', '{"query":"query A{__typename}","operationName":""}'],
  ])('may have %s', async (_what, body) => {
    expect(await post({}, body)).toMatchObject({ status: 200, body: ANSWER });
    // The second time the document is known.
    expect(await post({}, body)).toMatchObject({ status: 200, body: ANSWER });
  });

  it('may have an empty name in each of several operations', async () => {
    const body = '[{"query":"{__typename}","operationName":""},{"query":"query A{__typename}","operationName":""}]';
    expect((await post({}, body)).body).toBe(`[${ANSWER},${ANSWER}]`);
  });

  it('with variables as a text is refused by name', async () => {
    const { status, body } = await post({}, '{"query":"{__typename}","variables":"{}"}');
    expect([status, body]).toEqual([400, expect.stringContaining('Expected \\"variables\\" param to be')]);
  });
});

describe('an answer to a POST', () => {
  const [PLAIN, NEWER] = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];

  it.each([
    [undefined, PLAIN],
    ['', PLAIN],
    ['*/*', PLAIN],
    ['*', PLAIN],
    ['application/*', PLAIN],
    ['application/json;q=0.9', PLAIN],
    ['APPLICATION/JSON', PLAIN],
    ['application/json; charset=utf8', PLAIN],
    [JAVA, PLAIN],
    [CHROME, PLAIN],
    ['text/html, application/json', PLAIN],
    ['application/json, text/plain, */*', PLAIN],
    ['application/graphql-response+json', NEWER],
    ['application/graphql-response+json, application/json', NEWER],
    ['application/json, application/graphql-response+json', PLAIN],
    ['application/json;q=0.5, application/graphql-response+json', NEWER],
    ['application/graphql-response+json;q=0.5, application/json;q=0.9', PLAIN],
  ])('is JSON for Accept: %s', async (accept, type) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    expect(await post(headers)).toMatchObject({ status: 200, type, body: ANSWER });
  });

  it.each(['text/plain', 'text/html', 'application/xml', 'image/*', 'application/json;q=0', '*/*;q=0'])(
    'is a 406 that says what to send, and nothing runs, for Accept: %s',
    async (accept) => {
      const calls = gateway.sandbox.calls.length;
      const { status, type, body } = await post({ accept }, SAVE);
      expect([status, type]).toEqual([406, PLAIN]);
      expect(JSON.parse(body)).toEqual({
        errors: [
          {
            message: 'Answers are JSON: send "Accept: application/json", or "application/graphql-response+json".',
            extensions: { code: 'NOT_ACCEPTABLE' },
          },
        ],
      });
      expect(gateway.sandbox.calls).toHaveLength(calls);
    },
  );

  it.each(['PUT', 'DELETE', 'OPTIONS'])('is JSON to %s as well, whatever is accepted', async (method) => {
    const { status, body } = await send(`${method} /graphql`, { accept: 'text/html' });
    expect([status, body]).toEqual([405, expect.stringContaining('GET and POST')]);
  });
});

describe('a GET', () => {
  const visit = {
    accept: CHROME,
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-site': 'none',
  };

  it.each([
    ['of a browser that visits', '/graphql', visit],
    ['of an older browser', '/graphql', { accept: CHROME }],
    ['that would rather have a page', '/graphql', { accept: 'application/json;q=0.5, text/html' }],
    ['of a browser that comes back to an operation', '/graphql?query={__typename}', visit],
  ])('%s is shown the page', async (_who, target, headers) => {
    const { status, type } = await send(`GET ${target}`, headers as Record<string, string>);
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it.each([
    ['with the default Accept of Java', { accept: JAVA }],
    ['with the Accept of a browser', { accept: CHROME }],
    ['with any Accept', { accept: '*/*' }],
    ['without Accept', {}],
  ])('with an operation is answered with its result: %s', async (_what, headers) => {
    const answer = await send('GET /graphql?query={__typename}&operationName=', headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 200, body: ANSWER });
  });

  it.each([
    'application/json',
    'text/html;q=0.5, */*;q=0.8',
    'application/json, text/html;q=0.9',
    'application/json, text/html',
    'text/html;q=0, */*',
    '*/*',
  ])('without one is told so in JSON for Accept: %s', async (accept) => {
    const { type, body } = await send('GET /graphql', { accept });
    expect([type, body]).toEqual(['application/json; charset=utf-8', expect.stringContaining('Must provide query')]);
  });

  it('with an operation is answered as well where there is no page', async () => {
    await using without = await startGateway({ GRAPHIQL: 'off' });
    const answer = await send('GET /graphql?query={__typename}', { accept: JAVA }, null, without.url);
    expect(answer).toMatchObject({ status: 200, body: ANSWER });
    expect((await send('GET /graphql', visit, null, without.url)).status).toBe(404);
  });
});

describe('a target that is a whole URL', () => {
  it.each([
    ['GET http://localhost/health', 200],
    ['GET HTTP://localhost:80/ready?x=1', 200],
    ['HEAD https://localhost/health', 200],
    ['GET http://localhost/', 302],
    ['GET http://localhost', 302],
    ['GET http://localhost/graphql?query={__typename}', 200],
    ['GET http://localhost//graphql', 404],
    ['GET http://localhost/health/', 404],
    ['GET ftp://localhost/health', 404],
  ])('is read: %s is %i', async (target, status) => {
    expect((await send(target, { accept: 'application/json' })).status).toBe(status);
  });

  it('takes operations', async () => {
    const answer = await send('POST http://localhost/graphql', json, TYPENAME);
    expect(answer).toMatchObject({ status: 200, body: ANSWER });
  });

  it('is read by the server of metrics', async () => {
    const answer = await send('GET http://localhost/metrics', {}, null, gateway.metricsUrl ?? '');
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('# HELP') });
  });

  it.each(['GET http://evil.example/graphql?query={__typename}', 'GET http://localhost@evil.example/graphql'])(
    'counts for what the host is, and not the Host header: %s',
    async (target) => {
      expect([400, 421]).toContain((await send(target, { host: 'localhost' })).status);
    },
  );
});
