import { type GraphQLNamedOutputType, getNamedType, isObjectType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/graphql/create-schema.ts';
import { definitions as ours } from './definitions.ts';
import fc from './fast-check.ts';
import { startGateway } from './gateway.ts';
import { startScriptedServer } from './hubspot/scripted-server.ts';

const schema = createSchema(ours);
const RUNS = Number(process.env.ODD_ANSWERS_RUNS ?? 60);

/** Every field of a type, and of all that it leads to. */
function everyField(type: GraphQLNamedOutputType): string {
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => `... on ${member.name} ${everyField(member)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) => {
    const argument = field.args.map(({ name }) => `(${name}: "not_defined")`).join('');
    return `${type.name}_${field.name}: ${field.name}${argument} ${everyField(getNamedType(field.type))}`;
  });
  return `{ ${fields.join(' ')} }`;
}
const typed = (name: string) => everyField(schema.getType(name) as GraphQLNamedOutputType);

const WRITE = `mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) ${typed('UpdateContactsPayload')} }`;
const READ = `query { contact(id: "1") ${typed('Contact')} }`;
const DEFINITIONS = `query { contactProperties ${typed('ContactPropertyDefinition')} }`;

const DEEP = 20_000;
/** JSON that does not fit where it is put: as text, for some of it no value of JavaScript stands for. */
const ODD = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '2147483648',
  '-9007199254740993',
  '12345678901234567890',
  '1e999',
  '1e-7',
  '""',
  '" "',
  '"\\u0000\\u0007"',
  '"\\ud800"',
  '"<b>é🙂</b>"',
  JSON.stringify('x'.repeat(20_000)),
  '[]',
  '{}',
  '[null]',
  '["a",1,null,{}]',
  '{"__proto__":{"a":"b"},"constructor":"c","toString":null}',
  '[['.repeat(DEEP) + ']]'.repeat(DEEP),
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  `{"ids":${'['.repeat(DEEP)}"1"${']'.repeat(DEEP)}}`,
  '"2026-02-30T00:00:00Z"',
  '"2026-01-01T00:00:00+99:99"',
  '"0000-01-01T00:00:00+14:00"',
  '"9999-12-31T23:59:59-14:00"',
  '"2016-12-31T23:59:60Z"',
  '"2026-01-01T00:00:00.123456789Z"',
  '"2026-01-01 00:00:00"',
  '"2026-01-01T00:00Z"',
  '1767225600000',
  '"complete"',
  '"DONE"',
  '"javascript:alert(1)"',
  '{"propertyName":["email"],"existingId":7,"ids":["1",2]}',
];
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD.filter((json) => json.length > DEEP)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** An object in which each field is as it should be, odd, or missing. */
const object = (fields: Readonly<Record<string, string | fc.Arbitrary<string>>>): fc.Arbitrary<string> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          fc.oneof(
            { weight: 8, arbitrary: typeof value === 'string' ? fc.constant(value) : value },
            { weight: 3, arbitrary: odd },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
        ]),
      ),
    )
    .map(
      (sent) =>
        `{${Object.entries(sent)
          .flatMap(([name, json]) => (json === null ? [] : `"${name}":${json}`))
          .join()}}`,
    );
const list = (item: fc.Arbitrary<string>) => fc.array(item, { maxLength: 3 }).map((items) => `[${items.join()}]`);

const TIME = '"2026-03-10T23:04:41.164Z"';
const detail = object({
  message: '"no"',
  code: '"INVALID_OPTION"',
  in: '"x"',
  subCategory: '{"a":"b"}',
  context: '{"propertyName":["email"]}',
});
const error = object({
  status: '"error"',
  id: '"e"',
  message: fc.oneof(
    fc.constant('"no"'),
    odd.map((json) => JSON.stringify(`Property values were not valid: ${json}`)),
  ),
  category: fc.constantFrom(
    '"VALIDATION_ERROR"',
    '"CONFLICT"',
    '"OBJECT_NOT_FOUND"',
    '"MISSING_SCOPES"',
    '"RATE_LIMITS"',
    '"X"',
  ),
  subCategory: '"s"',
  correlationId: '"c-1"',
  context: fc.constantFrom('{"ids":["1"]}', '{"objectWriteTraceId":["TRACE-1"]}', '{"requiredScopes":["a"]}'),
  links: '{"a":"b"}',
  errors: list(detail),
  policyName: fc.constantFrom('"DAILY"', '"TEN_SECONDLY_ROLLING"', JSON.stringify('P'.repeat(10_000)), '"A\\u0001"'),
  errorType: '"RATE_LIMIT"',
});
const record = (number: string) =>
  object({
    id: `"${number}"`,
    properties: object({ firstname: '"Ada"', lastname: 'null', not_defined: '"x"', email: '"a@b.c"' }),
    createdAt: TIME,
    updatedAt: TIME,
    archived: 'false',
    archivedAt: TIME,
    url: '"https://app.hubspot.com/1"',
    objectWriteTraceId: `"TRACE-${number}"`,
    warnings: list(object({ category: '"w"', message: '"m"', context: '{"a":["b"]}' })),
  });
const batch = object({
  status: '"COMPLETE"',
  results: fc.tuple(record('1'), record('2')).map((both) => `[${both.join()}]`),
  errors: list(error),
  numErrors: '1',
  requestedAt: TIME,
  startedAt: TIME,
  completedAt: TIME,
  links: '{"a":"b"}',
});
const definition = object({
  name: '"firstname"',
  label: '"First"',
  type: '"string"',
  fieldType: '"text"',
  description: '"d"',
  groupName: '"g"',
  options: list(object({ label: '"l"', value: '"v"', hidden: 'false', description: '"d"', displayOrder: '1' })),
  displayOrder: '-1',
  modificationMetadata: '{"readOnlyValue":false}',
  hasUniqueValue: 'false',
});
const definitions = object({ results: list(definition) });

const other = fc.oneof(error, odd, fc.constantFrom('', '<html>', '{"status":"COMPLETE","results":['));
const answer = (fitting: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 1, arbitrary: other });

const headerText = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    '12.3456',
    '3000000',
    '1e9',
    '999999999',
    'Wed, 21 Oct 2099 07:28:00 GMT',
    'gzip',
    'br',
    '',
  ),
  fc.string({ maxLength: 300 }).map((text) => text.replace(/[^\x20-\x7e]/g, '.')),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'content-encoding',
    'x-hubspot-correlation-id',
    'x-hubspot-ratelimit-remaining',
    'x-hubspot-ratelimit-max',
    'x-hubspot-ratelimit-interval-milliseconds',
  ),
  headerText,
  { maxKeys: 3 },
);
const status = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(200, 207) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      201,
      202,
      204,
      299,
      300,
      302,
      400,
      401,
      403,
      404,
      405,
      408,
      409,
      413,
      422,
      423,
      425,
      429,
      451,
      477,
      499,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(500, 502, 503, 504, 520, 599, 999) },
);

/** Those that were met, and therefore are always played. */
const KNOWN: [Plan][] = [
  [{ status: 429, headers: { 'retry-after': '12.3456' }, body: '{"policyName":"DAILY"}' }],
  [{ status: 429, headers: { 'retry-after': '3000000' }, body: '{"policyName":"DAILY"}' }],
  [{ status: 200, headers: {}, body: '{"id":"\\ud800","properties":{}}' }],
  [{ status: 400, headers: {}, body: `{"context":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}` }],
  [
    {
      status: 207,
      headers: {},
      body: `{"errors":[{"context":{"ids":["1"],"a":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}}]}`,
    },
  ],
  [
    {
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body: '{"results":[{"id":1,"properties":{"firstname":7}}]}',
    },
  ],
];

type Plan = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
type Asked = Awaited<ReturnType<Awaited<ReturnType<typeof startGateway>>['request']>>;

/** A gateway in front of a server that answers everything as planned. Each operation has a credential of its own. */
async function startFaulty() {
  let plan: Plan | null = null;
  const upstream = await startScriptedServer((response, call) => {
    const sent = JSON.parse(call.body || '{}') as { inputs?: { id: string; objectWriteTraceId?: string }[] };
    const body = (plan?.body ?? '').replace(/TRACE-(\d)/g, (_text, number: string) => {
      return sent.inputs?.find(({ id }) => id === number)?.objectWriteTraceId ?? number;
    });
    response.writeHead(plan?.status ?? 500, { 'content-type': 'application/json', ...plan?.headers }).end(body);
  });
  const gateway = await startGateway({
    CALLER_AUTH: 'hubspot-token',
    HUBSPOT_BASE_URL: upstream.url,
    DEADLINE_MS: '250',
    MAX_TOKENS: '100000',
    LOG_LEVEL: 'error',
  });
  let caller = 0;
  return {
    /** Since it was last asked for. */
    bugs: () => gateway.logs.splice(0).filter((line) => Number(/"level":(\d+)/.exec(line)?.[1]) >= 50),
    ask(next: Plan, query: string, variables?: Record<string, unknown>): Promise<Asked> {
      plan = next;
      caller += 1;
      return gateway.request(query, variables, { authorization: `Bearer pat-na1-${caller}` });
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

const CODES = [
  'UNREADABLE_PROPERTY_VALUE',
  'UNKNOWN_PROPERTY',
  'CONTACT_NOT_FOUND',
  'NOT_PERMITTED',
  'RATE_LIMITED',
  'BAD_USER_INPUT',
  'HUBSPOT_UNAVAILABLE',
];

/** Properties that cannot be read are errors of their fields, and of no others. */
function expectErrorsOfReads(asked: Asked): void {
  expect(asked.status).toBe(200);
  for (const { message, extensions } of asked.errors ?? [])
    expect([message, CODES]).toEqual([message, expect.arrayContaining([extensions?.code])]);
}

const inputs = ['1', '2'].map((id) => ({ id, properties: { firstname: 'Ada' } }));

describe.concurrent('whatever HubSpot answers', () => {
  it('each input of a mutation gets its typed answer', async () => {
    await using faulty = await startFaulty();
    const plans = fc.record({ status, headers, body: answer(batch) });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const asked = await faulty.ask(plan, WRITE, { inputs });
        expectErrorsOfReads(asked);
        for (const { path } of asked.errors ?? []) expect(String(path)).toMatch(/propert|Contact_values/);
        expect(asked.data).toMatchObject({
          updateContacts: {
            UpdateContactsPayload_results: inputs.map(() => ({ __typename: expect.any(String) })),
          },
        });
        expect(faulty.bugs()).toEqual([]);
      }),
      { numRuns: RUNS, examples: KNOWN },
    );
  }, 300_000);

  it('so does a lone input that is followed up by a single update', async () => {
    await using faulty = await startFaulty();
    const plans = fc.record({ status, headers, body: answer(record('1')) });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        // Taken for a batch it has no results, which leads to the single call.
        const body = plan.body.startsWith('{"') ? `{"status":"COMPLETE","errors":[],${plan.body.slice(1)}` : plan.body;
        const asked = await faulty.ask({ ...plan, body }, WRITE, { inputs: inputs.slice(0, 1) });
        expectErrorsOfReads(asked);
        expect(asked.data).toMatchObject({
          updateContacts: { UpdateContactsPayload_results: [{ __typename: expect.any(String) }] },
        });
        expect(faulty.bugs()).toEqual([]);
      }),
      { numRuns: RUNS, examples: KNOWN },
    );
  }, 300_000);

  it.each([
    ['contact', READ, fc.oneof(batch, record('1'))],
    ['definitions of properties', DEFINITIONS, definitions],
  ])(
    'a query of a %s gets it, or an error that says why not',
    async (_what, query, fitting) => {
      await using faulty = await startFaulty();
      const plans = fc.record({ status, headers, body: answer(fitting) });
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          expectErrorsOfReads(await faulty.ask(plan, query));
          expect(faulty.bugs()).toEqual([]);
        }),
        { numRuns: RUNS, examples: KNOWN },
      );
    },
    300_000,
  );
});
