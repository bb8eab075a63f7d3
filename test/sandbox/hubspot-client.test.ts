/** HubSpot's own client, in front of the sandbox: what it takes for HubSpot's answers has to be what it gets. */
import { Client } from '@hubspot/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { definitions } from '../definitions.ts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox({ definitions });
  client = new Client({ accessToken: 'pat-test', basePath: sandbox.url });
});
afterAll(() => sandbox.close());

const updates = (...ids: string[]) => ({ inputs: ids.map((id) => ({ id, properties: { firstname: `n${id}` } })) });

describe("HubSpot's own client", () => {
  it('updates a batch', async () => {
    const answer = await client.crm.contacts.batchApi.update({
      inputs: [
        { id: '512', properties: { firstname: 'Ada' }, objectWriteTraceId: 'a' },
        {
          id: 'unique-513',
          idProperty: 'my_unique_property_name',
          properties: { property_number: '17' },
          objectWriteTraceId: 'b',
        },
      ],
    });
    expect(answer.status).toBe('COMPLETE');
    expect(answer.startedAt).toBeInstanceOf(Date);
    const byTraceId = new Map(answer.results.map((result) => [result.objectWriteTraceId, result]));
    expect(byTraceId.get('a')).toMatchObject({ id: '512', properties: { firstname: 'Ada' }, archived: false });
    expect(byTraceId.get('b')).toMatchObject({ id: '513', properties: { property_number: '17' } });
    expect(byTraceId.get('a')?.updatedAt).toBeInstanceOf(Date);
  });

  it('gets the errors of a batch that was updated in part', async () => {
    const answer = await client.crm.contacts.batchApi.update(updates('512', '999998', '999999'));
    if (!('errors' in answer)) throw new Error('The client saw no errors.');
    expect([answer.results.length, answer.numErrors]).toEqual([1, 1]);
    expect(answer.errors).toMatchObject([
      { status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['999998', '999999'] } },
    ]);
  });

  it('throws for a batch that is refused as a whole, with the body', async () => {
    const error = await client.crm.contacts.batchApi.update(updates('512', '512')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 400, body: { category: 'VALIDATION_ERROR', context: { ids: ['512'] } } });
  });

  it('reads a batch, by record id and by email', async () => {
    const byId = await client.crm.contacts.batchApi.read({
      inputs: [{ id: '512' }, { id: '999999' }],
      properties: ['email', 'fax'],
      propertiesWithHistory: [],
    });
    expect(byId.results).toMatchObject([{ id: '512', properties: { email: expect.any(String), fax: null } }]);
    const email = byId.results[0]?.properties.email ?? '';
    const byEmail = await client.crm.contacts.batchApi.read({
      idProperty: 'email',
      inputs: [{ id: email }],
      properties: [],
      propertiesWithHistory: [],
    });
    expect(byEmail.results.map(({ id }) => id)).toEqual(['512']);
  });

  it('reads and updates one contact, and throws when there is none', async () => {
    const { basicApi } = client.crm.contacts;
    const updated = await basicApi.update('514', { properties: { lastname: 'Byron' } });
    expect(updated).toMatchObject({ id: '514', properties: { lastname: 'Byron' } });
    const read = await basicApi.getById('514', ['lastname', 'email']);
    expect(read.properties).toMatchObject({ lastname: 'Byron', email: expect.any(String) });
    const byEmail = await basicApi.getById(
      read.properties.email ?? '',
      ['lastname'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect(byEmail.id).toBe('514');
    await expect(basicApi.getById('999999')).rejects.toMatchObject({ code: 404 });
  });

  it('creates a batch, and gets the errors of one that was created in part', async () => {
    const { batchApi } = client.crm.contacts;
    const create = (objectWriteTraceId: string, email: string) => ({
      properties: { email },
      associations: [],
      objectWriteTraceId,
    });
    const created = await batchApi.create({ inputs: [create('a', 'one@example.com'), create('b', 'two@example.com')] });
    expect(created.status).toBe('COMPLETE');
    expect(created.results.map(({ properties }) => properties.email).toSorted()).toEqual([
      'one@example.com',
      'two@example.com',
    ]);
    const again = await batchApi.create({ inputs: [create('a', 'one@example.com'), create('c', 'three@example.com')] });
    if (!('errors' in again)) throw new Error('The client saw no errors.');
    const existing = created.results.find(({ objectWriteTraceId }) => objectWriteTraceId === 'a')?.id;
    expect([again.results.length, again.numErrors]).toEqual([1, 1]);
    expect(again.errors).toMatchObject([{ category: 'CONFLICT', context: { existingId: [existing] } }]);
  });

  it('upserts a batch, and is told which contacts are new', async () => {
    const upsert = (id: string) => ({ id, idProperty: 'email', properties: { firstname: 'Ada' } });
    const inputs = [upsert('upserted@example.com'), upsert('second.521@example.com')];
    const { results } = await client.crm.contacts.batchApi.upsert({ inputs });
    expect(results.map((result) => result._new).toSorted()).toEqual([false, true]);
    expect(results.find((result) => !result._new)?.id).toBe('521');
    expect(results.find((result) => result._new)?.properties.email).toBe('upserted@example.com');
  });

  it('archives a batch', async () => {
    await expect(
      client.crm.contacts.batchApi.archive({ inputs: [{ id: '601' }, { id: '602' }, { id: '999999' }] }),
    ).resolves.toBeUndefined();
    expect(['601', '602', '603'].map((id) => sandbox.contact(id)?.archived)).toEqual([true, true, false]);
  });

  it('creates and archives one contact, and throws when it exists', async () => {
    const { basicApi } = client.crm.contacts;
    const contact = { properties: { email: 'single@example.com' }, associations: [] };
    const created = await basicApi.create(contact);
    expect(created).toMatchObject({ properties: { email: 'single@example.com' }, createdAt: created.updatedAt });
    await expect(basicApi.create(contact)).rejects.toMatchObject({
      code: 409,
      body: { message: `Contact already exists. Existing ID: ${created.id}` },
    });
    await expect(basicApi.archive(created.id)).resolves.toBeUndefined();
    await expect(basicApi.getById(created.id)).rejects.toMatchObject({ code: 404 });
  });

  it('lists the properties', async () => {
    const { results } = await client.crm.properties.coreApi.getAll('contacts');
    expect(results.map(({ name }) => name)).toEqual(definitions.map(({ name }) => name));
    const dropdown = results.find(({ name }) => name === 'property_dropdown');
    expect(dropdown).toMatchObject({ type: 'enumeration', fieldType: 'select', groupName: expect.any(String) });
    expect(dropdown?.options.map(({ value }) => value)).toContain('choice_b');
  });

  it('refreshes an access token and uses it', async () => {
    const fresh = new Client({ basePath: sandbox.url });
    const token = await fresh.oauth.tokensApi.create(
      'refresh_token',
      undefined,
      undefined,
      'sandbox-client',
      'sandbox-secret',
      'sandbox-refresh-token',
    );
    expect(token).toMatchObject({ tokenType: 'bearer', expiresIn: 1800 });
    fresh.setAccessToken(token.accessToken);
    expect((await fresh.crm.contacts.basicApi.getById('512')).id).toBe('512');
    await expect(fresh.oauth.tokensApi.create('refresh_token')).rejects.toMatchObject({ code: 400 });
  });

  it('is told by the policy when the limit is reached', async () => {
    await using strict = await startSandbox({ definitions, rateLimit: { max: 1 } });
    const hasty = new Client({ accessToken: 'x', basePath: strict.url });
    await hasty.crm.contacts.basicApi.getById('512');
    await expect(hasty.crm.contacts.basicApi.getById('512')).rejects.toMatchObject({
      code: 429,
      body: { policyName: 'TEN_SECONDLY_ROLLING' },
    });
  });
});
