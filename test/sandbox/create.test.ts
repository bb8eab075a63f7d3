import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const UNIQUE = 'my_unique_property_name';

const hubspot = await openSandbox();
beforeEach(() => hubspot.sandbox.reset());
afterAll(() => hubspot.sandbox.close());

interface Result {
  id: string;
  properties: Record<string, string>;
  objectWriteTraceId?: string;
}

const input = (properties: Record<string, string>, objectWriteTraceId?: string) => ({ properties, objectWriteTraceId });
const emailOf = (id: string) => hubspot.sandbox.contact(id)?.properties.email ?? '';
const emails = ({ results }: { results: Result[] }) => results.map(({ properties }) => properties.email).toSorted();
/** How many contacts have the email, 0 or 1. */
const found = async (email: string) =>
  (await hubspot.read({ idProperty: 'email', inputs: [{ id: email }] })).body.results.length;
const error = (message: string, category: string) => ({
  status: 'error',
  message,
  correlationId: expect.any(String),
  category,
});
const taken = (property: string, value: string, ownerId: string) =>
  expect.stringMatching(
    new RegExp(
      `^Cannot set PropertyValueCoordinates\\{portalId=44237313, .*, propertyName=${property}, value=${value}\\} on \\d+\\. ${ownerId} already has that value\\.$`,
    ),
  );

describe("the sandbox's batch/create", () => {
  it('answers 201 with what was written and system properties, and the contact is there from then on', async () => {
    const { status, body } = await hubspot.create({
      ...input({ email: 'New@Example.com', firstname: 'Ada', lastname: '' }, 'a'),
      associations: [],
    });
    expect([status, Object.keys(body)]).toEqual([201, ['status', 'results', 'startedAt', 'completedAt']]);
    const [result] = body.results;
    expect(result).toMatchObject({
      archived: false,
      objectWriteTraceId: 'a',
      properties: { email: 'new@example.com', firstname: 'Ada', lastname: '', hs_object_id: result.id },
    });
    expect(result.createdAt).toBe(result.updatedAt);
    expect(result.properties).toMatchObject({ createdate: result.createdAt, lastmodifieddate: result.createdAt });
    expect(result.properties).not.toHaveProperty('company');
    expect((await hubspot.send('GET', `${CONTACTS}/${result.id}`)).body.properties.firstname).toBe('Ada');
    expect(await found('new@example.com')).toBe(1);
  });

  it('creates up to 100 contacts with ids of their own, answered in another order; more are refused', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => input({ firstname: `n${at}` }, `t${at}`));
    const { status, body } = await hubspot.create(...many(100));
    const results: Result[] = body.results;
    expect([status, new Set(results.map(({ id }) => id)).size]).toEqual([201, 100]);
    for (const { properties, objectWriteTraceId } of results) {
      expect(properties.firstname).toBe(objectWriteTraceId?.replace('t', 'n'));
    }
    expect(results.map(({ id }) => id)).not.toEqual(results.map(({ id }) => id).toSorted());
    expect((await hubspot.create(...many(101))).status).toBe(400);
  });

  it('refuses bad inputs as errors of their own when every input has a trace id', async () => {
    const { status, body } = await hubspot.create(
      input({ email: 'good@example.com' }, 'a'),
      input({ email: 'bad@example.com', nonsense: 'x' }, 'b'),
      input({ email: emailOf('513') }, 'c'),
      input({ email: 'third.521@example.com' }, 'd'),
      input({ [UNIQUE]: 'UNIQUE-514' }, 'e'),
    );
    const conflict = (traceId: string, existingId: string) => ({
      status: 'error',
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${existingId}`,
      context: { objectWriteTraceId: [traceId], existingId: [existingId] },
    });
    expect([status, emails(body), body.numErrors]).toEqual([207, ['good@example.com'], 4]);
    expect(body.errors).toEqual([
      {
        status: 'error',
        category: 'VALIDATION_ERROR',
        message: expect.stringContaining('PROPERTY_DOESNT_EXIST'),
        context: { objectWriteTraceId: ['b'] },
      },
      conflict('c', '513'),
      conflict('d', '521'),
      conflict('e', '514'),
    ]);
    expect(await found('bad@example.com')).toBe(0);
  });

  it('answers 201 to a batch in part in version 2026-09, 207 in version 2026-03', async () => {
    const inputs = [input({ firstname: 'Ada' }, 'a'), input({ nonsense: 'x' }, 'b')];
    const create = async (version: string) => {
      const { status, body } = await hubspot.send('POST', `/crm/objects/${version}/contacts/batch/create`, { inputs });
      return [status, body.results.length, body.numErrors];
    };
    expect([await create('2026-09'), await create('2026-03')]).toEqual([
      [201, 1, 1],
      [207, 1, 1],
    ]);
  });

  it('creates the first of two inputs that claim one value', async () => {
    const { status, body } = await hubspot.create(
      input({ email: 'same@example.com' }, 'a'),
      input({ email: 'SAME@example.com' }, 'b'),
    );
    const [{ id }] = body.results;
    expect([status, body.results.length, body.errors]).toMatchObject([
      207,
      1,
      [{ category: 'CONFLICT', context: { objectWriteTraceId: ['b'], existingId: [id] } }],
    ]);
  });

  it.each([
    ['without trace ids', 'item', undefined],
    ['with trace ids, where a bad value fails the batch', 'batch', 'a'],
  ] as const)('refuses the whole batch %s, and creates nothing', async (_how, invalidValues, traceId) => {
    await using strict = await openSandbox({ switches: { invalidValues } });
    const good = input({ email: 'good@example.com' }, traceId);
    const refused = async (...bad: Record<string, string>[]) => {
      const inputs = bad.map((properties, at) => input(properties, traceId && `b${at}`));
      const { status, body } = await strict.create(good, ...inputs);
      return [status, body];
    };
    const values = await refused({ nonsense: 'x' }, { email: emailOf('513') });
    expect(values).toMatchObject([400, { message: expect.stringMatching(/^Property values were not valid: \[/) }]);
    const exists = 'Contact already exists';
    expect([
      await refused({ email: emailOf('513') }),
      await refused({ email: emailOf('513') }, { email: emailOf('514') }),
      await refused({ [UNIQUE]: 'unique-513' }),
    ]).toEqual([
      [409, error(`${exists}. Existing ID: 513`, 'CONFLICT')],
      [409, error(exists, 'CONFLICT')],
      [400, error(taken(UNIQUE, 'unique-513', '513'), 'VALIDATION_ERROR')],
    ]);
    const read = await strict.read({ idProperty: 'email', inputs: [{ id: 'good@example.com' }] });
    expect(read.body.results).toEqual([]);
  });

  it('lets the email of an archived contact be taken', async () => {
    const email = emailOf('513');
    hubspot.sandbox.archive('513');
    expect((await hubspot.create(input({ email }))).status).toBe(201);
  });

  it.each([
    ['no properties', { inputs: [{}] }],
    ['a value that is a number', { inputs: [{ properties: { firstname: 1 } }] }],
    ['no inputs', {}],
  ])('refuses a body of another shape: %s', async (_what, sent) => {
    const { status, body } = await hubspot.send('POST', `${CONTACTS}/batch/create`, sent);
    expect([status, body.message]).toEqual([400, 'Invalid input JSON']);
  });
});

describe('a single create', () => {
  const create = (properties: unknown) => hubspot.send('POST', CONTACTS, { properties });

  it('answers 201 with the contact and says where it is', async () => {
    const { status, body, headers } = await create({ email: 'Single@Example.com' });
    expect([status, body.properties.email]).toEqual([201, 'single@example.com']);
    const location = headers.get('location') ?? '';
    expect(location).toBe(`${CONTACTS}/${body.id}`);
    expect((await hubspot.send('GET', location)).body.id).toBe(body.id);
  });

  it('is refused with 409 for an email that exists, with 400 for any other reason', async () => {
    const answer = async (properties: unknown) => {
      const { status, body } = await create(properties);
      return [status, body.message, body.category];
    };
    expect([
      await answer({ email: emailOf('512') }),
      await answer({ [UNIQUE]: 'unique-512' }),
      await answer({ email: 'nobody' }),
      await answer(null),
    ]).toEqual([
      [409, 'Contact already exists. Existing ID: 512', 'CONFLICT'],
      [400, taken(UNIQUE, 'unique-512', '512'), 'VALIDATION_ERROR'],
      [400, expect.stringContaining('Email address nobody is invalid'), 'VALIDATION_ERROR'],
      [400, 'Invalid input JSON', undefined],
    ]);
  });
});
