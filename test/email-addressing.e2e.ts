import { describe, expect, it, vi } from 'vitest';
import { CONTACTS } from './api-version.ts';
import { batchUpdates, startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument as SAVE } from './graphql-documents/graphql.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const byEmail = (email: string, firstname: string) => ({ id: email, idProperty: 'email', properties: { firstname } });
const emailOf = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.email ?? '';
const firstname = ({ sandbox }: Gateway, id: number) => sandbox.contact(String(id))?.properties.firstname;
const save = (gateway: Gateway, ...inputs: object[]) => gateway.request(SAVE, { inputs } as never);
/** Changes a contact's email past the gateway. */
const move = async ({ sandbox }: Gateway, id: string, email: string) => {
  const answer = await fetch(`${sandbox.url}${CONTACTS}/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sandbox' },
    body: JSON.stringify({ properties: { email } }),
  });
  expect(answer.status).toBe(200);
};
/** Calls that look emails up. */
const reads = ({ sandbox }: Gateway) =>
  sandbox.calls.filter(({ body }) => (body as { idProperty?: string }).idProperty === 'email');

describe.concurrent('an update addressed by email', () => {
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

  it('is not written to a contact that an earlier update has taken the email from', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    gateway.sandbox.latencyMs = 200;
    const moving = save(gateway, { id: email, idProperty: 'email', properties: { email: 'moved@example.com' } });
    await vi.waitFor(() => expect(reads(gateway)).toHaveLength(1), { timeout: 5_000, interval: 5 });
    const behind = save(gateway, byEmail(email, 'Late'));
    const last = save(gateway, byEmail(email, 'Later'));
    expect((await moving).data?.updateContacts.results).toMatchObject([{ contact: { id: '512' } }]);
    for (const { data } of await Promise.all([behind, last])) {
      expect(data?.updateContacts.results).toMatchObject([{ __typename: 'ContactNotFoundError' }]);
    }
    expect(firstname(gateway, 512)).not.toMatch(/Late/);
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

describe.concurrent('300 contacts by email', () => {
  it('are looked up in 3 reads and written in 3 calls, each time', async () => {
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
    expect([reads(gateway).length, batchUpdates(gateway.sandbox).length]).toEqual([6, 6]);
    expect(gateway.sandbox.contact(many[299] ?? '')?.properties.firstname).toBe('n299');
  });
});

describe.concurrent('an email that has just been used as an address', () => {
  it('is looked up anew: the contact that has it now is written, and no other', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    await save(gateway, byEmail(email, 'first'));
    await move(gateway, '512', 'former.512@example.com');
    await move(gateway, '513', email);
    const { data } = await save(gateway, byEmail(email, 'second'));
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { id: '513' } },
    ]);
    expect([firstname(gateway, 512), firstname(gateway, 513)]).toEqual(['first', 'second']);
    expect(reads(gateway)).toHaveLength(2);
  });

  it('is looked up anew for a newcomer, also while an earlier look-up of it is on its way', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    const answered = Promise.withResolvers<void>();
    gateway.sandbox.answerNext({
      match: { path: /batch\/read/ },
      transform: (real) => {
        answered.resolve();
        return real;
      },
      delayMs: 300,
    });
    const earlier = save(gateway, byEmail(email, 'earlier'));
    // HubSpot has answered, and the answer is on its way.
    await answered.promise;
    await move(gateway, '512', 'former.512@example.com');
    await move(gateway, '513', email);
    const { data } = await save(gateway, byEmail(email, 'later'));
    expect(data?.updateContacts.results).toMatchObject([{ contact: { id: '513' } }]);
    expect((await earlier).data?.updateContacts.results).toMatchObject([{ contact: { id: '512' } }]);
    expect([firstname(gateway, 512), firstname(gateway, 513)]).toEqual(['earlier', 'later']);
  });

  it('is nobody any more after the contact was archived, or given another email through the gateway', async () => {
    await using gateway = await startGateway();
    const [archived, renamed] = [emailOf(gateway, 512), emailOf(gateway, 513)];
    await save(gateway, byEmail(archived, 'first'), byEmail(renamed, 'first'));
    gateway.sandbox.archive('512');
    await save(gateway, { id: '513', properties: { email: 'new.513@example.com' } });
    const { data } = await save(
      gateway,
      byEmail(archived, 'x'),
      byEmail(renamed, 'x'),
      byEmail('new.513@example.com', 'second'),
    );
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'ContactNotFoundError', applied: 'NO' },
      { __typename: 'ContactNotFoundError', applied: 'NO' },
      { __typename: 'UpdateContactSuccess', contact: { id: '513' } },
    ]);
    expect(firstname(gateway, 512)).toBe('first');
  });

  it('is asked for once by all inputs of a list and by all requests that come together', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    await Promise.all([
      save(gateway, byEmail(email, 'a'), byEmail(email.toUpperCase(), 'b')),
      save(gateway, byEmail(email.toUpperCase(), 'c')),
    ]);
    expect(reads(gateway).map(({ body }) => body)).toMatchObject([{ inputs: [{ id: email }] }]);
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(3);
  });
});

describe.concurrent('a contact updated by id and by email', () => {
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

  it('by the same email in two lists is written in their order, also when the later look-up is quicker', async () => {
    await using gateway = await startGateway();
    const email = emailOf(gateway, 512);
    gateway.sandbox.answerNext({ match: { path: /batch\/read/ }, transform: (real) => real, delayMs: 300 });
    const first = save(gateway, byEmail(email, 'first'), { id: '513', properties: { firstname: 'first' } });
    await vi.waitFor(() => expect(reads(gateway)).toHaveLength(1));
    await save(gateway, { id: '513', properties: { firstname: 'second' } }, byEmail(email.toUpperCase(), 'second'));
    await first;
    expect([firstname(gateway, 512), firstname(gateway, 513)]).toEqual(['second', 'second']);
    expect(reads(gateway)).toHaveLength(2);
  });
});
