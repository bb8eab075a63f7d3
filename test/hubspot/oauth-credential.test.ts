import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src/credential.ts';
import type { RestAnswer, RestCall } from '../../src/hubspot/client.ts';
import { oauthCredential } from '../../src/hubspot/oauth-credential.ts';

const app = { clientId: 'c', clientSecret: new Secret('s'), refreshToken: new Secret('r0') };

const answered = (body: unknown, status = 200): RestAnswer => ({ status, headers: new Headers(), body });

/** HubSpot's token endpoint, which takes 100 ms for the scripted answer, or for the next token: t1, t2, … */
function startEndpoint(lifetimeS = 1800) {
  const asked: string[] = [];
  const script: RestAnswer[] = [];
  const call: RestCall = async ({ form }) => {
    if (form?.refresh_token instanceof Secret) asked.push(form.refresh_token.reveal());
    const answer = script.shift() ?? answered({ access_token: `t${asked.length}`, expires_in: lifetimeS });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return answer;
  };
  const credential = oauthCredential(app, call);
  /** What `token()` gives at once; null when it has to be waited for. */
  const atOnce = () => {
    const token = credential.token();
    if (!(token instanceof Promise)) return token?.reveal();
    token.catch(() => {});
    return null;
  };
  const later = async () => (await credential.token())?.reveal();
  return { asked, script, credential, atOnce, later };
}

describe('the credential of an OAuth app', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('gets its token when it is first needed, by one request for all who wait', async () => {
    const { asked, later, atOnce } = startEndpoint();
    expect(asked).toEqual([]);
    const waiting = Promise.all(Array.from({ length: 300 }, later));
    await vi.advanceTimersByTimeAsync(100);
    expect(new Set(await waiting)).toEqual(new Set(['t1']));
    expect(asked).toEqual(['r0']);
    expect(atOnce()).toBe('t1');
  });

  it('renews it a minute before its end, without anybody waiting', async () => {
    const { asked, atOnce } = startEndpoint();
    atOnce();
    await vi.advanceTimersByTimeAsync(1_739_999);
    expect([atOnce(), asked.length]).toEqual(['t1', 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([atOnce(), atOnce(), asked.length]).toEqual(['t1', 't1', 2]);
    await vi.advanceTimersByTimeAsync(100);
    expect([atOnce(), asked.length]).toEqual(['t2', 2]);
  });

  it('lets everyone wait for one new token once the old one has ended', async () => {
    const { asked, atOnce, later } = startEndpoint();
    atOnce();
    await vi.advanceTimersByTimeAsync(1_800_000);
    expect(atOnce()).toBe(null);
    const waiting = Promise.all([later(), later(), later()]);
    await vi.advanceTimersByTimeAsync(100);
    expect([await waiting, asked.length]).toEqual([['t2', 't2', 't2'], 2]);
  });

  it('goes by a tenth of the time of a token that is good for less than ten minutes', async () => {
    const { asked, atOnce } = startEndpoint(10);
    atOnce();
    await vi.advanceTimersByTimeAsync(8_999);
    expect([atOnce(), asked.length]).toEqual(['t1', 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([atOnce(), asked.length]).toEqual(['t1', 2]);
  });

  it('goes on with a token that is still good when it cannot be renewed', async () => {
    const { asked, script, atOnce } = startEndpoint();
    atOnce();
    script.push(answered('<html>', 502), answered({ status: 'BAD_REFRESH_TOKEN' }, 400));
    await vi.advanceTimersByTimeAsync(1_750_000);
    for (const count of [2, 3]) {
      expect([atOnce(), asked.length]).toEqual(['t1', count]);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(atOnce()).toBe('t1');
    await vi.advanceTimersByTimeAsync(100);
    expect(atOnce()).toBe('t4');
  });

  it('gets another token when HubSpot takes the present one for expired, and only then', async () => {
    const { asked, credential, atOnce, later } = startEndpoint();
    atOnce();
    await vi.advanceTimersByTimeAsync(100);
    const first = credential.token() as Secret;
    expect(credential.expired(first)).toBe(true);
    const waiting = Promise.all([later(), later()]);
    // The answer to another call that was made with it comes meanwhile, and yet another one afterwards.
    credential.expired(first);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toEqual(['t2', 't2']);
    expect(credential.expired(first)).toBe(true);
    expect([atOnce(), asked.length]).toEqual(['t2', 2]);
  });

  it('uses a new refresh token from then on, and keeps its name', async () => {
    const { asked, script, credential, atOnce } = startEndpoint();
    const { id } = credential;
    script.push(answered({ access_token: 't', expires_in: 10, refresh_token: 'r1' }));
    for (let round = 0; round < 3; round += 1) {
      atOnce();
      await vi.advanceTimersByTimeAsync(1_800_000);
    }
    expect(asked).toEqual(['r0', 'r1', 'r1']);
    expect(credential.id).toBe(id);
  });

  it('has a name that is that of the app, without a secret in it', () => {
    const call: RestCall = async () => answered({});
    const ids = [
      app,
      { ...app, clientSecret: new Secret('other') },
      { ...app, refreshToken: new Secret('r1') },
      { ...app, clientId: 'd' },
    ].map((each) => oauthCredential(each, call).id);
    expect(ids[0]).toMatch(/^[\w-]{22}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('asks again after a failure, and lets only the one that asked count it as an outage', async () => {
    const { asked, script, credential, later } = startEndpoint();
    script.push(answered('<html>', 502));
    const failures = Promise.allSettled([credential.token(), credential.token(), credential.token()]);
    await vi.advanceTimersByTimeAsync(100);
    const reasons = (await failures).map((settled) => (settled.status === 'rejected' ? settled.reason : null));
    expect(reasons).toMatchObject(reasons.map(() => ({ name: 'HubSpotUnavailableError', applied: 'NO', status: 502 })));
    expect(reasons.map(({ resend }) => resend)).toEqual(['backoff', { afterMs: 250 }, { afterMs: 250 }]);
    const waiting = later();
    await vi.advanceTimersByTimeAsync(100);
    expect([await waiting, asked.length]).toEqual(['t2', 2]);
  });

  it('tells all who waited that it was refused', async () => {
    const { script, credential } = startEndpoint();
    script.push(answered({ status: 'BAD_CLIENT_SECRET' }, 400));
    const failures = Promise.allSettled([credential.token(), credential.token()]);
    await vi.advanceTimersByTimeAsync(100);
    const refused = { status: 'rejected', reason: { name: 'NotPermittedError', resend: 'never' } };
    expect(await failures).toMatchObject([refused, refused]);
  });
});
