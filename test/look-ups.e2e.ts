import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument as SAVE } from './graphql-documents/graphql.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const READ = /batch\/read/;
const slow = (path: RegExp, delayMs: number) => ({
  match: { path },
  transform: <Answer>(real: Answer) => real,
  delayMs,
  times: 100,
});
const emailOf = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.email ?? '';
const firstname = ({ sandbox }: Gateway, id: number | string) => sandbox.contact(String(id))?.properties.firstname;
const byEmail = (gateway: Gateway, id: number, firstname = 'x') => ({
  id: emailOf(gateway, id),
  idProperty: 'email',
  properties: { firstname },
});
const byId = (id: number | string, firstname = 'x') => ({ id: String(id), properties: { firstname } });
const save = async (gateway: Gateway, ...inputs: object[]) =>
  (await gateway.request(SAVE, { inputs } as never)).data?.updateContacts.results;
const idsWritten = ({ sandbox }: Gateway) =>
  batchUpdates(sandbox)
    .flat()
    .map(({ id }) => id);

describe.concurrent('a look-up of an email that runs out of time', () => {
  it('leaves no doubt: nothing was written, for nothing was sent that writes', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '600' });
    gateway.sandbox.answerNext(slow(READ, 2000));
    expect(await save(gateway, byEmail(gateway, 512))).toMatchObject([
      {
        __typename: 'HubSpotUnavailableError',
        applied: 'NO',
        message: expect.stringContaining('before the answer came'),
      },
    ]);
    expect(batchUpdates(gateway.sandbox)).toEqual([]);
  });

  it('leaves the other inputs of its list the time to be written', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '1000' });
    gateway.sandbox.answerNext(slow(READ, 3000));
    expect(await save(gateway, byEmail(gateway, 512), byId(513))).toMatchObject([
      { __typename: 'HubSpotUnavailableError', applied: 'NO' },
      { __typename: 'UpdateContactSuccess' },
    ]);
    expect(idsWritten(gateway)).toEqual(['513']);
  });
});

describe.concurrent('a list that waits for a look-up', () => {
  it('holds up no other request, nor what names another email', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ ...slow(READ, 1500), times: 1 });
    const list = save(gateway, byEmail(gateway, 512, 'list'), byId(513, 'list'));
    await vi.waitFor(() => expect(gateway.sandbox.calls).toHaveLength(1));
    expect(await save(gateway, byId(513, 'other'))).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(await save(gateway, byEmail(gateway, 514, 'other'))).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(idsWritten(gateway)).toEqual(['513', '514']);
    await list;
    expect([firstname(gateway, 513), firstname(gateway, 514)]).toEqual(['list', 'other']);
  });

  it('is written in its own order, when the email turns out to be a contact of the list', async () => {
    await using gateway = await startGateway();
    await save(gateway, byId(512, 'one'), byEmail(gateway, 512, 'two'), byId(512, 'three'));
    const written = batchUpdates(gateway.sandbox).map(([input]) => input?.properties.firstname);
    expect(written).toEqual(['one', 'two', 'three']);
  });

  it('is withdrawn when its caller goes away, and the next one with that email does not wait for it', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ ...slow(READ, 3000), times: 1 });
    const gone = new AbortController();
    const list = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: SAVE.toString(),
        variables: { inputs: [byEmail(gateway, 512, 'gone'), byId(513, 'gone')] },
      }),
      signal: gone.signal,
    });
    await vi.waitFor(() => expect(gateway.sandbox.calls).toHaveLength(1));
    const behind = save(gateway, byEmail(gateway, 512, 'stays'));
    await vi.waitFor(() => expect(gateway.sandbox.calls).toHaveLength(2));
    gone.abort();
    await expect(list).rejects.toThrow();
    const began = performance.now();
    expect(await behind).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    // Long before the first look-up is answered.
    expect(performance.now() - began).toBeLessThan(1500);
    expect(batchUpdates(gateway.sandbox)).toMatchObject([[{ id: '512', properties: { firstname: 'stays' } }]]);
  });
});

describe.concurrent('a gateway that has given up waiting', () => {
  it('sends no write any more, and says of what it held back that it was not written', async () => {
    const gateway = await startGateway({ DRAIN_MS: '200' });
    gateway.sandbox.answerNext(slow(READ, 1000));
    const list = save(gateway, byEmail(gateway, 512, 'late'), byId(513, 'late'));
    const { sandbox } = gateway;
    await vi.waitFor(() => expect(sandbox.calls).not.toEqual([]), { interval: 5 });
    await gateway[Symbol.asyncDispose]();
    const notWritten = { __typename: 'HubSpotUnavailableError', applied: 'NO' };
    expect(await list).toMatchObject([notWritten, notWritten]);
    expect(batchUpdates(sandbox)).toEqual([]);
  });
});

describe.concurrent('two ids of one contact', () => {
  it('keep their order once the gateway has met the merged one, which then needs no call of its own', async () => {
    await using gateway = await startGateway();
    await save(gateway, byId(820, 'zero'));
    const results = await save(gateway, byId(820, 'first'), byId(520, 'second'));
    expect(results).toMatchObject([{ contact: { id: '520' } }, { contact: { id: '520' } }]);
    expect(firstname(gateway, 520)).toBe('second');
    const followUps = gateway.sandbox.calls.filter(({ method }) => method === 'PATCH');
    expect(followUps).toHaveLength(1);
    expect(idsWritten(gateway)).toEqual(['820', '520', '520']);
  });

  it('do not let a later update by the merged id overtake one that was accepted before it was met', async () => {
    await using gateway = await startGateway();
    // Each is left out by the batch and followed up; the second one's follow-up takes long.
    gateway.sandbox.answerNext({ ...slow(/contacts\/820$/, 0), times: 1 });
    gateway.sandbox.answerNext({ ...slow(/contacts\/820$/, 500), times: 1 });
    const first = save(gateway, byId(820, 'first'));
    const second = save(gateway, byId(820, 'second'));
    await first;
    await wait(50);
    const third = save(gateway, byId(820, 'third'));
    await Promise.all([second, third]);
    expect(firstname(gateway, 520)).toBe('third');
  });

  it('keep their order when a query has met the merged one', async () => {
    await using gateway = await startGateway();
    await gateway.request('{ contact(id: "820") { id } }');
    await save(gateway, byId(820, 'first'), byId(520, 'second'));
    expect(firstname(gateway, 520)).toBe('second');
  });
});
