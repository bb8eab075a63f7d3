import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

type Hubspot = Awaited<ReturnType<typeof openSandbox>>;

const update = (id: string, properties: object = { firstname: 'Ada' }, more: object = {}) => ({
  id,
  properties,
  ...more,
});
const traced = (id: string, properties?: object, more: object = {}) =>
  update(id, properties, { objectWriteTraceId: `trace-${id}`, ...more });
const ids = (body: { results: { id: string }[] }) => body.results.map(({ id }) => id);
const emailOf = ({ sandbox }: Hubspot, id: string) => sandbox.contact(id)?.properties.email ?? '';

afterEach(() => void vi.useRealTimers());

describe('a contact that was merged into another one', () => {
  it('is left out of an update and of a read without a word, and found by single calls', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(traced('820'), traced('512'));
    expect([status, ids(body), 'errors' in body]).toEqual([200, ['512'], false]);
    const read = await hubspot.read({ inputs: [{ id: '820' }, { id: '512' }] });
    expect([read.status, ids(read.body)]).toEqual([200, ['512']]);
    const patched = await hubspot.send('PATCH', '/crm/v3/objects/contacts/820', { properties: { firstname: 'Eve' } });
    expect([patched.status, patched.body.id]).toEqual([200, '520']);
    expect((await hubspot.send('GET', '/crm/v3/objects/contacts/820')).body.id).toBe('520');
    expect(hubspot.sandbox.contact('520')?.properties.firstname).toBe('Eve');
  });

  it('leaves its emails to the other one', async () => {
    await using hubspot = await openSandbox();
    const email = emailOf(hubspot, '513');
    hubspot.sandbox.merge('512', '513');
    const { body } = await hubspot.read({ inputs: [{ id: email }], idProperty: 'email' });
    expect(ids(body)).toEqual(['512']);
    expect(hubspot.sandbox.contact('513')).toBeUndefined();
  });
});

describe('a contact in the recycle bin', () => {
  it('is missing from updates and reads, but for those of the recycle bin', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(traced('801'));
    expect([status, body.errors[0].context]).toEqual([207, { ids: ['801'], objectWriteTraceId: ['trace-801'] }]);
    expect((await hubspot.read({ inputs: [{ id: '801' }] })).status).toBe(207);
    const path = '/crm/v3/objects/contacts';
    expect((await hubspot.send('GET', `${path}/801`)).status).toBe(404);
    const bin = await hubspot.send('POST', `${path}/batch/read?archived=true`, { inputs: [{ id: '801' }] });
    expect(bin.body.results).toMatchObject([{ id: '801', archived: true, archivedAt: expect.any(String) }]);
    expect((await hubspot.send('GET', `${path}/801?archived=true`)).body.archived).toBe(true);
    expect((await hubspot.send('GET', `${path}/512?archived=true`)).status).toBe(404);
  });
});

describe('emails', () => {
  it('are found in lower case, secondary ones too, and none can be taken twice', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.read({ inputs: [{ id: 'SECOND.521@example.com' }], idProperty: 'email' });
    expect(ids(body)).toEqual(['521']);
    const taken = await hubspot.update(traced('512', { email: 'third.521@example.com' }));
    expect(taken.body.errors).toMatchObject([{ category: 'CONFLICT', context: { existingId: ['521'] } }]);
  });

  it('address updates only where the switch says so', async () => {
    await using hubspot = await openSandbox({ switches: { emailUpdates: 'accepted' } });
    const input = traced(emailOf(hubspot, '512'), undefined, { idProperty: 'email' });
    expect(ids((await hubspot.update(input)).body)).toEqual(['512']);
    hubspot.sandbox.switches.emailUpdates = 'refused';
    const refused = await hubspot.update(input);
    expect([refused.status, refused.body.message]).toEqual([
      400,
      expect.stringContaining('non-unique 0-1 property email'),
    ]);
  });
});

describe('the switches', () => {
  it('let a bad value refuse all inputs although they have trace ids', async () => {
    await using hubspot = await openSandbox({ switches: { invalidValues: 'batch' } });
    const { status, body } = await hubspot.update(traced('512'), traced('513', { property_dropdown: 'no' }));
    expect([status, body.errors[0].code]).toEqual([400, 'INVALID_OPTION']);
    expect(hubspot.sandbox.contact('512')?.properties.firstname).not.toBe('Ada');
  });

  it('leave trace ids out of results', async () => {
    await using hubspot = await openSandbox({ switches: { echoTraceIds: false } });
    expect((await hubspot.update(traced('512'))).body.results[0]).not.toHaveProperty('objectWriteTraceId');
  });
});

describe('the lifecycle stage', () => {
  it('goes forward, stays where it is when it is set back, and begins anew once it was cleared', async () => {
    await using hubspot = await openSandbox();
    const stage = async (lifecyclestage: string) =>
      (await hubspot.update(update('512', { lifecyclestage }))).body.results[0].properties.lifecyclestage;
    expect([await stage('customer'), await stage('lead'), await stage(''), await stage('lead')]).toEqual([
      'customer',
      'customer',
      '',
      'lead',
    ]);
  });
});

describe('the limits', () => {
  const path = '/crm/v3/objects/contacts/512';

  it('are those of each token, and refuse with 429 what is beyond them in any interval', async () => {
    await using hubspot = await openSandbox({ rateLimit: { max: 2 } });
    vi.useFakeTimers({ toFake: ['Date'] });
    const call = async (token: string) => (await hubspot.send('GET', path, undefined, { token })).status;
    expect([await call('a'), await call('a'), await call('a'), await call('b')]).toEqual([200, 200, 429, 200]);
    vi.advanceTimersByTime(9_999);
    expect(await call('a')).toBe(429);
    vi.advanceTimersByTime(1);
    expect(await call('a')).toBe(200);
  });

  it('tell what is left, and the refusal names its policy', async () => {
    await using hubspot = await openSandbox({ rateLimit: { max: 1 } });
    const { headers } = await hubspot.send('GET', path);
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-hubspot-ratelimit')))).toEqual({
      'x-hubspot-ratelimit-daily': '250000',
      'x-hubspot-ratelimit-daily-remaining': '249999',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-max': '1',
      'x-hubspot-ratelimit-remaining': '0',
      'x-hubspot-ratelimit-secondly': '0',
      'x-hubspot-ratelimit-secondly-remaining': '0',
    });
    const { body } = await hubspot.send('GET', path);
    expect(Object.keys(body)).toEqual(['status', 'message', 'errorType', 'correlationId', 'policyName', 'groupName']);
    expect(body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' });
  });

  it('hold for a day, too', async () => {
    await using hubspot = await openSandbox({ rateLimit: { daily: 1 } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 23) });
    await hubspot.send('GET', path);
    expect((await hubspot.send('GET', path)).body.policyName).toBe('DAILY');
    vi.setSystemTime(Date.UTC(2026, 0, 2));
    expect((await hubspot.send('GET', path)).status).toBe(200);
  });
});

describe('access tokens', () => {
  const refresh = (hubspot: Hubspot, change: Record<string, string> = {}, address = '/oauth/v3/token') =>
    fetch(`${hubspot.sandbox.url}${address}`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'sandbox-client',
        client_secret: 'sandbox-secret',
        refresh_token: 'sandbox-refresh-token',
        ...change,
      }),
    }).then(async (response) => ({ status: response.status, body: await response.json() }));

  it.each(['v1', 'v3', '2026-03', '2026-09'])(
    'are refreshed at /oauth/%s/token, and good until they expire',
    async (version) => {
      await using hubspot = await openSandbox();
      vi.useFakeTimers({ toFake: ['Date'] });
      const { status, body } = await refresh(hubspot, {}, `/oauth/${version}/token`);
      expect([status, body]).toMatchObject([200, { token_type: 'bearer', expires_in: 1800 }]);
      const call = () => hubspot.send('GET', '/crm/v3/objects/contacts/512', undefined, { token: body.access_token });
      const answer = await call();
      expect([answer.status, answer.headers.get('x-hubspot-ratelimit-daily')]).toEqual([200, null]);
      vi.advanceTimersByTime(1_800_000);
      expect((await call()).body).toMatchObject({
        category: 'EXPIRED_AUTHENTICATION',
        message: 'The OAuth token used to make this call expired 0 second(s) ago.',
      });
    },
  );

  it.each([
    [{ refresh_token: 'old' }, 'BAD_REFRESH_TOKEN'],
    [{ client_id: 'other' }, 'BAD_CLIENT_ID'],
    [{ client_secret: '' }, 'BAD_CLIENT_SECRET'],
    [{ grant_type: 'password' }, 'BAD_GRANT_TYPE'],
  ])('are not refreshed with %o', async (change, code) => {
    await using hubspot = await openSandbox();
    expect(await refresh(hubspot, change)).toMatchObject({ status: 400, body: { status: code } });
  });
});

describe('a body', () => {
  it('of another type is refused', async () => {
    await using hubspot = await openSandbox();
    const response = await fetch(`${hubspot.sandbox.url}/crm/v3/objects/contacts/batch/update`, {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(response.status).toBe(415);
  });

  it('may name a property in any way', async () => {
    await using hubspot = await openSandbox();
    const text = '{"inputs":[{"id":"512","properties":{"__proto__":"x"}}]}';
    const { status, body } = await hubspot.send('POST', '/crm/v3/objects/contacts/batch/update', text);
    expect([status, body.errors[0].context.propertyName]).toEqual([400, ['__proto__']]);
  });
});

describe('faults by name', () => {
  const fault = async (hubspot: Hubspot, body: unknown, method = 'POST') =>
    hubspot.send(method, '/sandbox/faults', body, { token: null });

  it('are each met by the next call', async () => {
    await using hubspot = await openSandbox();
    const { faults } = (await fault(hubspot, undefined, 'GET')).body;
    expect(faults).toHaveLength(16);
    const met: Record<string, unknown> = {};
    for (const name of faults.filter((each: string) => each !== 'slow')) {
      await fault(hubspot, { fault: name });
      met[name] = await hubspot.update(update('512')).then(
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
    expect((await hubspot.update(update('512'))).status).toBe(200);
    expect(hubspot.sandbox.calls.every(({ path }) => path.startsWith('/crm/'))).toBe(true);
  });

  it('last for some calls or some seconds, meet one path, and can be ended', async () => {
    await using hubspot = await openSandbox();
    const status = async () => (await hubspot.update(update('512'))).status;
    await fault(hubspot, { fault: 'unavailable', times: 2 });
    expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
    vi.useFakeTimers({ toFake: ['Date'] });
    await fault(hubspot, { fault: 'unavailable', seconds: 30 });
    expect([await status(), await status()]).toEqual([503, 503]);
    vi.advanceTimersByTime(30_000);
    expect(await status()).toBe(200);
    await fault(hubspot, { fault: 'unavailable', path: '/crm/v3/properties/contacts' });
    expect(await status()).toBe(200);
    expect((await hubspot.send('GET', '/crm/v3/properties/contacts')).status).toBe(503);
    await fault(hubspot, { fault: 'unavailable', times: 9 });
    await fault(hubspot, undefined, 'DELETE');
    expect(await status()).toBe(200);
  });

  it('are refused where there is no such fault, naming those there are', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await fault(hubspot, { fault: 'fire' });
    expect([status, body.message]).toEqual([
      400,
      expect.stringContaining('must be one of expired-token, missing-scopes'),
    ]);
  });
});

describe('a sandbox with a file', () => {
  it('has its contacts again after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const file = join(folder, 'contacts.sqlite');
    try {
      await using first = await openSandbox({ file });
      await first.update(update('512'));
      first.sandbox.archive('513');
      first.sandbox.merge('514', '515');
      const before = first.sandbox.contact('512');
      await first.sandbox.close();
      await using second = await openSandbox({ file });
      expect(second.sandbox.contact('512')).toEqual(before);
      expect(second.sandbox.contact('513')?.archived).toBe(true);
      expect(second.sandbox.contact('515')).toBeUndefined();
      expect((await second.send('GET', '/crm/v3/objects/contacts/515')).body.id).toBe('514');
      second.sandbox.reset();
      expect(second.sandbox.contact('512')?.properties.firstname).not.toBe('Ada');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
