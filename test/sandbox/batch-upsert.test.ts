import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const UNIQUE = 'my_unique_property_name';

const hubspot = await openSandbox();
beforeEach(() => hubspot.sandbox.reset());
afterAll(() => hubspot.sandbox.close());

interface Result {
  id: string;
  new: boolean;
}

const byEmail = (
  id: string,
  properties: Record<string, string> = { firstname: 'Ada' },
  objectWriteTraceId?: string,
) => ({
  id,
  idProperty: 'email',
  properties,
  objectWriteTraceId,
});
const byUnique = (id: string, properties?: Record<string, string>, traceId?: string) => ({
  ...byEmail(id, properties, traceId),
  idProperty: UNIQUE,
});
const stored = (id: string) => hubspot.sandbox.contact(id)?.properties ?? {};
const emailOf = (id: string) => stored(id).email ?? '';
const isNew = ({ results }: { results: Result[] }) =>
  Object.fromEntries(results.map((result) => [result.id, result.new]));

describe("the sandbox's batch/upsert", () => {
  it('updates a contact that there is, found by its email, whatever the case, or a unique property', async () => {
    const { status, body } = await hubspot.upsert(
      byEmail(emailOf('512').toUpperCase(), { firstname: 'Ada' }, 'a'),
      byUnique('UNIQUE-513', { email: 'changed@example.com' }),
    );
    expect([status, isNew(body)]).toEqual([200, { 512: false, 513: false }]);
    const updated = body.results.find(({ id }: Result) => id === '512');
    expect([updated.objectWriteTraceId, updated.properties.email]).toEqual(['a', undefined]);
    expect([stored('512').firstname, emailOf('513')]).toEqual(['Ada', 'changed@example.com']);
  });

  it('finds a contact by a secondary email, which stays one', async () => {
    const email = emailOf('521');
    const { body } = await hubspot.upsert(byEmail('second.521@example.com'));
    expect([isNew(body), emailOf('521'), stored('521').firstname]).toEqual([{ 521: false }, email, 'Ada']);
  });

  it('creates a contact that there is not, with its key, and finds it the next time', async () => {
    const inputs = [byEmail('New@Example.com', { firstname: 'Ada' }), byUnique('new', { email: 'other@example.com' })];
    const created = await hubspot.upsert(...inputs);
    expect([created.status, Object.values(isNew(created.body))]).toEqual([200, [true, true]]);
    const first = created.body.results.find(({ id }: Result) => emailOf(id) === 'new@example.com');
    expect(first.properties).toMatchObject({ firstname: 'Ada', email: 'new@example.com', createdate: first.createdAt });
    const again = await hubspot.upsert(...inputs);
    expect(isNew(again.body)).toEqual(Object.fromEntries(created.body.results.map(({ id }: Result) => [id, false])));
  });

  it('creates with the key even where the input has another value for it', async () => {
    const { body } = await hubspot.upsert(byUnique('key', { [UNIQUE]: 'other' }));
    expect(stored(body.results[0].id)[UNIQUE]).toBe('key');
  });

  it('takes a record id for what it is: one that is missing, like an empty key, is an error', async () => {
    const byId = (id: string) => ({ id, properties: { firstname: 'Ada' }, objectWriteTraceId: id });
    const { status, body } = await hubspot.upsert(byId('512'), byId('9001'), byEmail('', {}, 'c'), byId('820'));
    expect([status, isNew(body), body.errors]).toMatchObject([
      207,
      { 512: false },
      [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['9001', ''], objectWriteTraceId: ['9001', 'c'] } }],
    ]);
  });

  it.each(['firstname', 'hs_object_id', 'nonsense'])('refuses %s as idProperty', async (idProperty) => {
    const { status, body } = await hubspot.upsert(byEmail('x@example.com'), { ...byEmail('512'), idProperty });
    expect([status, body.message]).toEqual([
      400,
      `Unable to perform update/upsert by non-unique 0-1 property ${idProperty} in portal ID 44237313`,
    ]);
  });

  it.each([
    ['by one key', () => [byEmail(emailOf('512'), {}, 'a'), byEmail(emailOf('512').toUpperCase(), {}, 'b')], '512'],
    ['by two keys', () => [byEmail(emailOf('512')), byUnique('unique-512')], '512'],
    ['by two of its emails', () => [byEmail('second.521@example.com'), byEmail('third.521@example.com')], '521'],
    ['before it is there', () => [byEmail('NEW@example.com'), byEmail('new@example.com')], 'new@example.com'],
  ])('refuses the same contact twice, %s', async (_how, inputs, id) => {
    const { status, body } = await hubspot.upsert(...inputs());
    expect([status, body.message, body.context]).toEqual([
      400,
      `Duplicate IDs found in batch input: [${id}]. IDs must be unique`,
      { ids: [id] },
    ]);
  });

  it('refuses bad inputs as errors of their own when every input has a trace id', async () => {
    const { status, body } = await hubspot.upsert(
      byEmail('new@example.com', { firstname: 'Ada' }, 'a'),
      byEmail('no email', {}, 'b'),
      byUnique('new', { email: emailOf('512') }, 'c'),
      byUnique('unique-514', { email: 'new@example.com' }, 'd'),
    );
    const [{ id }] = body.results;
    expect([status, isNew(body), body.errors]).toMatchObject([
      207,
      { [id]: true },
      [
        { category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['b'] } },
        { category: 'CONFLICT', context: { objectWriteTraceId: ['c'], existingId: ['512'] } },
        { category: 'CONFLICT', context: { objectWriteTraceId: ['d'], existingId: [id] } },
      ],
    ]);
  });

  it('refuses the whole batch without trace ids: 409 for a new contact, 400 for one that there is', async () => {
    const good = byUnique('unique-515', { firstname: 'not written' });
    const email = emailOf('512');
    const created = await hubspot.upsert(good, byUnique('new', { email }));
    expect([created.status, created.body.message]).toEqual([409, 'Contact already exists. Existing ID: 512']);
    const updated = await hubspot.upsert(good, byUnique('unique-514', { email }));
    expect([updated.status, updated.body.message]).toEqual([
      400,
      expect.stringContaining(`value=${email}} on 514. 512 already has that value.`),
    ]);
    expect(stored('515').firstname).not.toBe('not written');
  });
});
