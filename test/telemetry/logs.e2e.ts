import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { PARTLY_DONE } from '../api-version.ts';
import { startGateway } from '../gateway.ts';

const SAVE = `mutation Save($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename ... on UpdateContactSuccess { contact { id } } } }
}`;

type Line = Record<string, unknown>;

const linesOf = ({ logs }: { logs: readonly string[] }, msg: string): Line[] =>
  logs.map((line): Line => JSON.parse(line)).filter((line) => line.msg === msg);

/** The lines of a request come when its answer is out, which may be a moment after the caller has it. */
const requestLines = (gateway: { logs: readonly string[] }, count = 1) =>
  vi.waitFor(() => {
    const lines = linesOf(gateway, 'request');
    expect(lines).toHaveLength(count);
    return lines;
  });

describe('the log', () => {
  it('has one line for a request and one for each REST call, which name each other', async () => {
    await using gateway = await startGateway();
    const inputs = [
      { id: '512', properties: { firstname: 'secret-value' } },
      { id: '999999', properties: { firstname: 'secret-value' } },
    ];
    await gateway.request(SAVE, { inputs }, { 'x-request-id': 'click-1' });

    expect(await requestLines(gateway)).toMatchObject([
      {
        level: 30,
        requestId: 'click-1',
        method: 'POST',
        status: 200,
        operations: ['mutation Save'],
        inputs: 2,
        results: { UpdateContactSuccess: 1, ContactNotFoundError: 1 },
        errors: {},
      },
    ]);
    const calls = linesOf(gateway, 'HubSpot call');
    expect(calls).toMatchObject([
      { level: 30, endpoint: 'batch/update', status: PARTLY_DONE, size: 2, requests: ['click-1'] },
    ]);
    expect(calls[0]?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(calls[0]?.waitMs).toBeGreaterThanOrEqual(0);
    expect(gateway.logs.join('')).not.toContain('secret-value');
  });

  it('repeats no more than the beginning of a long name of an operation', async () => {
    await using gateway = await startGateway();
    await gateway.request(`query ${'x'.repeat(60_000)} { __typename }`);
    expect(await requestLines(gateway)).toMatchObject([{ operations: [`query ${'x'.repeat(100)}`] }]);
  });

  it('names all requests whose inputs a REST call carried', async () => {
    await using gateway = await startGateway();
    const ids = ['501', '502', '503', '504', '505'];
    const save = (id: string) =>
      gateway.request(SAVE, { inputs: [{ id, properties: { firstname: 'x' } }] }, { 'x-request-id': `click-${id}` });
    await Promise.all(ids.map(save));
    const named = linesOf(gateway, 'HubSpot call').flatMap(({ requests }) => requests as string[]);
    expect(named.toSorted()).toEqual(ids.map((id) => `click-${id}`));
  });

  it('shows no id and no email of a contact, in whatever way it is addressed', async () => {
    await using gateway = await startGateway();
    const query =
      '{ contact(id: "second.521@example.com", idProperty: "email") { id } merged: contact(id: "820") { id } }';
    await gateway.request(query);
    await requestLines(gateway);
    expect(linesOf(gateway, 'HubSpot call').map(({ endpoint }) => endpoint)).toContain('contact');
    expect(gateway.logs.join('')).not.toMatch(/@|"820"|\/820/);
  });

  it('warns of a REST call that fails, with what happened', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 502, body: '<html>' });
    gateway.sandbox.answerNext({ breakConnection: true });
    await gateway.request(SAVE, { inputs: [{ id: '512', properties: { firstname: 'x' } }] });
    expect(linesOf(gateway, 'HubSpot call')).toMatchObject([
      { level: 40, status: 502 },
      { level: 40, status: null, problem: expect.stringContaining('The connection to HubSpot broke') },
      { level: 30, status: 200 },
    ]);
  });

  it('gives a request an id of its own when it brings none, or one that could forge a line, and answers it', async () => {
    await using gateway = await startGateway();
    const post = (headers: Record<string, string>) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{__typename}"}',
      });
    const own = await post({});
    const forged = await post({ 'x-request-id': '1","level":60,"msg":"forged' });
    const long = await post({ 'x-request-id': 'x'.repeat(129) });
    const taken = await post({ 'x-request-id': 'trace:1.2-3_4' });
    const uuid = /^[0-9a-f-]{36}$/;
    for (const response of [own, forged, long]) expect(response.headers.get('x-request-id')).toMatch(uuid);
    expect(taken.headers.get('x-request-id')).toBe('trace:1.2-3_4');
    await requestLines(gateway, 4);
  });

  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it.each<[what: string, ask: (url: string) => Promise<Response>, errors: Record<string, number>]>([
    ['cannot be parsed', (url) => post(url, { query: '{ secret-value' }), { GRAPHQL_PARSE_FAILED: 1 }],
    ['is not valid', (url) => post(url, { query: '{ secretValue again }' }), { GRAPHQL_VALIDATION_FAILED: 2 }],
    [
      'has variables of another type',
      (url) => post(url, { query: SAVE, variables: { inputs: [{ id: '512', properties: { no: 'secret-value' } }] } }),
      { BAD_USER_INPUT: 1 },
    ],
    ['has no variables', (url) => post(url, { query: SAVE }), { BAD_USER_INPUT: 1 }],
    ['is no JSON', (url) => post(url, 'secret-value'), { BAD_REQUEST: 1 }],
    [
      'is of another media type',
      (url) => post(url, '{}', { 'content-type': 'text/plain' }),
      { UNSUPPORTED_MEDIA_TYPE: 1 },
    ],
    ['is too large', (url) => post(url, `"${'x'.repeat(2000)}"`), { REQUEST_TOO_LARGE: 1 }],
    ['has no operation', (url) => post(url, {}), { BAD_REQUEST: 1 }],
    [
      'does not say which operation',
      (url) => post(url, { query: 'query A { __typename } query B { __typename }' }),
      { OPERATION_RESOLUTION_FAILURE: 1 },
    ],
    ['mutates with GET', (url) => fetch(`${url}?query=mutation{__typename}`), { BAD_REQUEST: 1 }],
    ['has another method', (url) => fetch(url, { method: 'PUT' }), { BAD_REQUEST: 1 }],
    [
      'asks for too many contacts',
      (url) => post(url, { query: `{ contacts(ids: [${'1,'.repeat(101)}]) { id } }` }),
      { TOO_MANY_INPUTS: 1 },
    ],
    [
      'asks for what HubSpot does not know',
      (url) => post(url, { query: '{ contact(id: "secret-value", idProperty: "secret_value") { id } }' }),
      { BAD_USER_INPUT: 1 },
    ],
    [
      'is one of several',
      (url) => post(url, [{ query: '{ secretValue }' }, { query: '{ __typename }' }, { query: '{' }]),
      { GRAPHQL_VALIDATION_FAILED: 1, GRAPHQL_PARSE_FAILED: 1 },
    ],
    ['is one too many', (url) => post(url, Array(11).fill({ query: '{ __typename }' })), { BAD_REQUEST: 1 }],
  ])(
    'names by code, and counts, the errors of a request that %s; no text of a caller is in it',
    async (_what, ask, errors) => {
      await using gateway = await startGateway({ METRICS_PORT: '0', MAX_BODY_BYTES: '1024', MAX_INPUTS: '100' });
      // So that the next one would not come by Yoga, if it were good.
      for (const query of [SAVE, '{ __typename }']) {
        await (
          await post(gateway.url, { query, variables: { inputs: [{ id: '512', properties: { firstname: 'x' } }] } })
        ).text();
      }
      await (await ask(gateway.url)).text();
      const [, , line] = await requestLines(gateway, 3);
      expect(line?.errors).toEqual(errors);
      expect(gateway.logs.join('')).not.toMatch(/secret.value/i);
      const metrics = await (await fetch(gateway.metricsUrl ?? '')).text();
      for (const [code, count] of Object.entries(errors))
        expect(metrics).toContain(`contacts_gateway_graphql_errors_total{code="${code}"} ${count}\n`);
    },
  );

  it('names by code the errors of a request without credentials', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    await post(gateway.url, { query: '{ contact(id: "512") { id } }' });
    expect(await requestLines(gateway)).toMatchObject([{ status: 401, errors: { UNAUTHENTICATED: 1 } }]);
  });

  it('has a line for a request from a page that may not call, too', async () => {
    await using gateway = await startGateway();
    await post(gateway.url, { query: '{ __typename }' }, { origin: 'https://evil.example.com' });
    expect(await requestLines(gateway)).toMatchObject([
      { status: 403, client: '127.0.0.1', errors: { ORIGIN_NOT_ALLOWED: 1 } },
    ]);
  });

  it('tells each refused origin once a minute, so that the author of the page finds out', async () => {
    await using gateway = await startGateway();
    for (const origin of ['https://one.example.com', 'https://two.example.com', 'https://one.example.com']) {
      await post(gateway.url, { query: '{ __typename }' }, { origin });
    }
    await requestLines(gateway, 3);
    const told = 'a page of this origin was refused: ALLOWED_ORIGINS does not name it';
    expect(linesOf(gateway, told)).toMatchObject([
      { level: 40, origin: 'https://one.example.com' },
      { level: 40, origin: 'https://two.example.com' },
    ]);
  });

  it('tells of a caller that went away before its answer', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 200;
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify({
      query: SAVE,
      variables: { inputs: [{ id: '512', properties: { firstname: 'x' } }] },
    });
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await vi.waitFor(() => expect(gateway.sandbox.calls).toHaveLength(1));
    socket.destroy();
    expect(await requestLines(gateway)).toMatchObject([{ callerGone: true, inputs: 1 }]);
  });
});
