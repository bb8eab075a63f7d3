import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const UNIQUE = 'my_unique_property_name';

const hubspot = await openSandbox();
beforeEach(() => hubspot.sandbox.reset());
afterAll(() => hubspot.sandbox.close());

const ids = (body: { results: { id: string }[] }) => body.results.map(({ id }) => id);
const emailOf = (id: string) => hubspot.sandbox.contact(id)?.properties.email ?? '';

describe("the sandbox's batch/read", () => {
  it('answers each contact once with the properties asked for: null where unset, left out where unknown', async () => {
    const { status, body } = await hubspot.read({
      inputs: [{ id: '512' }, { id: '512' }],
      properties: ['firstname', 'jobtitle', 'nonsense'],
    });
    expect([status, ids(body)]).toEqual([200, ['512']]);
    expect(body.results[0].properties).toEqual({
      createdate: expect.any(String),
      firstname: expect.any(String),
      hs_object_id: '512',
      jobtitle: null,
      lastmodifieddate: expect.any(String),
    });
  });

  it('groups what is not there into one error of a 207, without a word of a merged contact', async () => {
    const { status, body } = await hubspot.read({ inputs: ['9', '512', '801', '820', '9'].map((id) => ({ id })) });
    expect([status, body.numErrors, ids(body)]).toEqual([207, 1, ['512']]);
    expect(body.errors).toMatchObject([{ category: 'OBJECT_NOT_FOUND', context: { ids: ['9', '801'] } }]);
  });

  it('takes emails, secondary ones too, and unique properties as idProperty for the whole call, and no other', async () => {
    const emails = [{ id: emailOf('512').toUpperCase() }, { id: 'SECOND.521@example.com' }];
    const byEmail = await hubspot.read({ inputs: emails, idProperty: 'email' });
    expect(ids(byEmail.body).toSorted()).toEqual(['512', '521']);
    const byUnique = await hubspot.read({ inputs: [{ id: 'unique-512' }], idProperty: UNIQUE });
    expect(ids(byUnique.body)).toEqual(['512']);
    expect((await hubspot.read({ inputs: [{ id: 'x' }], idProperty: 'firstname' })).status).toBe(400);
  });

  it('finds a contact by the emails of one that was merged into it', async () => {
    const email = emailOf('513');
    hubspot.sandbox.merge('512', '513');
    expect(ids((await hubspot.read({ inputs: [{ id: email }], idProperty: 'email' })).body)).toEqual(['512']);
    expect(hubspot.sandbox.contact('513')).toBeUndefined();
  });

  it('refuses more than 100 inputs', async () => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    expect((await hubspot.read({ inputs })).status).toBe(400);
  });
});

describe("the sandbox's single contact", () => {
  it('is read with the usual properties, or with those asked for', async () => {
    const usual = await hubspot.send('GET', `${CONTACTS}/512`);
    expect(Object.keys(usual.body.properties)).toEqual([
      'createdate',
      'email',
      'firstname',
      'hs_object_id',
      'lastmodifieddate',
      'lastname',
    ]);
    const asked = await hubspot.send('GET', `${CONTACTS}/512?properties=company,jobtitle`);
    expect(asked.body.properties).toMatchObject({ company: expect.any(String), jobtitle: null });
  });

  it('is read and updated under its own id and under that of a contact that was merged into it', async () => {
    const patched = await hubspot.send('PATCH', `${CONTACTS}/820`, { properties: { firstname: 'Eve' } });
    expect([patched.status, patched.body.id]).toEqual([200, '520']);
    expect((await hubspot.send('GET', `${CONTACTS}/820`)).body).toMatchObject({
      id: '520',
      properties: { firstname: 'Eve' },
    });
    const path = `${CONTACTS}/512`;
    expect((await hubspot.send('PATCH', path, { properties: { nonsense: 'x' } })).status).toBe(400);
    expect((await hubspot.send('PATCH', path, '{"prop')).body.message).toBe('Invalid input JSON');
  });

  it.each([
    ['GET', 'hs_object_id', '512'],
    ['GET', UNIQUE, 'unique-512'],
    ['PATCH', UNIQUE, 'Unique-512'],
    ['GET', 'email', emailOf('512')],
    ['PATCH', 'email', emailOf('512')],
  ])('takes, in a %s, %s as idProperty', async (method, idProperty, id) => {
    const body = method === 'PATCH' ? { properties: {} } : undefined;
    const answer = await hubspot.send(method, `${CONTACTS}/${id}?idProperty=${idProperty}`, body);
    expect([answer.status, answer.body.id]).toEqual([200, '512']);
  });

  it.each([
    ['GET', 'firstname'],
    ['GET', 'nope'],
    ['PATCH', 'firstname'],
    ['PATCH', 'hs_object_id'],
  ])('refuses, in a %s, %s as idProperty', async (method, idProperty) => {
    const body = method === 'PATCH' ? { properties: { company: 'Written' } } : undefined;
    const answer = await hubspot.send(method, `${CONTACTS}/512?idProperty=${idProperty}`, body);
    expect([answer.status, answer.body.message, answer.body.category]).toEqual([
      400,
      `Unable to perform update/upsert by non-unique 0-1 property ${idProperty} in portal ID 44237313`,
      'VALIDATION_ERROR',
    ]);
    expect(hubspot.sandbox.contact('512')?.properties.company).not.toBe('Written');
  });

  it('that is not there is a 404: JSON for those who ask for it, a page for those who take anything', async () => {
    for (const id of ['1', '801']) {
      const { status, body } = await hubspot.send('GET', `${CONTACTS}/${id}`);
      expect([status, body.message, body.category]).toEqual([404, 'resource not found', undefined]);
    }
    const text = await hubspot.send('PATCH', `${CONTACTS}/a@example.com`, { properties: {} });
    expect(text.body).toMatchObject({
      message: 'Object not found.  objectId are usually numeric.',
      category: 'OBJECT_NOT_FOUND',
    });
    const page = await hubspot.send('GET', `${CONTACTS}/1`, undefined, { accept: '*/*' });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html;charset=iso-8859-1']);
  });
});
