import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const UNIQUE = 'my_unique_property_name';

const hubspot = await openSandbox();
beforeEach(() => hubspot.sandbox.reset());
afterAll(() => hubspot.sandbox.close());

const input = (id: string, properties: Record<string, string> = { firstname: 'Ada' }, traceId?: string) => ({
  id,
  properties,
  ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
});
const traced = (id: string, properties?: Record<string, string>) => input(id, properties, `trace-${id}`);
const many = (count: number) => Array.from({ length: count }, (_, index) => input(String(501 + index)));
const ids = (body: { results: { id: string }[] }) => body.results.map(({ id }) => id);
const stored = (id: string) => hubspot.sandbox.contact(id)?.properties ?? {};

/** The correlation id differs each time. */
const withoutId = (text: string) => text.replace(/"correlationId":"[^"]+"/, '"correlationId":"…"');

describe("the sandbox's batch/update", () => {
  it('answers with what was written and some system properties, in alphabetical order', async () => {
    const { status, body, headers } = await hubspot.update(
      input('512', { firstname: 'Ada', email: 'Ada@Example.com', lastname: '' }),
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(Object.keys(body)).toEqual(['status', 'results', 'startedAt', 'completedAt']);
    const [result] = body.results;
    expect(result).toMatchObject({
      id: '512',
      archived: false,
      properties: { firstname: 'Ada', lastname: '', email: 'ada@example.com', hs_email_domain: 'example.com' },
    });
    expect(result.updatedAt).toBe(result.properties.lastmodifieddate);
    expect(Object.keys(result.properties)).toEqual(Object.keys(result.properties).toSorted());
    expect(result.properties).not.toHaveProperty('company');
  });

  it('writes nothing that is not in the input', async () => {
    const before = stored('512');
    await hubspot.update(input('512', { firstname: 'Written' }));
    const change = { firstname: 'Written', lastmodifieddate: expect.any(String) };
    expect(stored('512')).toEqual({ ...before, ...change });
    expect(stored('513').firstname).not.toBe('Written');
  });

  it('answers up to 100 results, in another order, with their trace ids; more inputs are refused', async () => {
    const { status, body } = await hubspot.update(...many(99), input('600', {}, 'a'));
    expect([status, ids(body).toSorted()]).toEqual([200, many(100).map(({ id }) => id)]);
    expect(ids(body)).not.toEqual(ids(body).toSorted());
    expect(body.results.find(({ id }: { id: string }) => id === '600').objectWriteTraceId).toBe('a');
    const refused = await hubspot.update(...many(101));
    expect([refused.status, refused.body.message]).toEqual([
      400,
      expect.stringMatching(/maximum number of inputs supported in a batch is 100/),
    ]);
  });

  it('groups records that do not exist into one error of a 207, and writes the others', async () => {
    const { status, body } = await hubspot.update(traced('9001'), traced('512'), traced('801'));
    expect([status, body.numErrors, ids(body)]).toEqual([207, 1, ['512']]);
    expect(body.errors).toEqual([
      {
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
        context: { ids: ['9001', '801'], objectWriteTraceId: ['trace-9001', 'trace-801'] },
      },
    ]);
  });

  it('leaves out a contact that was merged into another one, without a word', async () => {
    const { status, body } = await hubspot.update(traced('820'), traced('512'));
    expect([status, ids(body), 'errors' in body]).toEqual([200, ['512'], false]);
  });

  it('refuses a bad value as an error of its item when every input has a trace id', async () => {
    const { status, body } = await hubspot.update(
      input('512', { nonsense: 'a', firstname: 'not written' }, 't1'),
      input('513', { firstname: 'b' }, 't2'),
    );
    expect(status).toBe(207);
    expect(JSON.stringify(body.errors)).toBe(
      String.raw`[{"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"nonsense\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"nonsense\"}]","context":{"objectWriteTraceId":["t1"]}}]`,
    );
    expect([stored('512').firstname, stored('513').firstname]).toEqual([expect.not.stringMatching('not'), 'b']);
  });

  it('refuses the whole batch for a bad value, to the letter, when inputs have no trace id', async () => {
    const unknown = { first000name: 'a', last000name: 'b' };
    const { text } = await hubspot.update(input('501', unknown), input('502', unknown), input('503'));
    const entry = (name: string) =>
      `{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"${name}\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"${name}\\"}`;
    const detail = (name: string) =>
      `{"message":"Property \\"${name}\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["${name}"]}}`;
    const [first, last] = ['first000name', 'last000name'];
    expect(withoutId(text)).toBe(
      `{"status":"error","message":"Property values were not valid: [${[first, last, first, last].map(entry)}]","correlationId":"…","errors":[${[first, last, first].map(detail)}],"category":"VALIDATION_ERROR"}`,
    );
    expect(stored('503').firstname).not.toBe('Ada');
  });

  it.each([
    ['one input has no trace id', 't1', undefined],
    ['two inputs share a trace id', 't1', 't1'],
  ])('refuses the whole batch also when %s', async (_when, first, second) => {
    const { status, body } = await hubspot.update(
      input('512', { property_number: '1,5' }, first),
      input('513', { firstname: 'not written' }, second),
    );
    expect([status, body.message]).toEqual([
      400,
      'Property values were not valid: [{"isValid":false,"message":"1,5 was not a valid number","error":"INVALID_INTEGER","name":"property_number","propertyValue":"1,5"}]',
    ]);
    expect(stored('513').firstname).not.toBe('not written');
  });

  it('refuses the same record twice, also under two keys, with nothing written', async () => {
    const twice = await hubspot.update(traced('512'), { ...traced('512'), objectWriteTraceId: 'other' });
    expect([twice.status, twice.body]).toMatchObject([
      400,
      {
        message: 'Duplicate IDs found in batch input: [512]. IDs must be unique',
        context: { ids: ['512'] },
        category: 'VALIDATION_ERROR',
      },
    ]);
    expect((await hubspot.update(input('512'), { ...input('unique-512'), idProperty: UNIQUE })).status).toBe(400);
    expect(stored('512').firstname).not.toBe('Ada');
  });

  it('takes a unique property as idProperty, whatever the case, and no contact for another one', async () => {
    const { status, body } = await hubspot.update({ ...input('UNIQUE-512'), idProperty: UNIQUE });
    expect([status, ids(body)]).toEqual([200, ['512']]);
    const other = await hubspot.update(input('512'), { ...input('512'), idProperty: UNIQUE });
    expect([other.status, ids(other.body), other.body.errors[0].context]).toEqual([207, ['512'], { ids: ['512'] }]);
  });

  it.each(['email', 'firstname', 'hs_object_id', 'nonsense'])('refuses %s as idProperty', async (idProperty) => {
    const { status, body } = await hubspot.update({ ...input('512'), idProperty });
    expect([status, body.message]).toEqual([
      400,
      `Unable to perform update/upsert by non-unique 0-1 property ${idProperty} in portal ID 44237313`,
    ]);
  });

  it.each([
    ['an id that is a number', { inputs: [{ id: 512, properties: {} }] }],
    ['no properties', { inputs: [{ id: '512' }] }],
    ['a value that is an object', { inputs: [{ id: '512', properties: { a: { b: 1 } } }] }],
    ['no inputs', {}],
    ['nothing', ''],
    ['half of JSON', '{"inputs":['],
  ])('refuses a body of another shape: %s', async (_what, sent) => {
    const { status, body } = await hubspot.send('POST', `${CONTACTS}/batch/update`, sent);
    const error = { status: 'error', message: 'Invalid input JSON', correlationId: expect.any(String) };
    expect([status, body]).toEqual([400, error]);
  });

  it('takes a property of any name for what it is', async () => {
    const text = '{"inputs":[{"id":"512","properties":{"__proto__":"x"}}]}';
    const { status, body } = await hubspot.send('POST', `${CONTACTS}/batch/update`, text);
    expect([status, body.errors[0].context.propertyName]).toEqual([400, ['__proto__']]);
  });

  it('moves the lifecycle stage forward, ignores a step back, and begins anew once it was cleared', async () => {
    const stage = async (lifecyclestage: string) =>
      (await hubspot.update(input('512', { lifecyclestage }))).body.results[0].properties.lifecyclestage;
    const stages = [await stage('customer'), await stage('lead'), await stage(''), await stage('lead')];
    expect(stages).toEqual(['customer', 'customer', '', 'lead']);
  });
});

describe('a value that must be unique', () => {
  const same = { email: 'same@example.com' };
  const taken = (property: string, value: string, id: string, owner: string) =>
    `Cannot set PropertyValueCoordinates{portalId=44237313, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=${property}, value=${value}} on ${id}. ${owner} already has that value.`;

  it('and that another contact has is refused; a contact keeps its own', async () => {
    const email = stored('513').email ?? '';
    for (const [value, existingId] of [
      [email, '513'],
      ['third.521@example.com', '521'],
    ] as const) {
      const { status, body } = await hubspot.update(traced('512', { email: value }));
      expect([status, body.errors]).toEqual([
        207,
        [
          {
            status: 'error',
            category: 'CONFLICT',
            message: `Contact already exists. Existing ID: ${existingId}`,
            context: { objectWriteTraceId: ['trace-512'], existingId: [existingId] },
          },
        ],
      ]);
    }
    const untraced = await hubspot.update(input('512', { [UNIQUE]: 'unique-513' }));
    expect([untraced.status, untraced.body.message]).toEqual([400, taken(UNIQUE, 'unique-513', '512', '513')]);
    expect((await hubspot.update(traced('513', { email }))).status).toBe(200);
  });

  it.each([
    ['without trace ids', input, CONTACTS, 'item'],
    ['without trace ids, in version 2026-09', input, '/crm/objects/2026-09/contacts', 'item'],
    ['with trace ids, where a bad value fails the batch', traced, CONTACTS, 'batch'],
  ] as const)('and that two inputs claim refuses both %s', async (_how, with_, path, invalidValues) => {
    await using hubspot = await openSandbox({ switches: { invalidValues } });
    const inputs = [with_('501', same), with_('502', same)];
    const { status, body } = await hubspot.send('POST', `${path}/batch/update`, { inputs });
    expect([status, body]).toEqual([
      400,
      {
        status: 'error',
        message: taken('email', same.email, '502', '501'),
        correlationId: expect.any(String),
        category: 'VALIDATION_ERROR',
      },
    ]);
    expect(hubspot.sandbox.contact('501')?.properties.email).not.toBe(same.email);
  });

  it('and that two inputs with trace ids claim is written for the first', async () => {
    const { status, body } = await hubspot.update(traced('501', same), traced('502', same));
    expect([status, ids(body), body.errors]).toMatchObject([
      207,
      ['501'],
      [{ category: 'CONFLICT', context: { objectWriteTraceId: ['trace-502'], existingId: ['501'] } }],
    ]);
  });

  it('is left to the second input when the first one cannot be written', async () => {
    const { body } = await hubspot.update(traced('501', { ...same, nonsense: 'x' }), traced('502', same));
    expect([ids(body), body.errors]).toMatchObject([['502'], [{ category: 'VALIDATION_ERROR' }]]);
  });

  it('finds nobody, and is not taken, once it was cleared', async () => {
    const cleared = await hubspot.update(input('505', { email: '', [UNIQUE]: '' }), input('506', { email: '' }));
    expect(cleared.status).toBe(200);
    const read = await hubspot.read({ idProperty: 'email', inputs: [{ id: '' }] });
    expect([read.status, read.body.results, read.body.errors[0].context]).toEqual([207, [], { ids: [''] }]);
    const update = await hubspot.update({ ...input(''), idProperty: UNIQUE });
    expect([update.status, update.body.results]).toEqual([207, []]);
  });
});

describe('the switches', () => {
  it('let a bad value refuse all inputs although they have trace ids', async () => {
    await using strict = await openSandbox({ switches: { invalidValues: 'batch' } });
    const { status, body } = await strict.update(traced('512'), traced('513', { property_dropdown: 'no' }));
    expect([status, body.errors[0].code]).toEqual([400, 'INVALID_OPTION']);
    expect(strict.sandbox.contact('512')?.properties.firstname).not.toBe('Ada');
  });

  it('leave trace ids out of results, and let emails address updates', async () => {
    await using lenient = await openSandbox({ switches: { echoTraceIds: false, emailUpdates: 'accepted' } });
    const email = lenient.sandbox.contact('512')?.properties.email ?? '';
    const { body } = await lenient.update({ ...traced(email), idProperty: 'email' });
    expect(ids(body)).toEqual(['512']);
    expect(body.results[0]).not.toHaveProperty('objectWriteTraceId');
  });
});
