import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument as SAVE } from './graphql-documents/graphql.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const byEmail = (email: string, firstname: string) => ({ id: email, idProperty: 'email', properties: { firstname } });
const emailOf = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.email ?? '';
const firstname = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.firstname;
const save = (gateway: Gateway, ...inputs: object[]) => gateway.request(SAVE, { inputs } as never);
/** Calls that look emails up. */
const reads = ({ sandbox }: Gateway) =>
  sandbox.calls.filter(({ body }) => (body as { idProperty?: string }).idProperty === 'email');

describe('an update addressed by email', () => {
  it('is written by record id, once the email was looked up, whatever its case', async () => {
    await using gateway = await startGateway();
    const { data } = await save(gateway, byEmail(emailOf(gateway, 512).toUpperCase(), 'Ada'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { id: '512' } },
    ]);
    expect(reads(gateway)[0]?.body).toMatchObject({ inputs: [{ id: emailOf(gateway, 512) }], idProperty: 'email' });
    expect(batchUpdates(gateway.sandbox)).toMatchObject([[{ id: '512', properties: { firstname: 'Ada' } }]]);
    expect(batchUpdates(gateway.sandbox)[0]?.[0]).not.toHaveProperty('idProperty');
  });

  it('finds a contact by a secondary email, too', async () => {
    await using gateway = await startGateway();
    const { data } = await save(gateway, byEmail('Third.521@example.com', 'Ada'));
    expect(data?.updateContacts.results).toMatchObject([{ contact: { id: '521' } }]);
  });

  it('is ContactNotFoundError when nobody has the email, and nothing is written for it', async () => {
    await using gateway = await startGateway();
    const { data } = await save(gateway, byEmail('nobody@example.com', 'x'), byEmail(emailOf(gateway, 512), 'Ada'), {
      id: '513',
      properties: { firstname: 'Grace' },
    });
    expect(data?.updateContacts.results).toMatchObject([
      {
        __typename: 'ContactNotFoundError',
        contactId: 'nobody@example.com',
        applied: 'NO',
        message: 'No contact has the email "nobody@example.com".',
      },
      { __typename: 'UpdateContactSuccess' },
      { __typename: 'UpdateContactSuccess' },
    ]);
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(2);
  });

  it('is not written, and known not to be, when its email cannot be looked up', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '400' });
    gateway.sandbox.answerNext({ match: { path: /batch\/read/ }, status: 503, body: '<html>', times: 100 });
    const { data } = await save(gateway, byEmail(emailOf(gateway, 512), 'Ada'), {
      id: '513',
      properties: { firstname: 'Grace' },
    });
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'HubSpotUnavailableError', applied: 'NO' }, {}]);
    expect(
      batchUpdates(gateway.sandbox)
        .flat()
        .map(({ id }) => id),
    ).not.toContain('512');
  });
});

describe('300 contacts by email', () => {
  it('are looked up in at most 3 reads and written in at most 3 calls; within the life of the cache, in 3 writes', async () => {
    await using gateway = await startGateway();
    const many = Array.from({ length: 300 }, (_, index) =>
      gateway.sandbox.addContact({ email: `many.${index}@example.com` }),
    );
    const inputs = many.map((_, index) => byEmail(`many.${index}@example.com`, `n${index}`));
    const first = await save(gateway, ...inputs);
    expect(first.data?.updateContacts.results.every(({ __typename }) => __typename === 'UpdateContactSuccess')).toBe(
      true,
    );
    expect([reads(gateway).length, batchUpdates(gateway.sandbox).length]).toEqual([3, 3]);
    await save(gateway, ...inputs);
    expect([reads(gateway).length, batchUpdates(gateway.sandbox).length]).toEqual([3, 6]);
    expect(gateway.sandbox.contact(many[299] ?? '')?.properties.firstname).toBe('n299');
  });
});

describe('the remembered look-up of an email', () => {
  it('is dropped by a refusal, and the contact that has the email now is written', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    await save(gateway, byEmail(email, 'first'));
    gateway.sandbox.archive('512');
    const heir = gateway.sandbox.addContact({ email });
    const { data } = await save(gateway, byEmail(email, 'second'));
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess', contact: { id: heir } }]);
    expect(firstname(gateway, 512)).toBe('first');
    expect(reads(gateway)).toHaveLength(2);
  });

  it('is dropped when the email is changed through the gateway', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    await save(gateway, byEmail(email, 'first'));
    await save(gateway, { id: '512', properties: { email: 'new.512@example.com' } });
    const { data } = await save(gateway, byEmail(email, 'second'), byEmail('new.512@example.com', 'third'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'ContactNotFoundError' },
      { __typename: 'UpdateContactSuccess', contact: { id: '512' } },
    ]);
  });

  it('is dropped when an email may have been changed, of a contact that nobody named by its record id', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 517);
    await save(gateway, byEmail(email, 'first'));
    const update = { match: { path: /batch\/update/ }, status: 503, body: '<html>', applied: true };
    gateway.sandbox.answerNext(update);
    gateway.sandbox.answerNext({ ...update, applied: false, status: 403, body: { category: 'MISSING_SCOPES' } });
    const unique = { id: 'unique-517', idProperty: 'my_unique_property_name' };
    const { data } = await save(gateway, { ...unique, properties: { email: 'new.517@example.com' } });
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'OutcomeUnknownError' }]);
    expect((await save(gateway, byEmail(email, 'second'))).data?.updateContacts.results).toMatchObject([
      { __typename: 'ContactNotFoundError' },
    ]);
    expect(firstname(gateway, 517)).toBe('first');
  });

  it('is not used at all with EMAIL_CACHE_MS=0', async () => {
    await using gateway = await startGateway({ EMAIL_CACHE_MS: '0' });
    await save(gateway, byEmail(emailOf(gateway, 512), 'a'));
    await save(gateway, byEmail(emailOf(gateway, 512), 'b'));
    expect(reads(gateway)).toHaveLength(2);
  });
});

describe('a contact updated by id and by email', () => {
  it('at once by two clients is written twice, one after the other, without an error', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 20;
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all([
        save(gateway, { id: '512', properties: { firstname: `id${round}` } }),
        save(gateway, byEmail(emailOf(gateway, 512), `email${round}`)),
      ]);
      for (const { data } of answers) {
        expect(data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
      }
    }
    const written = batchUpdates(gateway.sandbox);
    expect(written.every((inputs) => inputs.length === 1)).toBe(true);
    expect(written).toHaveLength(20);
  });

  it('in one list keeps the order of the list, whichever comes first', async () => {
    await using gateway = await startGateway();
    const id = { id: '512', properties: { firstname: 'by id' } };
    const email = byEmail(emailOf(gateway, 512), 'by email');
    await save(gateway, id, email);
    expect(firstname(gateway, 512)).toBe('by email');
    await save(gateway, { ...email, id: email.id.toUpperCase() }, id);
    expect(firstname(gateway, 512)).toBe('by id');
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(4);
  });
});
