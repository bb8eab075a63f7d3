import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { SandboxCall } from '../src/sandbox/sandbox.ts';
import { CONTACTS } from './api-version.ts';
import { startGateway } from './gateway.ts';
import {
  ArchiveAContactDocument as ARCHIVE,
  CreateWithAConflictDocument as CREATE,
  UpdateSeveralWithMistakesDocument as UPDATE,
  UpsertByEmailDocument as UPSERT,
} from './graphql-documents/graphql.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const create = async ({ request }: Gateway, ...inputs: object[]) =>
  (await request(CREATE, { inputs } as never)).data?.createContacts.results;
const upsert = async ({ request }: Gateway, ...inputs: object[]) =>
  (await request(UPSERT, { inputs } as never)).data?.upsertContacts.results;
const archive = async ({ request }: Gateway, ...inputs: object[]) =>
  (await request(ARCHIVE, { inputs } as never)).data?.archiveContacts.results;
const update = async ({ request }: Gateway, ...inputs: object[]) =>
  (await request(UPDATE, { inputs } as never)).data?.updateContacts.results;

const byEmail = (email: string, firstname: string) => ({ id: email, idProperty: 'email', properties: { firstname } });
const emailOf = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.email ?? '';

interface Body {
  readonly inputs: readonly { readonly id?: string; readonly properties: Readonly<Record<string, string>> }[];
}
const callsTo = ({ sandbox }: Gateway, operation: string): readonly (SandboxCall & { readonly body: Body })[] =>
  sandbox.calls.filter(({ path }) => path.endsWith(`/${operation}`)) as never;
/** Contacts with this email, in the recycle bin or not. */
function holders({ sandbox }: Gateway, email: string) {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(501 + index));
  return ids.flatMap((id) => (sandbox.contact(id)?.properties.email === email ? [sandbox.contact(id)] : []));
}

describe.concurrent('createContacts', () => {
  it('creates 250 contacts with 3 calls, and answers each at the place of its input', async () => {
    await using gateway = await startGateway();
    const names = Array.from({ length: 250 }, (_, index) => `n${index}`);
    const results = await create(gateway, ...names.map((firstname) => ({ properties: { firstname } })));
    expect(results?.map((it) => it.__typename === 'CreateContactSuccess' && it.contact.properties.firstname)).toEqual(
      names,
    );
    expect(callsTo(gateway, 'batch/create').map(({ body }) => body.inputs.length)).toEqual([100, 100, 50]);
  });

  it.each(['item', 'batch'] as const)(
    'creates 99 of 100 when one has a bad value (HubSpot refuses the %s), with at most 2 extra calls',
    async (invalidValues) => {
      await using gateway = await startGateway();
      gateway.sandbox.switches.invalidValues = invalidValues;
      const inputs = Array.from({ length: 100 }, (_, index) => ({
        otherProperties: [{ name: index === 37 ? 'nonsense' : 'firstname', value: `n${index}` }],
      }));
      const results = (await create(gateway, ...inputs)) ?? [];
      expect(results[37]).toMatchObject({ __typename: 'InvalidPropertiesError', problems: [{ property: 'nonsense' }] });
      expect(results.filter((it) => it.__typename === 'CreateContactSuccess')).toHaveLength(99);
      expect(callsTo(gateway, 'batch/create').length).toBeLessThanOrEqual(3);
    },
  );

  it.each(['item', 'batch'] as const)(
    'names the contact that has the email already, and reads it (HubSpot refuses the %s)',
    async (invalidValues) => {
      await using gateway = await startGateway();
      gateway.sandbox.switches.invalidValues = invalidValues;
      const [good, taken] =
        (await create(
          gateway,
          { properties: { email: 'new@example.com' } },
          { properties: { email: emailOf(gateway, 512).toUpperCase() } },
        )) ?? [];
      expect(good).toMatchObject({ __typename: 'CreateContactSuccess' });
      const { firstname, lastname } = gateway.sandbox.contact('512')?.properties ?? {};
      expect(taken).toMatchObject({
        __typename: 'ContactConflictError',
        applied: 'NO',
        existingContactId: '512',
        existingContact: { id: '512', properties: { firstname, lastname } },
      });
      expect(holders(gateway, 'new@example.com')).toHaveLength(1);
    },
  );

  it('finds its contacts in an answer without trace ids: by the email, or by what was written', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.switches.echoTraceIds = false;
    const inputs = [
      { firstname: 'A' },
      { firstname: 'A', lastname: 'B' },
      { email: 'C@example.com' },
      { firstname: 'A' },
    ];
    const results = await create(gateway, ...inputs.map((properties) => ({ properties })));
    const ids = results?.map((it) => (it.__typename === 'CreateContactSuccess' ? it.contact.id : it.__typename)) ?? [];
    expect(new Set(ids).size).toBe(4);
    expect(ids.map((id) => gateway.sandbox.contact(id)?.properties)).toMatchObject([
      { firstname: 'A' },
      { firstname: 'A', lastname: 'B' },
      { email: 'c@example.com' },
      { firstname: 'A' },
    ]);
    expect(callsTo(gateway, 'batch/create')).toHaveLength(1);
  });

  it.each([
    ['a 502 after the write', { status: 502, body: '<html>', applied: true }],
    ['a 502 without a write', { status: 502, body: '<html>' }],
    ['half an answer', { breakConnection: 'half-body', applied: true }],
    ['a broken connection', { breakConnection: true, applied: true }],
    ['an answer that tells of none', { status: 201, body: { status: 'COMPLETE', results: [] }, applied: true }],
  ] as const)('is not sent twice after %s: it says that nobody knows', async (_fault, script) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: /batch\/create/ }, ...script });
    const results = await create(
      gateway,
      { properties: { firstname: 'Once' } },
      { properties: { firstname: 'Twice' } },
    );
    expect(results).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
    ]);
    expect(callsTo(gateway, 'batch/create')).toHaveLength(1);
  });

  it('is sent again after a 429, which certainly created nothing', async () => {
    await using gateway = await startGateway();
    const body = { status: 'error', message: 'You have reached your secondly limit.', policyName: 'SECONDLY' };
    gateway.sandbox.answerNext({ match: { path: /batch\/create/ }, status: 429, body });
    expect(await create(gateway, { properties: { firstname: 'A' } })).toMatchObject([
      { __typename: 'CreateContactSuccess' },
    ]);
    expect(callsTo(gateway, 'batch/create')).toHaveLength(2);
  });

  it('lets two creators of one email go one after the other, and the second one hears of the first', async () => {
    await using gateway = await startGateway();
    const [[first] = [], [second] = []] = await Promise.all([
      create(gateway, { properties: { email: 'both@example.com' } }),
      create(gateway, { properties: { email: 'Both@Example.com' } }),
    ]);
    const id = holders(gateway, 'both@example.com')[0]?.id;
    expect([first, second].map((it) => it?.__typename).toSorted()).toEqual([
      'ContactConflictError',
      'CreateContactSuccess',
    ]);
    const conflict = [first, second].find((it) => it?.__typename === 'ContactConflictError');
    expect(conflict).toMatchObject({ existingContactId: id });
    expect(callsTo(gateway, 'batch/create').map(({ body }) => body.inputs.length)).toEqual([1, 1]);
  });

  it('refuses an input without a property, and sends nothing', async () => {
    await using gateway = await startGateway();
    expect(await create(gateway, {}, { properties: {} })).toMatchObject([
      { __typename: 'InvalidInputError', inputIndex: 0 },
      { __typename: 'InvalidInputError', inputIndex: 1 },
    ]);
    expect(gateway.sandbox.calls).toHaveLength(0);
  });
});

describe.concurrent('upsertContacts', () => {
  it('creates one contact for 100 concurrent upserts of one new email, and writes the others to it in order', async () => {
    await using gateway = await startGateway(
      { RATE_LIMIT: '10000', HUBSPOT_ACCESS_TOKEN: 't' },
      { rateLimit: { max: 10_000 } },
    );
    const email = 'one@example.com';
    const inputs = Array.from({ length: 100 }, (_, index) =>
      byEmail(index % 3 ? email : 'One@Example.com', `n${index}`),
    );
    const results = (await upsert(gateway, ...inputs)) ?? [];
    const created = results.map((it) => it.__typename === 'UpsertContactSuccess' && it.created);
    expect(created).toEqual([true, ...Array(99).fill(false)]);
    expect(holders(gateway, email)).toMatchObject([{ properties: { firstname: 'n99' } }]);
    expect(callsTo(gateway, 'batch/create')).toHaveLength(1);
    expect(callsTo(gateway, 'batch/update').map(({ body }) => body.inputs[0]?.properties.firstname)).toEqual(
      inputs.slice(1).map(({ properties }) => properties.firstname),
    );
    expect(callsTo(gateway, 'batch/read').filter(({ body }) => 'idProperty' in body)).toHaveLength(1);
  });

  it('does not write to a contact that has given the email away meanwhile', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 300;
    const email = emailOf(gateway, 512);
    const first = upsert(gateway, byEmail(email, 'a'));
    await vi.waitFor(() => expect(callsTo(gateway, 'batch/update')).toHaveLength(1), { timeout: 5_000, interval: 5 });
    const moving = update(gateway, { id: '512', properties: { email: 'moved@example.com' } });
    const second = upsert(gateway, byEmail(email, 'b'));
    expect(await first).toMatchObject([{ created: false, contact: { id: '512' } }]);
    expect(await moving).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    const [written] = (await second) ?? [];
    expect(written).toMatchObject({ created: true, contact: { properties: { email, firstname: 'b' } } });
    expect(gateway.sandbox.contact('512')?.properties).toMatchObject({ firstname: 'a', email: 'moved@example.com' });
  });

  it('does not write the email of a contact that it finds by a secondary one', async () => {
    await using gateway = await startGateway();
    const input = { id: 'Second.521@example.com', idProperty: 'email' };
    const properties = { email: 'second.521@example.com', firstname: 'Sec' };
    expect(await upsert(gateway, { ...input, properties })).toMatchObject([
      { __typename: 'UpsertContactSuccess', created: false, contact: { id: '521' } },
    ]);
    expect(callsTo(gateway, 'batch/update')[0]?.body.inputs[0]?.properties).toEqual({ firstname: 'Sec' });
  });

  it('without properties finds or creates, and writes nothing where there is nothing to write', async () => {
    await using gateway = await startGateway();
    const input = { id: emailOf(gateway, 512), idProperty: 'email' };
    expect(await upsert(gateway, input, { id: 'bare@example.com', idProperty: 'email' })).toMatchObject([
      { created: false, contact: { id: '512', properties: { email: input.id } } },
      { created: true, contact: { properties: { email: 'bare@example.com' } } },
    ]);
    expect(callsTo(gateway, 'batch/update')).toHaveLength(0);
  });

  it('updates after all where somebody else created the contact meanwhile', async () => {
    await using gateway = await startGateway();
    let id = '';
    gateway.sandbox.answerNext({
      match: { path: /batch\/read/ },
      transform(real) {
        id = gateway.sandbox.addContact({ email: 'race@example.com', lastname: 'Kept' });
        return real;
      },
    });
    expect(await upsert(gateway, byEmail('race@example.com', 'Mine'))).toMatchObject([
      { created: false, contact: { id, properties: { firstname: 'Mine', lastname: 'Kept' } } },
    ]);
    expect(holders(gateway, 'race@example.com')).toHaveLength(1);
  });

  it('creates after all where somebody else archived the contact meanwhile', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    gateway.sandbox.answerNext({
      match: { path: /batch\/read/ },
      transform(real) {
        gateway.sandbox.archive('512');
        return real;
      },
    });
    expect(await upsert(gateway, byEmail(email, 'Again'))).toMatchObject([{ created: true }]);
  });

  it('does not update where another value than the email is taken: it says so', async () => {
    await using gateway = await startGateway();
    const input = { ...byEmail('taken@example.com', 'x'), properties: { my_unique_property_name: 'unique-512' } };
    expect(await upsert(gateway, input)).toMatchObject([{ __typename: 'ContactConflictError', applied: 'NO' }]);
    expect(callsTo(gateway, 'batch/update')).toHaveLength(0);
  });

  it('looks the email up anew after a create of which nobody knows', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: /batch\/create/ }, breakConnection: true, applied: true });
    const results = await upsert(gateway, byEmail('gone@example.com', 'a'), byEmail('gone@example.com', 'b'));
    expect(results).toMatchObject([{ __typename: 'OutcomeUnknownError' }, { created: false }]);
    expect(holders(gateway, 'gone@example.com')).toMatchObject([{ properties: { firstname: 'b' } }]);
  });

  it('asks again for whom the email is, however many upserts of it follow each other', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const email = emailOf(gateway, 512);
    sandbox.latencyMs = 100;
    const before = upsert(gateway, ...Array.from({ length: 8 }, (_, index) => byEmail(email, `n${index}`)));
    while (callsTo(gateway, 'batch/update').length === 0) await wait(10);
    // Somebody else gives the email to another contact, while the first ones are being written.
    const headers = { authorization: 'Bearer sandbox', 'content-type': 'application/json' };
    const body = JSON.stringify({ properties: { email: 'moved@example.com' } });
    await fetch(`${sandbox.url}${CONTACTS}/512`, { method: 'PATCH', headers, body });
    const id = sandbox.addContact({ email });
    expect(await upsert(gateway, byEmail(email, 'Mine'))).toMatchObject([{ created: false, contact: { id } }]);
    expect((await before)?.length).toBe(8);
    expect(sandbox.contact('512')?.properties.firstname).toBe('n7');
  });

  it('waits for nobody who waits for it: an update that gives a unique value away, and a list of both', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '8000' });
    const email = emailOf(gateway, 512);
    const unique = 'my_unique_property_name';
    const toChange = (id: string, to: string) => ({ id, idProperty: unique, properties: { [unique]: to } });
    gateway.sandbox.answerNext({
      match: { path: /batch\/read/, body: (body) => (body as { idProperty?: string }).idProperty === 'email' },
      transform: (real) => real,
      delayMs: 500,
    });
    const [first] = await Promise.all([
      upsert(gateway, byEmail(email, 'First')),
      wait(50).then(() => update(gateway, { ...byEmail(email, 'Second') }, toChange('w', 'w2'))),
      wait(100).then(() => update(gateway, toChange('unique-512', 'w'))),
    ]);
    expect(first).toMatchObject([{ created: false, contact: { id: '512' } }]);
  });

  it('is answered when the gateway stops before its turn', async () => {
    const gateway = await startGateway({ DRAIN_MS: '200' });
    const match = { path: /batch\/create/ };
    gateway.sandbox.answerNext({ match, transform: (real) => real, delayMs: 3_000 });
    const creating = gateway.request(CREATE, { inputs: [{ properties: { email: 'x@example.com' } }] });
    await wait(150);
    const late = [upsert, update].map((write) => write(gateway, byEmail('x@example.com', 'Late')));
    await wait(150);
    await gateway[Symbol.asyncDispose]();
    const stopped = [{ __typename: 'HubSpotUnavailableError', applied: 'NO' }];
    expect(await Promise.all(late)).toMatchObject([stopped, stopped]);
    expect((await creating).data?.createContacts.results).toMatchObject([{ __typename: 'OutcomeUnknownError' }]);
  });

  it('gives up its place at once when its caller leaves before its turn', async () => {
    await using gateway = await startGateway({ QUEUE_LIMIT: '10' });
    gateway.sandbox.latencyMs = 700;
    const first = upsert(gateway, byEmail('x@example.com', 'First'));
    await wait(50);
    const variables = { inputs: Array.from({ length: 10 }, (_, index) => byEmail('x@example.com', `n${index}`)) };
    const leaving = new AbortController();
    const gone = fetch(gateway.url, {
      method: 'POST',
      signal: leaving.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: UPSERT.toString(), variables }),
    });
    await wait(100);
    const [refused] = (await upsert(gateway, byEmail('x@example.com', 'Full'))) ?? [];
    expect(refused).toMatchObject({ __typename: 'RateLimitedError', applied: 'NO' });
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await wait(100);
    const last = upsert(gateway, byEmail('x@example.com', 'Last'));
    expect([...((await first) ?? []), ...((await last) ?? [])]).toMatchObject([{ created: true }, { created: false }]);
    expect(callsTo(gateway, 'batch/update').flatMap(({ body }) => body.inputs)).toHaveLength(1);
  });

  it("by another unique property is one call of HubSpot's own upsert", async () => {
    await using gateway = await startGateway();
    const by = (id: string) => ({ id, idProperty: 'my_unique_property_name', properties: { firstname: 'U' } });
    expect(await upsert(gateway, by('unique-512'), by('quite-new'))).toMatchObject([
      { created: false, contact: { id: '512' } },
      { created: true, contact: { properties: { firstname: 'U' } } },
    ]);
    expect(callsTo(gateway, 'batch/upsert')).toHaveLength(1);
  });

  it('by another unique property says what HubSpot says when an upsert that it left out is refused alone', async () => {
    await using gateway = await startGateway();
    const leftOut = { status: 200, body: { status: 'COMPLETE', results: [] } };
    gateway.sandbox.answerNext({ match: { path: /batch\/upsert/ }, ...leftOut });
    const refusal = { status: 400, body: { message: 'Something is wrong.', category: 'VALIDATION_ERROR' } };
    gateway.sandbox.answerNext({ match: { path: /batch\/upsert/ }, ...refusal });
    const input = { id: 'quite-new', idProperty: 'my_unique_property_name', properties: { firstname: 'U' } };
    expect(await upsert(gateway, input)).toMatchObject([
      { __typename: 'OutcomeUnknownError', message: expect.stringMatching(/Something is wrong/) },
    ]);
  });

  it.each([
    ['a record id', { id: '512', idProperty: 'hs_object_id', properties: { firstname: 'x' } }, /"idProperty" must be/],
    ['another email', { ...byEmail('a@example.com', 'x'), properties: { email: 'b@example.com' } }, /another value/],
    ['an empty id', byEmail(' ', 'x'), /"id" is empty/],
  ])('refuses %s, and sends nothing', async (_what, input, message) => {
    await using gateway = await startGateway();
    expect(await upsert(gateway, input)).toMatchObject([
      { __typename: 'InvalidInputError', message: expect.stringMatching(message) },
    ]);
    expect(gateway.sandbox.calls).toHaveLength(0);
  });
});

describe.concurrent('archiveContacts', () => {
  it('archives by record id, unique property and email, with one look-up for each way and one call', async () => {
    await using gateway = await startGateway();
    const results = await archive(
      gateway,
      { id: '512' },
      { id: emailOf(gateway, 513), idProperty: 'email' },
      { id: 'unique-514', idProperty: 'my_unique_property_name' },
      { id: 'nobody@example.com', idProperty: 'email' },
    );
    expect(results).toMatchObject([
      { __typename: 'ArchiveContactSuccess', archivedId: '512' },
      { archivedId: '513' },
      { archivedId: '514' },
      { __typename: 'ContactNotFoundError', contactId: 'nobody@example.com' },
    ]);
    expect(callsTo(gateway, 'batch/archive').map(({ body }) => body.inputs)).toEqual([
      [{ id: '512' }, { id: '513' }, { id: '514' }],
    ]);
    for (const id of ['512', '513', '514']) expect(gateway.sandbox.contact(id)?.archived).toBe(true);
  });

  it('is written after an update of the same contact, and before one that comes later', async () => {
    await using gateway = await startGateway();
    const [before, gone, after] = await Promise.all([
      update(gateway, { id: '512', properties: { firstname: 'Last' } }),
      archive(gateway, { id: '512' }),
      update(gateway, { id: '512', properties: { firstname: 'Late' } }),
    ]);
    // Three HTTP requests may arrive in any order; what was archived before cannot be updated.
    const order = gateway.sandbox.calls.map(({ path }) => path.split('/').at(-1)).filter((name) => name !== 'read');
    expect(order.toSorted()).toEqual(['archive', 'update', 'update']);
    const late = 2 - order.indexOf('archive');
    const answers = [before, after].map((results) => results?.[0]?.__typename);
    expect(answers.filter((type) => type === 'ContactNotFoundError')).toHaveLength(late);
    expect(gone).toMatchObject([{ __typename: 'ArchiveContactSuccess' }]);
    expect(gateway.sandbox.contact('512')?.archived).toBe(true);
  });

  it('is sent again after an answer that did not come: archiving twice is archiving', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: /batch\/archive/ }, status: 502, body: '', applied: true });
    expect(await archive(gateway, { id: '512' })).toMatchObject([{ __typename: 'ArchiveContactSuccess' }]);
  });

  it.each([
    ['names an id that was not sent', { errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } }] }],
    ['names nobody', { errors: [{ category: 'VALIDATION_ERROR', message: 'CONTACT=512 is not valid' }] }],
    ['is only counted', { numErrors: 1 }],
  ])('is unknown where HubSpot tells of an error that %s', async (_what, told) => {
    await using gateway = await startGateway();
    const body = { status: 'COMPLETE', results: [], ...told };
    gateway.sandbox.answerNext({ match: { path: /batch\/archive/ }, status: 207, body });
    expect(await archive(gateway, { id: '512' }, { id: '513' })).toMatchObject([
      { __typename: 'OutcomeUnknownError' },
      { __typename: 'OutcomeUnknownError' },
    ]);
  });

  it('answers a conflict, of which its union knows nothing, with an InvalidInputError', async () => {
    await using gateway = await startGateway();
    const body = { message: 'It is in use.', category: 'CONFLICT' };
    gateway.sandbox.answerNext({ match: { path: /batch\/archive/ }, status: 409, body });
    expect(await archive(gateway, { id: '512' })).toMatchObject([
      { __typename: 'InvalidInputError', message: 'It is in use.', applied: 'NO' },
    ]);
  });
});

describe.concurrent('creates, upserts and archives', () => {
  it('do as examples, with the values that stand in them, what is said there', async () => {
    await using gateway = await startGateway();
    const upserted = async () => (await gateway.request(UPSERT)).data?.upsertContacts.results;
    expect(await upserted()).toMatchObject([{ created: true }, { created: false }]);
    expect(await upserted()).toMatchObject([
      { created: false },
      { created: false, contact: { properties: { firstname: 'Rosa', jobtitle: 'Analyst' } } },
    ]);
    expect((await gateway.request(CREATE)).data?.createContacts.results).toMatchObject([
      { __typename: 'CreateContactSuccess' },
      { __typename: 'ContactConflictError', existingContact: { id: '517' } },
    ]);
    expect((await gateway.request(ARCHIVE)).data?.archiveContacts.results).toMatchObject([
      { __typename: 'ArchiveContactSuccess', archivedId: '520' },
      { __typename: 'ContactNotFoundError' },
    ]);
  });

  const AS = (token: string) => ({ authorization: `Bearer ${token}` });

  it('of two credentials never share a call', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const inputs = [byEmail('shared@example.com', 'x')];
    const asked = ['one', 'two'].flatMap((token) => [
      gateway.request(CREATE, { inputs: [{ properties: { firstname: token } }] } as never, AS(token)),
      gateway.request(UPSERT, { inputs } as never, AS(token)),
      gateway.request(ARCHIVE, { inputs: [{ id: token === 'one' ? '512' : '513' }] } as never, AS(token)),
    ]);
    for (const { errors } of await Promise.all(asked)) expect(errors).toBeUndefined();
    const calls = Map.groupBy(gateway.sandbox.calls, ({ token }) => token);
    expect(new Set(calls.keys())).toEqual(new Set(['one', 'two']));
    const archived = callsTo(gateway, 'batch/archive').map(({ token, body }) => [token, body.inputs[0]?.id]);
    expect(archived.toSorted()).toEqual([
      ['one', '512'],
      ['two', '513'],
    ]);
  });

  it('are withdrawn when their caller leaves before they are sent, and what waits behind them goes on', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 150;
    const first = upsert(gateway, byEmail('line@example.com', 'first'));
    await vi.waitFor(() => expect(callsTo(gateway, 'batch/read')).toHaveLength(1), { timeout: 5_000, interval: 5 });
    const gone = new AbortController();
    const leaving = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: String(UPSERT), variables: { inputs: [byEmail('line@example.com', 'gone')] } }),
      signal: gone.signal,
    });
    const last = new Promise((resolve) => setTimeout(resolve, 50)).then(() => {
      gone.abort();
      return upsert(gateway, byEmail('line@example.com', 'last'));
    });
    await expect(leaving).rejects.toThrow();
    expect(await first).toMatchObject([{ created: true }]);
    expect(await last).toMatchObject([{ created: false, contact: { properties: { firstname: 'last' } } }]);
    expect(callsTo(gateway, 'batch/update').map(({ body }) => body.inputs[0]?.properties.firstname)).toEqual(['last']);
  });
});
