import { describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';
import { rawRequest } from '../raw-request.ts';

const ALLOWED = 'https://app.example.com';
const ALSO_ALLOWED = 'https://admin.example.com';
const EVIL = 'https://evil.example.com';
const MUTATION =
  'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "Eve" } }]) { results { __typename } } }';

const json = { 'content-type': 'application/json' };
const corsHeaders = ({ headers }: Response) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

const post = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ query: MUTATION }) });

describe('a page of an allowed origin', () => {
  it.each([ALLOWED, ALSO_ALLOWED])('%s may call, and read the answer', async (origin) => {
    await using gateway = await startGateway({ ALLOWED_ORIGINS: `${ALLOWED},${ALSO_ALLOWED}` });
    const response = await post(gateway.url, { origin, 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('vary')).toBe('Origin');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-request-id');
    expect(gateway.sandbox.calls).toHaveLength(1);
  });

  it('may ask first', async () => {
    await using gateway = await startGateway({ ALLOWED_ORIGINS: ALLOWED });
    const response = await fetch(gateway.url, {
      method: 'OPTIONS',
      headers: {
        origin: ALLOWED,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type,authorization',
      'access-control-max-age': '7200',
      vary: 'Origin, Access-Control-Request-Headers',
    });
  });

  it('can read errors too: a 401, a refused document, a path that is not there', async () => {
    await using gateway = await startGateway({ ALLOWED_ORIGINS: ALLOWED, CALLER_AUTH: 'hubspot-token' });
    const missing = await fetch(`${gateway.url}/nothing`, { headers: { origin: ALLOWED } });
    const unauthenticated = await post(gateway.url, { origin: ALLOWED });
    expect([missing.status, unauthenticated.status]).toEqual([404, 401]);
    for (const { headers } of [missing, unauthenticated]) {
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
    }
  });
});

describe('a page of another origin', () => {
  it.each([
    ['another site', { origin: EVIL, 'sec-fetch-site': 'cross-site' }],
    ['another site, in an old browser', { origin: EVIL }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['another port of the same host', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['an origin that begins like an allowed one', { origin: `${ALLOWED}.evil.com` }],
    ['an image or a script, without an origin', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('on %s gets nothing done, and no CORS header', async (_where, headers) => {
    await using gateway = await startGateway({ ALLOWED_ORIGINS: ALLOWED });
    const query = `${gateway.url}?${new URLSearchParams({ query: '{ contact(id: "512") { id } }' })}`;
    const answers = [
      await post(gateway.url, headers as Record<string, string>),
      await fetch(query, { headers: headers as Record<string, string> }),
      await fetch(gateway.url, {
        method: 'OPTIONS',
        headers: { ...headers, 'access-control-request-method': 'POST' } as Record<string, string>,
      }),
    ];
    for (const answer of answers) {
      expect([answer.status, corsHeaders(answer)]).toEqual([403, []]);
      expect(answer.headers.get('vary')).toBe('Origin');
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'ORIGIN_NOT_ALLOWED' } }] });
    }
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('gets no CORS header where no origin is allowed', async () => {
    await using gateway = await startGateway();
    const answer = await post(gateway.url, { origin: EVIL });
    expect([answer.status, corsHeaders(answer), answer.headers.get('vary')]).toEqual([403, [], null]);
  });

  it('may link to GraphiQL', async () => {
    await using gateway = await startGateway();
    const visit = 'sec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n';
    const get = (headers: string) =>
      rawRequest(
        gateway.url,
        `GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept: text/html\r\n${headers}\r\n`,
      );
    expect(await get(visit)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get(visit.replace('document', 'iframe'))).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('cannot pass for the gateway by giving its own name the address 127.0.0.1', async () => {
    await using gateway = await startGateway();
    const { port } = new URL(gateway.url);
    const rebound = { host: `evil.example.com:${port}`, origin: `http://evil.example.com:${port}` };
    const response = await rawPost(gateway.url, rebound);
    expect(response).toMatch(/^HTTP\/1\.1 421 /);
    const query = `/graphql?${new URLSearchParams({ query: '{ contact(id: "512") { id } }' })}`;
    const get = `GET ${query} HTTP/1.1\r\nhost: ${rebound.host}\r\nconnection: close\r\n\r\n`;
    expect(await rawRequest(gateway.url, get)).toMatch(/^HTTP\/1\.1 421 /);
    expect(gateway.sandbox.calls).toEqual([]);
  });
});

describe("the gateway's own page, and clients that are no browsers", () => {
  it.each([
    ['same-origin', { 'sec-fetch-site': 'same-origin', origin: 'https://whatever.the.proxy.made.of.it' }],
    ['same-origin, in an old browser', { origin: 'OWN' }],
    ['neither', {}],
  ])('are served: %s', async (_who, headers: Record<string, string>) => {
    await using gateway = await startGateway();
    const own = headers.origin === 'OWN' ? { origin: new URL(gateway.url).origin } : headers;
    expect((await post(gateway.url, own)).status).toBe(200);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });
});

describe('a request that browsers send to other sites without asking', () => {
  it.each([
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(MUTATION)}`],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n${MUTATION}\r\n--x--`,
    ],
    ['text/plain', JSON.stringify({ query: MUTATION })],
    ['text/plain; application/json', JSON.stringify({ query: MUTATION })],
    ['application/jsonx', JSON.stringify({ query: MUTATION })],
    ['application/json; charset=utf-7', JSON.stringify({ query: MUTATION })],
    ['application/graphql', MUTATION],
    ['', JSON.stringify({ query: MUTATION })],
  ])('as %j is refused with 415', async (type, body) => {
    await using gateway = await startGateway();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Blob([body], { type: '' }),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('as a GET of a mutation is refused with 405', async () => {
    await using gateway = await startGateway();
    const response = await fetch(`${gateway.url}?${new URLSearchParams({ query: MUTATION })}`);
    expect(response.status).toBe(405);
    expect(gateway.sandbox.calls).toEqual([]);
  });
});

describe('every answer', () => {
  const paths = ['/graphql', '/health', '/', '/nothing'];

  it('forbids to guess its type, to frame it and to keep it, and names no software', async () => {
    await using gateway = await startGateway();
    for (const path of paths) {
      const { headers } = await fetch(new URL(path, gateway.url), { redirect: 'manual' });
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      for (const name of ['server', 'x-powered-by', 'x-yoga-id', 'strict-transport-security']) {
        expect(headers.has(name)).toBe(false);
      }
    }
  });

  it('says that the client spoke https, when a trusted proxy says so', async () => {
    const hsts = async (trustProxy: string, proto: string) => {
      await using gateway = await startGateway({ TRUST_PROXY: trustProxy });
      const { headers } = await fetch(gateway.url, { headers: { 'x-forwarded-proto': proto } });
      return headers.get('strict-transport-security');
    };
    expect(await hsts('0', 'https')).toBeNull();
    expect(await hsts('1', 'http')).toBeNull();
    expect(await hsts('1', 'https')).toBe('max-age=31536000');
    expect(await hsts('1', 'https, http')).toBeNull();
    expect(await hsts('2', 'https, http')).toBe('max-age=31536000');
  });
});

describe('GraphiQL', () => {
  it('may run its own script and call its own origin, and nothing else', async () => {
    await using gateway = await startGateway();
    const { headers } = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; /);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('http');
  });

  it('is not shown when it is off, nor is the query of its address carried out', async () => {
    await using gateway = await startGateway({ GRAPHIQL: 'off' });
    const query = new URLSearchParams({ query: '{ contact(id: "512") { id } }' });
    const get = (url: string) => fetch(url, { headers: { accept: 'text/html' } });
    const visit = await get(gateway.url);
    expect([visit.status, await visit.text()]).toEqual([404, 'GraphiQL is off. Send operations with POST.\n']);
    // Whoever takes nothing but a page has no use for its result.
    expect((await get(`${gateway.url}?${query}`)).status).toBe(406);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is not shown where only trusted documents run: a visitor is told why, and how to go on', async () => {
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: 'test/graphql-documents/persisted-documents.json' });
    const visit = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(visit.status).toBe(404);
    const text = await visit.text();
    expect(text).toContain(
      'GraphiQL is off, because this gateway runs only the documents that TRUSTED_DOCUMENTS names.',
    );
    expect(text).toContain('{"documentId": "sha256:...", "variables": {...}}');
  });
});

/** With headers that fetch does not let anyone set. */
function rawPost(url: string, headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ query: MUTATION });
  const lines = Object.entries({ ...json, ...headers, 'content-length': String(body.length), connection: 'close' });
  return rawRequest(
    url,
    `POST /graphql HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
