import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

const ONE = '/crm/v3/objects/contacts/512';
const PROPERTIES = '/crm/v3/properties/contacts';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const input = { id: '512', properties: { firstname: 'Ada' } };

const hubspot = await openSandbox();
const firstname = () => hubspot.sandbox.contact('512')?.properties.firstname;

const complaints: string[] = [];
beforeEach(() => {
  hubspot.sandbox.reset();
  complaints.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => complaints.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
afterAll(() => hubspot.sandbox.close());

describe('the sandbox', () => {
  it('holds contacts 501 to 700, each with an email and a unique value of its own', () => {
    const ids = Array.from({ length: 202 }, (_, index) => String(500 + index));
    const contacts = ids.flatMap((id) => hubspot.sandbox.contact(id) ?? []);
    expect(contacts.map(({ id }) => id)).toEqual(ids.slice(1, -1));
    expect(new Set(contacts.map(({ properties }) => properties.email)).size).toBe(200);
    expect(new Set(contacts.map(({ properties }) => properties.my_unique_property_name)).size).toBe(200);
  });

  it('answers with the property definitions, every field of them', async () => {
    const file = new URL('../../schema/contact-properties.json', import.meta.url);
    expect((await hubspot.send('GET', PROPERTIES)).body).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('leaves out definitions that are archived', async () => {
    const definition = { label: 'A', type: 'string', fieldType: 'text' };
    const definitions = [
      { ...definition, name: 'a' },
      { ...definition, name: 'b', archived: true },
    ];
    await using small = await openSandbox({ definitions });
    expect((await small.send('GET', PROPERTIES)).body.results).toEqual(definitions.slice(0, 1));
  });

  it.each(['/crm/v3/property-validations/0-1', '/crm/property-validations/2026-09/0-1'])(
    'lists at %s the rules of those properties that it has',
    async (path) => {
      const { body } = await hubspot.send('GET', path);
      expect(body.results).toContainEqual({
        propertyName: 'property_string',
        propertyValidationRules: [{ ruleType: 'MAX_LENGTH', ruleArguments: ['100'] }],
      });
      await using small = await openSandbox({ definitions: [{ name: 'constructor' }] });
      expect((await small.send('GET', path)).body).toEqual({ results: [] });
    },
  );

  it.each([
    '/crm/v3/objects/contacts/a/b',
    '/crm/v3/objects/companies/1',
    '/crm/v3/properties/contacts/fax',
    '/crm/v3/property-validations/0-1/fax',
    '/crm/v3/property-validations/0-2',
    '/crm/v3/owners',
    '/',
    '//[',
    '/%',
  ])('answers 404 to %s, which it does not know, with the header that says so', async (path) => {
    const { status, body, headers } = await hubspot.send('GET', path);
    expect([status, body.message, headers.get('x-hubspot-notfound')]).toEqual([404, 'resource not found', 'true']);
  });

  it('gives errors a correlation id of version 7, in the body and in a header', async () => {
    const fine = await hubspot.send('GET', ONE);
    expect(fine.headers.get('x-hubspot-correlation-id')).toMatch(UUID_V7);
    const { body, headers } = await hubspot.send('GET', '/crm/v3/objects/contacts/1');
    expect(body.correlationId).toMatch(UUID_V7);
    expect(headers.get('x-hubspot-correlation-id')).toBe(body.correlationId);
  });

  it('lists the calls it received, in order, with their token and answer', async () => {
    await hubspot.update(input);
    await hubspot.send('GET', '/crm/v3/objects/contacts/1?properties=a,b', undefined, { token: 'other' });
    const path = '/crm/v3/objects/contacts/batch/update';
    expect(hubspot.sandbox.calls).toMatchObject([
      { method: 'POST', path, token: 'pat-test', body: { inputs: [input] }, status: 200 },
      { method: 'GET', path: '/crm/v3/objects/contacts/1', query: { properties: 'a,b' }, token: 'other', status: 404 },
    ]);
  });

  it('is as fresh after a reset', async () => {
    const before = hubspot.sandbox.contact('512');
    await hubspot.update(input);
    hubspot.sandbox.answerNext({ status: 500 });
    hubspot.sandbox.reset();
    expect(hubspot.sandbox.calls).toEqual([]);
    expect(hubspot.sandbox.contact('512')).toEqual(before);
    expect((await hubspot.update(input)).status).toBe(200);
  });

  it('goes on after an upload that was broken off, of which it says nothing', async () => {
    const socket = connect(Number(new URL(hubspot.sandbox.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST ${ONE} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 1000\r\n\r\n{"inpu`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await once(socket, 'close');
    expect((await hubspot.send('GET', ONE)).status).toBe(200);
    expect([hubspot.sandbox.calls.length, complaints]).toEqual([1, []]);
  });

  it('answers 500 to an error of its own, and stderr has the reason', async () => {
    const transform = () => {
      throw new Error('a bug');
    };
    hubspot.sandbox.answerNext({ transform });
    const { status, body } = await hubspot.send('GET', ONE);
    const error = { status: 'error', message: 'internal error', correlationId: expect.any(String) };
    expect([status, body]).toEqual([500, error]);
    expect(complaints).toEqual([expect.stringContaining('Error: a bug\n')]);
  });
});

describe('a scripted answer', () => {
  it('is given to the calls that it matches, once, and carries nothing out for them', async () => {
    hubspot.sandbox.answerNext({ match: { method: 'POST', path: /batch/ }, status: 503, body: '<html>' });
    expect((await hubspot.send('GET', ONE)).status).toBe(200);
    const { status, text } = await hubspot.update(input);
    expect([status, text]).toEqual([503, '<html>']);
    expect(firstname()).not.toBe('Ada');
    expect((await hubspot.update(input)).status).toBe(200);
  });

  it('comes after the call was carried out when the script says so', async () => {
    hubspot.sandbox.answerNext({ status: 504, applied: true });
    expect((await hubspot.update(input)).status).toBe(504);
    expect(firstname()).toBe('Ada');
  });

  it('can be the usual one, rewritten', async () => {
    const transform = ({ body }: { body: unknown }) => ({ status: 200, body: { ...(body as object), results: [] } });
    hubspot.sandbox.answerNext({ transform });
    expect((await hubspot.update(input)).body.results).toEqual([]);
    expect(firstname()).toBe('Ada');
  });

  it.each([[true], ['half-body']] as const)('can be a connection that breaks (%s)', async (breakConnection) => {
    hubspot.sandbox.answerNext({ breakConnection, applied: true });
    await expect(hubspot.update(input)).rejects.toThrow();
    expect(firstname()).toBe('Ada');
    expect(hubspot.sandbox.calls).toMatchObject([{ status: null }]);
  });

  it('of half a body comes with the status and the headers of the whole', async () => {
    hubspot.sandbox.answerNext({ breakConnection: 'half-body', applied: true });
    const socket = connect(Number(new URL(hubspot.sandbox.url).port), '127.0.0.1');
    socket.write(`GET ${ONE} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer x\r\nAccept: application/json\r\n\r\n`);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    await once(socket, 'close');
    const [head = '', half = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).toContain('content-type: application/json;charset=utf-8');
    expect(head).toContain('x-hubspot-ratelimit-remaining: 99');
    expect(half.length).toBe(Math.floor(Number(/content-length: (\d+)/.exec(head)?.[1]) / 2));
  });
});

describe('faults by name', () => {
  const fault = (body: unknown, method = 'POST') => hubspot.send(method, '/sandbox/faults', body, { token: null });

  it('are each met by the next call', async () => {
    const { faults } = (await fault(undefined, 'GET')).body;
    expect(faults).toHaveLength(16);
    const met: Record<string, unknown> = {};
    for (const name of faults.filter((each: string) => each !== 'slow')) {
      await fault({ fault: name });
      met[name] = await hubspot.update(input).then(
        ({ status, body }) => (body.results?.length === 0 ? 'left out' : status),
        () => 'broken',
      );
    }
    expect(met).toEqual({
      'expired-token': 401,
      'missing-scopes': 403,
      locked: 423,
      'ten-secondly-limit': 429,
      'secondly-limit': 429,
      'daily-limit': 429,
      moving: 477,
      'internal-error': 500,
      'bad-gateway': 502,
      unavailable: 503,
      'timeout-after-write': 524,
      'no-answer': 'broken',
      'no-answer-after-write': 'broken',
      'half-a-body': 'broken',
      'left-out': 'left out',
    });
    expect((await hubspot.update(input)).status).toBe(200);
    expect(hubspot.sandbox.calls.every(({ path }) => path.startsWith('/crm/'))).toBe(true);
  });

  it('last for some calls or some seconds, meet one path, and can be ended', async () => {
    const status = async () => (await hubspot.update(input)).status;
    await fault({ fault: 'unavailable', times: 2 });
    expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
    vi.useFakeTimers({ toFake: ['Date'] });
    await fault({ fault: 'unavailable', seconds: 30 });
    expect([await status(), await status()]).toEqual([503, 503]);
    vi.advanceTimersByTime(30_000);
    expect(await status()).toBe(200);
    await fault({ fault: 'unavailable', path: PROPERTIES });
    expect(await status()).toBe(200);
    expect((await hubspot.send('GET', PROPERTIES)).status).toBe(503);
    await fault({ fault: 'unavailable', times: 9 });
    await fault(undefined, 'DELETE');
    expect(await status()).toBe(200);
  });

  it('are refused where there is no such fault, naming those there are', async () => {
    const { status, body } = await fault({ fault: 'fire' });
    expect([status, body.message]).toEqual([
      400,
      expect.stringContaining('must be one of expired-token, missing-scopes'),
    ]);
  });

  it('of a secondly limit tell of the day alone', async () => {
    await fault({ fault: 'secondly-limit' });
    const names = [...(await hubspot.send('GET', ONE)).headers.keys()].filter((name) => name.includes('ratelimit'));
    expect(names).toEqual(['x-hubspot-ratelimit-daily', 'x-hubspot-ratelimit-daily-remaining']);
  });
});

describe('the limits', () => {
  it('are those of each token, and refuse with 429 what is beyond them in any interval', async () => {
    await using strict = await openSandbox({ rateLimit: { max: 2 } });
    vi.useFakeTimers({ toFake: ['Date'] });
    const call = async (token: string) => (await strict.send('GET', ONE, undefined, { token })).status;
    expect([await call('a'), await call('a'), await call('a'), await call('b')]).toEqual([200, 200, 429, 200]);
    vi.advanceTimersByTime(9_999);
    expect(await call('a')).toBe(429);
    vi.advanceTimersByTime(1);
    expect(await call('a')).toBe(200);
  });

  it('tell what is left, and the refusal names its policy', async () => {
    await using strict = await openSandbox({ rateLimit: { max: 1 } });
    const { headers } = await strict.send('GET', ONE);
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-hubspot-ratelimit')))).toEqual({
      'x-hubspot-ratelimit-daily': '250000',
      'x-hubspot-ratelimit-daily-remaining': '249999',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-max': '1',
      'x-hubspot-ratelimit-remaining': '0',
    });
    expect((await strict.send('GET', ONE)).body).toEqual({
      status: 'error',
      message: 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      correlationId: expect.any(String),
      policyName: 'TEN_SECONDLY_ROLLING',
      groupName: 'publicapi:private_app-api-calls-ten-secondly:44237313',
    });
  });

  it('hold for a day, too', async () => {
    await using strict = await openSandbox({ rateLimit: { daily: 1 } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 23) });
    await strict.send('GET', ONE);
    expect((await strict.send('GET', ONE)).body.policyName).toBe('DAILY');
    vi.setSystemTime(Date.UTC(2026, 0, 2));
    expect((await strict.send('GET', ONE)).status).toBe(200);
  });
});

describe('access tokens', () => {
  it('have to be there', async () => {
    const { status, body } = await hubspot.send('GET', PROPERTIES, undefined, { token: null });
    expect([status, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
    expect(body.message).toMatch(/^Authentication credentials not found/);
  });

  it.each(['v1', 'v3', '2026-03', '2026-09'])(
    'are refreshed at /oauth/%s/token, and good until they expire',
    async (version) => {
      vi.useFakeTimers({ toFake: ['Date'] });
      const { status, body } = await hubspot.refresh({}, `/oauth/${version}/token`);
      expect([status, body]).toMatchObject([200, { token_type: 'bearer', expires_in: 1800 }]);
      const call = () => hubspot.send('GET', ONE, undefined, { token: body.access_token });
      expect((await call()).status).toBe(200);
      vi.advanceTimersByTime(1_802_000);
      expect((await call()).body).toMatchObject({
        category: 'EXPIRED_AUTHENTICATION',
        message: 'The OAuth token used to make this call expired 2 second(s) ago.',
      });
    },
  );

  it.each([
    [{ refresh_token: 'old' }, 'BAD_REFRESH_TOKEN', 'invalid_grant'],
    [{ client_id: 'other' }, 'BAD_CLIENT_ID', 'invalid_client'],
    [{ client_secret: '' }, 'BAD_CLIENT_SECRET', 'invalid_client'],
    [{ grant_type: 'password' }, 'BAD_GRANT_TYPE', 'unsupported_grant_type'],
  ])('are not refreshed with %o', async (change, status, error) => {
    expect(await hubspot.refresh(change)).toMatchObject({
      status: 400,
      body: { status, error, correlationId: expect.any(String) },
    });
  });
});
