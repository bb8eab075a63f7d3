import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on ContactError { applied message retryable }
      ... on RateLimitedError { policy retryAfterMs }
      ... on HubSpotUnavailableError { retryAfterMs }
    }
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;

async function save({ request }: Gateway, ...ids: string[]) {
  const inputs = ids.map((id) => ({ id, properties: { firstname: 'Ada' } }));
  const { data } = await request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(SAVE, { inputs });
  return data?.updateContacts.results ?? [];
}

/** Asks again and again, so many times, and returns all answers. */
async function every<T>(ms: number, times: number, ask: (round: number) => Promise<T>): Promise<T[]> {
  const asked: Promise<T>[] = [];
  for (let round = 0; round < times; round += 1) {
    asked.push(ask(round));
    await wait(ms);
  }
  return Promise.all(asked);
}

const success = { __typename: 'UpdateContactSuccess' };
/** In the log while there is an outage. */
const HELD_BACK = 'updates are held back';
const PATH = /batch\/update$/;

describe.concurrent('an outage of HubSpot', () => {
  it('of a second is waited for: every update that comes meanwhile is written, with few calls in vain', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const until = Date.now() + 1_000;
    sandbox.answerNext({ match: { path: PATH }, times: 1_000, until, status: 502, body: '<html>Bad Gateway</html>' });
    const answers = await every(50, 30, (round) => save(gateway, String(501 + round)));
    expect(answers.flat()).toEqual(answers.map(() => success));
    expect(sandbox.calls.filter(({ status }) => status === 502).length).toBeLessThanOrEqual(8);
    expect(gateway.logs.join()).toContain(HELD_BACK);
  });

  it('is no reason for many small batches: what comes meanwhile leaves together when it is over', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const until = Date.now() + 3_000;
    sandbox.answerNext({ match: { path: PATH }, times: 1_000, until, status: 503, body: '' });
    const answers = await every(50, 50, (round) => save(gateway, String(501 + round)));
    expect(answers.flat()).toEqual(answers.map(() => success));
    expect(sandbox.calls.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(10);
  });

  it('of connections is no different', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    sandbox.answerNext({ match: { path: PATH }, times: 3, breakConnection: true });
    const answers = await every(50, 10, (round) => save(gateway, String(501 + round)));
    expect(answers.flat()).toEqual(answers.map(() => success));
  });

  it('that lasts longer than an update can wait is answered as not written where nothing was sent', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '1000' });
    gateway.sandbox.answerNext({ match: { path: PATH }, times: 1_000, status: 502, body: '' });
    await Promise.all([save(gateway, '501'), wait(100).then(() => save(gateway, '502'))]);
    // The first one is sent, to find out whether HubSpot is there again.
    const probe = save(gateway, '503');
    await wait(50);
    expect(await save(gateway, '504')).toMatchObject([
      { __typename: 'HubSpotUnavailableError', applied: 'NO', retryable: true },
    ]);
    await probe;
    expect(gateway.sandbox.calls.some(({ body }) => JSON.stringify(body).includes('"504"'))).toBe(false);
  });
});

describe('an input whose write always fails', () => {
  it('is no outage for the others, however often it comes', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '5000' });
    const { sandbox } = gateway;
    sandbox.answerNext({
      match: { path: PATH, body: (body) => JSON.stringify(body).includes('"id":"699"') },
      times: 10_000,
      status: 500,
      body: { status: 'error', message: 'internal error' },
    });
    const poison = every(500, 6, () => save(gateway, '699'));
    const healthy = await every(40, 75, (round) => save(gateway, String(501 + round)));
    expect(healthy.flat()).toEqual(healthy.map(() => success));
    const [first, ...later] = (await poison).flat();
    expect(first).toMatchObject({ __typename: 'OutcomeUnknownError' });
    for (const answer of later) expect(answer).not.toMatchObject(success);
  });

  it('is no outage where a list holds several of them', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '5000' });
    gateway.sandbox.answerNext({
      match: { path: PATH, body: (body) => /"id":"69[789]"/.test(JSON.stringify(body)) },
      times: 10_000,
      status: 500,
      body: { status: 'error', message: 'internal error' },
    });
    const poison = every(1_000, 3, () => save(gateway, '697', '698', '699'));
    // Not in one batch with those, which is sent again in halves.
    await wait(50);
    const waits = await every(100, 25, async (round) => {
      const since = performance.now();
      expect(await save(gateway, String(501 + round))).toEqual([success]);
      return performance.now() - since;
    });
    // In an outage whoever comes first waits for a second.
    expect(Math.max(...waits)).toBeLessThan(900);
    await poison;
  });
});

describe.concurrent('a pause that HubSpot asks for', () => {
  it('longer than updates can wait is told to the next ones, as not written', async () => {
    await using gateway = await startGateway();
    const headers = { 'retry-after': '60' };
    gateway.sandbox.answerNext({ match: { path: PATH }, times: 1_000, status: 503, headers, body: '' });
    expect(await save(gateway, '501')).toMatchObject([{ __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' }]);
    const [next] = await save(gateway, '502');
    expect(next).toMatchObject({ __typename: 'HubSpotUnavailableError', applied: 'NO', retryable: true });
    expect(next?.retryAfterMs).toBeGreaterThan(50_000);
    expect(batchUpdates(gateway.sandbox)).toHaveLength(1);
  });
});

describe.concurrent('the limit of a day', () => {
  it('is asked about once: updates are answered at once while it stands', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      match: { path: PATH },
      times: 1_000,
      status: 429,
      body: { policyName: 'DAILY', message: 'You have reached your daily limit.' },
    });
    await save(gateway, '501');
    const answers = await every(5, 30, (round) => save(gateway, String(501 + round)));
    for (const [answer] of answers) {
      expect(answer).toMatchObject({ __typename: 'RateLimitedError', policy: 'DAILY', applied: 'NO', retryable: true });
      expect(answer?.retryAfterMs).toBeGreaterThan(0);
    }
    expect(batchUpdates(gateway.sandbox)).toHaveLength(1);
  });

  it('is asked about once by reads, too', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      times: 1_000,
      status: 429,
      body: { policyName: 'DAILY', message: 'You have reached your daily limit.' },
    });
    await gateway.request('{ contact(id: "501") { id } }');
    const answers = await every(5, 30, () => gateway.request('{ contact(id: "502") { id } }'));
    for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });
});

describe.concurrent('a quota that is used up', () => {
  it.each(['0', '', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'is not asked for without a pause, whatever Retry-After says (%j)',
    async (retryAfter) => {
      await using gateway = await startGateway({ DEADLINE_MS: '1500' });
      gateway.sandbox.answerNext({
        match: { path: PATH },
        times: 1_000,
        status: 429,
        headers: { 'retry-after': retryAfter },
        body: { policyName: 'SECONDLY', message: 'You have reached your secondly limit.' },
      });
      expect(await save(gateway, '501')).toMatchObject([
        { __typename: 'RateLimitedError', policy: 'SECONDLY', applied: 'NO' },
      ]);
      expect(batchUpdates(gateway.sandbox).length).toBeLessThanOrEqual(15);
    },
  );
});
