import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const UNIQUE = 'my_unique_property_name';
const input = (id: string, properties: object, traceId?: string) => ({
  id,
  properties,
  ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
});
const same = { email: 'same@example.com' };

describe('two inputs of a batch that claim one value', () => {
  it.each([
    ['without trace ids', {}, '/crm/v3/objects/contacts', false],
    ['without trace ids, in version 2026-09', {}, '/crm/objects/2026-09/contacts', false],
    ['with trace ids, where a bad value fails the batch', { invalidValues: 'batch' }, CONTACTS, true],
  ] as const)('are refused together %s, and nothing is written', async (_how, switches, path, traced) => {
    await using hubspot = await openSandbox({ switches });
    const trace = (id: string) => (traced ? `trace-${id}` : undefined);
    const { status, body } = await hubspot.send('POST', `${path}/batch/update`, {
      inputs: [input('501', same, trace('501')), input('502', same, trace('502'))],
    });
    expect([status, body]).toEqual([
      400,
      {
        status: 'error',
        message:
          'Cannot set PropertyValueCoordinates{portalId=44237313, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=same@example.com} on 502. 501 already has that value.',
        correlationId: expect.any(String),
        category: 'VALIDATION_ERROR',
      },
    ]);
    expect(hubspot.sandbox.contact('501')?.properties.email).not.toBe('same@example.com');
  });

  it('are the first written and the second a conflict with it, when they have trace ids', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(input('501', same, 'a'), input('502', same, 'b'));
    expect([status, body.results.map(({ id }: { id: string }) => id), body.errors]).toEqual([
      207,
      ['501'],
      [
        {
          status: 'error',
          category: 'CONFLICT',
          message: 'Contact already exists. Existing ID: 501',
          context: { objectWriteTraceId: ['b'], existingId: ['501'] },
        },
      ],
    ]);
  });

  it('both get theirs when one gives up what the next one takes', async () => {
    await using hubspot = await openSandbox();
    const { status } = await hubspot.update(
      input('501', { [UNIQUE]: 'new' }),
      input('502', { [UNIQUE]: 'unique-501' }),
    );
    expect(status).toBe(200);
  });
});

describe('single calls', () => {
  it.each([
    ['GET', 'firstname', 'Ada'],
    ['GET', 'lifecyclestage', 'lead'],
    ['GET', 'nope', '512'],
    ['PATCH', 'firstname', 'Ada'],
    ['PATCH', 'nope', '512'],
    ['PATCH', 'hs_object_id', '512'],
  ])('%s refuses %s as idProperty', async (method, idProperty, id) => {
    await using hubspot = await openSandbox();
    const body = method === 'PATCH' ? { properties: { company: 'Written' } } : undefined;
    const answer = await hubspot.send(method, `${CONTACTS}/${id}?idProperty=${idProperty}`, body);
    expect([answer.status, answer.body.message, answer.body.category]).toEqual([
      400,
      `Unable to perform update/upsert by non-unique 0-1 property ${idProperty} in portal ID 44237313`,
      'VALIDATION_ERROR',
    ]);
    expect(hubspot.sandbox.contact('512')?.properties.company).not.toBe('Written');
  });

  it.each([
    ['GET', 'hs_object_id', '512'],
    ['GET', UNIQUE, 'unique-512'],
    ['PATCH', UNIQUE, 'Unique-512'],
  ])('%s takes %s as idProperty', async (method, idProperty, id) => {
    await using hubspot = await openSandbox();
    const body = method === 'PATCH' ? { properties: {} } : undefined;
    const answer = await hubspot.send(method, `${CONTACTS}/${id}?idProperty=${idProperty}`, body);
    expect([answer.status, answer.body.id]).toEqual([200, '512']);
  });
});

describe('a value that was cleared', () => {
  it('finds nobody', async () => {
    await using hubspot = await openSandbox();
    await hubspot.update(input('505', { email: '', [UNIQUE]: '' }));
    const read = await hubspot.read({ idProperty: 'email', inputs: [{ id: '' }] });
    expect([read.status, read.body.results, read.body.errors[0].context]).toEqual([207, [], { ids: [''] }]);
    const update = await hubspot.update({ ...input('', { firstname: 'Written' }), idProperty: UNIQUE });
    expect([update.status, update.body.results]).toEqual([207, []]);
    expect(hubspot.sandbox.contact('505')?.properties.firstname).not.toBe('Written');
  });

  it('is not taken, and neither is a contact taken for another one', async () => {
    await using hubspot = await openSandbox();
    expect((await hubspot.update(input('505', { email: '' }), input('506', { email: '' }))).status).toBe(200);
    const other = { ...input('512', { firstname: 'b' }), idProperty: UNIQUE };
    const { status, body } = await hubspot.update(input('512', { firstname: 'a' }), other);
    expect([status, body.results.length, body.errors[0].context]).toEqual([207, 1, { ids: ['512'] }]);
  });
});

describe('a secondary email that becomes the primary one', () => {
  it('changes places with it', async () => {
    await using hubspot = await openSandbox();
    const former = hubspot.sandbox.contact('521')?.properties.email;
    await hubspot.update(input('521', { email: 'Third.521@example.com' }));
    expect(hubspot.sandbox.contact('521')?.properties).toMatchObject({
      email: 'third.521@example.com',
      hs_additional_emails: `second.521@example.com;${former}`,
    });
    const { body } = await hubspot.read({ idProperty: 'email', inputs: [{ id: former }] });
    expect(body.results[0].id).toBe('521');
  });
});
