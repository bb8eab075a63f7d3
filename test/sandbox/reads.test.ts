import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

describe("the sandbox's batch/read", () => {
  it('answers each contact once with the properties asked for: null where unset, left out where unknown', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.read({
      inputs: [{ id: '512' }, { id: '512' }],
      properties: ['firstname', 'jobtitle', 'nonsense'],
    });
    expect(status).toBe(200);
    expect(body.results).toHaveLength(1);
    expect(body.results[0].properties).toMatchObject({
      firstname: expect.any(String),
      jobtitle: null,
      hs_object_id: '512',
    });
    expect(body.results[0].properties).not.toHaveProperty('nonsense');
  });

  it('groups what is not there into one error of a 207', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.read({ inputs: [{ id: '1' }, { id: '512' }, { id: '2' }], properties: [] });
    expect([status, body.numErrors]).toEqual([207, 1]);
    expect(body.errors).toMatchObject([{ category: 'OBJECT_NOT_FOUND', context: { ids: ['1', '2'] } }]);
  });

  it('takes the email and unique properties as idProperty for the whole call, and no other', async () => {
    await using hubspot = await openSandbox();
    const email = hubspot.sandbox.contact('512')?.properties.email?.toUpperCase();
    const byEmail = await hubspot.read({ inputs: [{ id: email }], idProperty: 'email' });
    expect(byEmail.body.results[0].id).toBe('512');
    const byUnique = await hubspot.read({ inputs: [{ id: 'unique-512' }], idProperty: 'my_unique_property_name' });
    expect(byUnique.body.results[0].id).toBe('512');
    expect((await hubspot.read({ inputs: [{ id: 'x' }], idProperty: 'firstname' })).status).toBe(400);
  });

  it('refuses more than 100 inputs', async () => {
    await using hubspot = await openSandbox();
    const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    expect((await hubspot.read({ inputs })).status).toBe(400);
  });
});

describe("the sandbox's single contact", () => {
  it('is read with the usual properties, or with those asked for', async () => {
    await using hubspot = await openSandbox();
    const usual = await hubspot.send('GET', '/crm/v3/objects/contacts/512');
    expect(Object.keys(usual.body.properties)).toEqual([
      'createdate',
      'email',
      'firstname',
      'hs_object_id',
      'lastmodifieddate',
      'lastname',
    ]);
    const asked = await hubspot.send('GET', '/crm/v3/objects/contacts/512?properties=company,jobtitle');
    expect(asked.body.properties).toMatchObject({ company: expect.any(String), jobtitle: null });
  });

  it('is updated, by email too', async () => {
    await using hubspot = await openSandbox();
    const email = hubspot.sandbox.contact('512')?.properties.email;
    const { status, body } = await hubspot.send('PATCH', `/crm/v3/objects/contacts/${email}?idProperty=email`, {
      properties: { firstname: 'Ada' },
    });
    expect([status, body.id, body.properties.firstname]).toEqual([200, '512', 'Ada']);
    expect(
      (await hubspot.send('PATCH', '/crm/v3/objects/contacts/512', { properties: { nonsense: 'x' } })).status,
    ).toBe(400);
  });

  it('that is not there is a 404: JSON for those who ask for it, a page for those who take anything', async () => {
    await using hubspot = await openSandbox();
    const numeric = await hubspot.send('GET', '/crm/v3/objects/contacts/1');
    expect([numeric.status, numeric.body.message, numeric.body.category]).toEqual([
      404,
      'resource not found',
      undefined,
    ]);
    const text = await hubspot.send('PATCH', '/crm/v3/objects/contacts/a@example.com', { properties: {} });
    expect(text.body).toMatchObject({
      message: 'Object not found.  objectId are usually numeric.',
      category: 'OBJECT_NOT_FOUND',
    });
    const page = await hubspot.send('GET', '/crm/v3/objects/contacts/1', undefined, { accept: '*/*' });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html;charset=iso-8859-1']);
  });
});
