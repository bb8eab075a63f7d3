import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

type Hubspot = Awaited<ReturnType<typeof openSandbox>>;

const ONE = '/crm/v3/objects/contacts/512';
const fault = (hubspot: Hubspot, name: string, more: object = {}) =>
  hubspot.send('POST', '/sandbox/faults', { fault: name, ...more });
const limitsOf = (headers: Headers) =>
  Object.fromEntries(
    [...headers]
      .filter(([name]) => name.startsWith('x-hubspot-ratelimit-'))
      .map(([name, value]) => [name.slice('x-hubspot-ratelimit-'.length), value]),
  );

afterEach(() => void vi.useRealTimers());

describe('a fault of the limits', () => {
  it.each([
    ['ten-secondly-limit', { remaining: '0', max: '100', 'daily-remaining': '249999' }],
    ['daily-limit', { remaining: '99', 'daily-remaining': '0', daily: '250000' }],
  ])('%s has headers that agree with it', async (name, expected) => {
    await using hubspot = await openSandbox();
    await fault(hubspot, name);
    const { status, headers } = await hubspot.send('GET', ONE);
    expect([status, limitsOf(headers)]).toEqual([429, expect.objectContaining(expected)]);
  });

  it('secondly-limit has none but those of the day', async () => {
    await using hubspot = await openSandbox();
    await fault(hubspot, 'secondly-limit');
    const { headers } = await hubspot.send('GET', ONE);
    expect(limitsOf(headers)).toEqual({ daily: '250000', 'daily-remaining': '249999' });
  });

  it('names the group of private apps to them alone', async () => {
    await using hubspot = await openSandbox();
    const token = await hubspot.token();
    await fault(hubspot, 'ten-secondly-limit', { times: 2 });
    const { body } = await hubspot.send('GET', ONE);
    expect(body.groupName).toBe('publicapi:private_app-api-calls-ten-secondly:44237313');
    const oauth = await hubspot.send('GET', ONE, undefined, { token });
    expect([oauth.status, oauth.body.policyName, 'groupName' in oauth.body]).toEqual([
      429,
      'TEN_SECONDLY_ROLLING',
      false,
    ]);
  });
});

describe('a fault that lasts', () => {
  it.each(['internal-error', 'locked', 'ten-secondly-limit'])(
    '%s is an error of its own for each call',
    async (name) => {
      await using hubspot = await openSandbox();
      await fault(hubspot, name, { times: 3 });
      const ids = new Set<string>();
      for (let call = 0; call < 3; call++) ids.add((await hubspot.send('GET', ONE)).body.correlationId);
      expect(ids.size).toBe(3);
    },
  );

  it('expired-token goes on expiring', async () => {
    await using hubspot = await openSandbox();
    vi.useFakeTimers({ toFake: ['Date'] });
    await fault(hubspot, 'expired-token', { times: 2 });
    const expired = async () => (await hubspot.send('GET', ONE)).body;
    const first = await expired();
    vi.advanceTimersByTime(2_000);
    const second = await expired();
    expect([first.message, second.message]).toEqual([
      'The OAuth token used to make this call expired 0 second(s) ago.',
      'The OAuth token used to make this call expired 2 second(s) ago.',
    ]);
    expect(second.context).toEqual(first.context);
  });
});

describe('half a body', () => {
  it('comes with the status and the headers of the whole, and breaks off in its middle', async () => {
    await using hubspot = await openSandbox();
    await fault(hubspot, 'half-a-body');
    const socket = connect(Number(new URL(hubspot.sandbox.url).port), '127.0.0.1');
    const body = JSON.stringify({
      inputs: [
        { id: '512', properties: { firstname: 'Ada' } },
        { id: '9', properties: {} },
      ],
    });
    socket.write(
      `POST /crm/v3/objects/contacts/batch/update HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    await once(socket, 'close');
    const [head = '', half = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 207 /);
    expect(head).toContain('content-type: application/json;charset=utf-8');
    expect(head).toMatch(/x-hubspot-correlation-id: \S+/);
    expect(head).toContain('x-hubspot-ratelimit-remaining: 99');
    const announced = Number(/content-length: (\d+)/.exec(head)?.[1]);
    expect(half.length).toBe(Math.floor(announced / 2));
    expect(hubspot.sandbox.contact('512')?.properties.firstname).toBe('Ada');
  });
});
