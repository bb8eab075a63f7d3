/**
 * Every kind of answer of the sandbox against HubSpot's OpenAPI documents, where they are at hand: put them into a folder
 * and name it in HUBSPOT_OPENAPI (default: ../shared/hubspot-openapi beside the project).
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const folder = process.env.HUBSPOT_OPENAPI ?? new URL('../../../shared/hubspot-openapi', import.meta.url).pathname;
const atHand = existsSync(folder);
if (!atHand)
  process.stderr.write(`HubSpot's OpenAPI documents are not in ${folder}: the sandbox is not checked against them.\n`);

const ajv = new Ajv({ strict: false, allErrors: true, formats: fullFormats });
const documents = ['contacts-v3', 'contacts-2026-09', 'properties-v3', 'oauth-v3'];

/** HubSpot's own departures from its documents, as recorded. Everything else has to fit. */
const DEPARTURES: Record<string, (error: ErrorObject) => boolean> = {
  'errors of single items have no "errors" and no "links"': ({ instancePath, params }) =>
    /^\/errors\/\d+$/.test(instancePath) && ['errors', 'links'].includes(params.missingProperty),
  'reads answer null for a property without a value': ({ instancePath, params }) =>
    /\/properties\/[^/]+$/.test(instancePath) && params.type === 'string',
  'errors of a call often have no category': ({ params, instancePath }) =>
    instancePath === '' && params.missingProperty === 'category',
};
const seen = new Set<string>();

function violations(schema: string, body: unknown): string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`There is no ${schema}.`);
  validate(body);
  return (validate.errors ?? []).flatMap((error) => {
    const departure = Object.keys(DEPARTURES).find((name) => DEPARTURES[name]?.(error));
    if (departure === undefined) return `${error.instancePath || '/'} ${error.message}`;
    seen.add(departure);
    return [];
  });
}

const CONTACTS = '/crm/v3/objects/contacts';
const input = (id: string, properties: object = { firstname: 'Ada' }, traceId?: string) => ({
  id,
  properties,
  ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
});
const many = Array.from({ length: 101 }, (_, index) => input(String(index)));
const mixed = [
  input('512', { property_number: '1', company: '' }, 'a'),
  input('999999', {}, 'b'),
  input('513', { property_dropdown: 'no' }, 'c'),
  input('514', { my_unique_property_name: 'unique-515' }, 'd'),
];

const mixedNew = [
  { properties: { firstname: 'Ada', company: '' }, objectWriteTraceId: 'a' },
  { properties: { property_dropdown: 'no' }, objectWriteTraceId: 'b' },
  { properties: { my_unique_property_name: 'unique-515' }, objectWriteTraceId: 'c' },
];
const upserts = [
  ...mixed,
  { ...input('new@example.com', {}, 'e'), idProperty: 'email' },
  { ...input('nobody', {}, 'f'), idProperty: 'email' },
];
const clash = { properties: { email: 'second.521@example.com' } };

/** What is sent, and what the document says the answer is. */
const CALLS: readonly (readonly [what: string, method: string, path: string, body: unknown, schema: string])[] = [
  ['update', 'POST', `${CONTACTS}/batch/update`, { inputs: mixed.slice(0, 1) }, 'BatchResponseSimplePublicObject'],
  [
    'update in part',
    'POST',
    `${CONTACTS}/batch/update`,
    { inputs: mixed },
    'BatchResponseSimplePublicObjectWithErrors',
  ],
  ['empty update', 'POST', `${CONTACTS}/batch/update`, { inputs: [] }, 'BatchResponseSimplePublicObject'],
  ['create', 'POST', `${CONTACTS}/batch/create`, { inputs: mixedNew.slice(0, 1) }, 'BatchResponseSimplePublicObject'],
  [
    'create in part',
    'POST',
    `${CONTACTS}/batch/create`,
    { inputs: mixedNew },
    'BatchResponseSimplePublicObjectWithErrors',
  ],
  [
    'upsert',
    'POST',
    `${CONTACTS}/batch/upsert`,
    { inputs: upserts.slice(0, 1) },
    'BatchResponseSimplePublicUpsertObject',
  ],
  [
    'upsert in part',
    'POST',
    `${CONTACTS}/batch/upsert`,
    { inputs: upserts },
    'BatchResponseSimplePublicUpsertObjectWithErrors',
  ],
  ['single create', 'POST', CONTACTS, { properties: { firstname: 'Eve' } }, 'SimplePublicObject'],
  ['existing contact', 'POST', CONTACTS, clash, 'Error'],
  ['existing contacts', 'POST', `${CONTACTS}/batch/create`, { inputs: [clash, clash] }, 'Error'],
  ['read', 'POST', `${CONTACTS}/batch/read`, { inputs: [{ id: '512' }] }, 'BatchResponseSimplePublicObject'],
  [
    'read in part',
    'POST',
    `${CONTACTS}/batch/read`,
    { inputs: [{ id: '512' }, { id: '0' }], properties: ['fax'] },
    'BatchResponseSimplePublicObjectWithErrors',
  ],
  ['single read', 'GET', `${CONTACTS}/512?properties=fax`, undefined, 'SimplePublicObjectWithAssociations'],
  ['single update', 'PATCH', `${CONTACTS}/512`, { properties: { firstname: 'Eve' } }, 'SimplePublicObject'],
  ['search', 'POST', `${CONTACTS}/search`, {}, 'CollectionResponseWithTotalSimplePublicObject'],
  [
    'last page of a search',
    'POST',
    `${CONTACTS}/search`,
    { limit: 200, properties: ['fax'] },
    'CollectionResponseWithTotalSimplePublicObject',
  ],
  ['search for nothing', 'POST', `${CONTACTS}/search`, { sorts: ['nonsense'] }, 'Error'],
  ['missing contact', 'GET', `${CONTACTS}/999999`, undefined, 'Error'],
  ['missing id', 'GET', `${CONTACTS}/x@example.com`, undefined, 'Error'],
  ['id zero', 'GET', `${CONTACTS}/0`, undefined, 'Error'],
  ['too many', 'POST', `${CONTACTS}/batch/update`, { inputs: many }, 'Error'],
  ['twice', 'POST', `${CONTACTS}/batch/update`, { inputs: [input('512'), input('512')] }, 'Error'],
  ['bad values', 'POST', `${CONTACTS}/batch/update`, { inputs: [input('512', { a: '1', b: '2' })] }, 'Error'],
  ['taken value', 'PATCH', `${CONTACTS}/514`, { properties: { my_unique_property_name: 'unique-515' } }, 'Error'],
  ['not unique', 'POST', `${CONTACTS}/batch/read`, { inputs: [{ id: 'x' }], idProperty: 'firstname' }, 'Error'],
  ['no JSON', 'POST', `${CONTACTS}/batch/update`, '{"inputs', 'Error'],
];

const FAULTS = [
  'expired-token',
  'missing-scopes',
  'locked',
  'ten-secondly-limit',
  'secondly-limit',
  'daily-limit',
  'moving',
  'internal-error',
];

describe.skipIf(!atHand)("the sandbox's answers fit HubSpot's OpenAPI documents", () => {
  let hubspot: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    hubspot = await openSandbox();
    for (const name of documents) ajv.addSchema(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')), name);
  });
  afterAll(() => hubspot.sandbox.close());

  it.each(CALLS)('%s', async (_what, method, path, body, schema) => {
    const answer = await hubspot.send(method, path, body);
    expect(violations(`contacts-v3#/components/schemas/${schema}`, answer.body)).toEqual([]);
  });

  it.each([
    ['update', 200, mixed, 3, 'BatchResponseSimplePublicObject'],
    ['create', 201, mixedNew, 2, 'BatchResponseSimplePublicObject'],
    ['upsert', 200, upserts, 4, 'BatchResponseSimplePublicUpsertObject'],
  ] as const)(
    'of %s in version 2026-09, errors within a %i included',
    async (operation, status, inputs, count, schema) => {
      const answer = await hubspot.send('POST', `/crm/objects/2026-09/contacts/batch/${operation}`, { inputs });
      expect([answer.status, answer.body.numErrors]).toEqual([status, count]);
      expect(violations(`contacts-2026-09#/components/schemas/${schema}`, answer.body)).toEqual([]);
    },
  );

  it('that refuse what breaks a rule of the account, one input and a whole batch', async () => {
    hubspot.sandbox.switches.rules = [{ property: null, value: null, requires: ['lastname'] }];
    const create = (...inputs: object[]) =>
      hubspot.send('POST', '/crm/objects/2026-09/contacts/batch/create', { inputs });
    const one = await create({ properties: {}, objectWriteTraceId: 'a' });
    const all = await create({ properties: {} });
    hubspot.sandbox.switches.rules = [];
    const schemas = 'contacts-2026-09#/components/schemas';
    expect([one.body.numErrors, all.status]).toEqual([1, 400]);
    expect(violations(`${schemas}/BatchResponseSimplePublicObject`, one.body)).toEqual([]);
    expect(violations(`${schemas}/Error`, all.body)).toEqual([]);
  });

  it('with the properties', async () => {
    const { body } = await hubspot.send('GET', '/crm/v3/properties/contacts');
    const schema = 'properties-v3#/components/schemas/CollectionResponsePropertyNoPaging';
    expect(violations(schema, body)).toEqual([]);
  });

  it.each(FAULTS)('with the fault %s', async (fault) => {
    await hubspot.send('POST', '/sandbox/faults', { fault });
    const { body } = await hubspot.send('GET', `${CONTACTS}/512`);
    expect(violations('contacts-v3#/components/schemas/Error', body)).toEqual([]);
  });

  it('with a token, and without one', async () => {
    const token = await hubspot.refresh();
    expect(violations('oauth-v3#/components/schemas/AccessTokenResponse', token.body)).toEqual([]);
    const refused = await hubspot.refresh({ grant_type: '' });
    expect(violations('oauth-v3#/components/schemas/Error', refused.body)).toEqual([]);
    const { body } = await hubspot.send('GET', `${CONTACTS}/512`, undefined, { token: null });
    expect(violations('contacts-v3#/components/schemas/Error', body)).toEqual([]);
  });

  it('and departs from them only in the ways in which HubSpot does', () => {
    expect([...seen].toSorted()).toEqual(Object.keys(DEPARTURES).toSorted());
  });
});
