import { describe, expect, it } from 'vitest';
import { batchUpdates, type GraphQLAnswer, startGateway } from './gateway.ts';

type Gateway = Awaited<ReturnType<typeof startGateway>>;
type Results = { readonly updateContacts: { readonly results: readonly Record<string, unknown>[] } };

const LIMIT = 32 * 1024 * 1024;
/** So that it is the size of answers that is limited here, and not that of documents. */
const LARGE_DOCUMENTS = { MAX_TOKENS: '100000' };

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const ids = (count: number) => Array.from({ length: count }, (_, i) => String(501 + (i % 200)));
const inputs = (count: number, firstname = 'Ada') => ids(count).map((id) => ({ id, properties: { firstname } }));
const same = (count: number) => Array(count).fill('512') as string[];
const longText = 'x'.repeat(3000);

/** The answer to a body, and how many bytes it has. */
async function send<Data>({ url }: Gateway, body: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { bytes: Buffer.byteLength(text), answer: JSON.parse(text) as GraphQLAnswer<Data> };
}

const READ = 'query ($ids: [ID!]!)';
const UPDATE = 'mutation ($inputs: [UpdateContactInput!]!)';

/** HubSpot names all of them in its refusal: the message of the error, which may not be null, has some 200,000 characters. */
const LONG_TO_REFUSE = Array.from({ length: 450 }, (_, index) => ({
  name: `no_such_property_${index}_${'x'.repeat(200)}`,
  value: 'x',
}));

describe('an answer that would have too many fields', () => {
  it.each<[string, { query: string; variables?: object }]>([
    [
      'of contacts',
      { query: `${READ} { contacts(ids: $ids) { ${times(201, (i) => `a${i}: id`)} } }`, variables: { ids: ids(1000) } },
    ],
    [
      'of one contact, again and again',
      {
        query: `${READ} { contacts(ids: $ids) { ${times(201, (i) => `a${i}: property(name: "fax")`)} } }`,
        variables: { ids: same(1000) },
      },
    ],
    [
      'of the raw values of contacts',
      {
        query: `query ($ids: [ID!]!, $names: [String!]!) { contacts(ids: $ids) { values(names: $names) { name value } } }`,
        variables: { ids: ids(1000), names: Array(101).fill('fax') },
      },
    ],
    [
      'of the raw values of one contact, by names in the document',
      {
        query: `{ contact(id: "512") { ${times(40, (i) => `a${i}: values(names: $names) { value }`)} } }`.replace(
          '{',
          'query ($names: [String!]!) {',
        ),
        variables: { names: Array(5001).fill('fax') },
      },
    ],
    [
      'in fragments within fragments',
      {
        query: `${READ} { ...f contacts(ids: $ids) { ...a } }
          fragment f on Query { contacts(ids: $ids) { ... on Contact { ...b } } }
          fragment a on Contact { properties { ${times(101, (i) => `a${i}: firstname`)} } }
          fragment b on Contact { properties { ${times(101, (i) => `b${i}: firstname`)} } ...a }`,
        variables: { ids: ids(1000) },
      },
    ],
    [
      'of ids that stand in the document',
      {
        query: `query ($ids: [ID!]! = ${JSON.stringify(ids(1000))}) { contacts(ids: $ids) { ${times(201, (i) => `a${i}: id`)} } }`,
      },
    ],
    [
      'of updates that succeed',
      {
        query: `${UPDATE} { updateContacts(inputs: $inputs) { results { ... on UpdateContactSuccess { contact { ${times(201, (i) => `a${i}: id`)} } } } } }`,
        variables: { inputs: inputs(1000) },
      },
    ],
    [
      'of updates that fail',
      {
        query: `${UPDATE} { updateContacts(inputs: $inputs) { results { ... on ContactError { ${times(70, (i) => `a${i}: hubspot { context message }`)} } } } }`,
        variables: { inputs: inputs(1000) },
      },
    ],
    [
      'of its batches',
      {
        query: `${UPDATE} { updateContacts(inputs: $inputs) { batches { ${times(201, (i) => `a${i}: links`)} } } }`,
        variables: { inputs: inputs(1000) },
      },
    ],
    [
      'of definitions',
      {
        query: `{ ${times(99, (i) => `a${i}: contactProperties { name label options { label value } description type fieldType groupName hidden }`)} }`,
      },
    ],
    [
      'of the schema',
      {
        query: `{ ${times(99, (i) => `a${i}: __schema { types { name fields { name description type { name kind } } } }`)} }`,
      },
    ],
  ])('is refused before anything is sent: %s', async (_what, body) => {
    await using gateway = await startGateway(LARGE_DOCUMENTS);
    const { bytes, answer } = await send(gateway, body);
    expect(answer).toMatchObject({
      data: null,
      errors: [
        {
          message: expect.stringMatching(/more than 200000 fields.*Select fewer fields, or send it in parts\.$/),
          extensions: { code: 'ANSWER_TOO_LARGE', limit: 200_000 },
        },
      ],
    });
    expect(bytes).toBeLessThan(1000);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is counted over all operations of a request', async () => {
    await using gateway = await startGateway(LARGE_DOCUMENTS);
    const query = `${READ} { contacts(ids: $ids) { ${times(30, (i) => `a${i}: id`)} } }`;
    const { answer } = await send(gateway, Array(10).fill({ query, variables: { ids: ids(1000) } }));
    const refused = (answer as readonly GraphQLAnswer<object>[]).map(({ data }) => data === null);
    expect(refused).toEqual([...Array(6).fill(false), ...Array(4).fill(true)]);
  });
});

describe('a query whose answer turns out too large', () => {
  it.each([
    ['one long text of one contact', `a0: createdAt ${times(99, (i) => `b${i}: property(name: "message")`)}`],
    ['long names', `${'a'.repeat(40_000)}: id`],
    ['errors', times(99, (i) => `b${i}: property(name: "no_such_property")`)],
  ])('is refused as a whole: %s', async (_what, selection) => {
    await using gateway = await startGateway();
    const update = [{ id: '512', otherProperties: [{ name: 'message', value: longText }] }];
    await gateway.request(`${UPDATE} { updateContacts(inputs: $inputs) { results { __typename } } }`, {
      inputs: update,
    });
    const calls = gateway.sandbox.calls.length;
    const query = `${READ} { contacts(ids: $ids) { ${selection} } }`;
    const { bytes, answer } = await send(gateway, { query, variables: { ids: same(1000) } });
    expect(answer).toEqual({
      data: null,
      errors: [
        {
          message: `The answer is larger than ${LIMIT} bytes. Select fewer fields, or send it in parts.`,
          extensions: { code: 'ANSWER_TOO_LARGE', limit: LIMIT },
        },
      ],
    });
    expect(bytes).toBeLessThan(1000);
    expect(gateway.sandbox.calls.slice(calls).map(({ body }) => (body as { inputs: unknown }).inputs)).toEqual([
      [{ id: '512' }],
    ]);
  });
});

describe('a mutation whose answer turns out too large', () => {
  const all = ids(200).map((id) => ({ id, otherProperties: [{ name: 'message', value: longText }] }));

  it('tells what became of each input; what would be too much is null, and an error says so', async () => {
    await using gateway = await startGateway();
    const query = `${UPDATE} { updateContacts(inputs: $inputs) { results {
      __typename
      ... on UpdateContactSuccess { inputIndex contact { id ${times(99, (i) => `a${i}: property(name: "message")`)} } }
    } } }`;
    const { bytes, answer } = await send<Results>(gateway, { query, variables: { inputs: all } });
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(200);
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('was carried out'), extensions: { code: 'ANSWER_TOO_LARGE' } },
    ]);
    const { results = [] } = answer.data?.updateContacts ?? {};
    expect(results.map(({ __typename, inputIndex }) => [__typename, inputIndex])).toEqual(
      all.map((_, index) => ['UpdateContactSuccess', index]),
    );
    const told = JSON.stringify(results).split(longText).length - 1;
    expect(told).toBeGreaterThan(5000);
    expect(bytes).toBeLessThan(LIMIT);
  });

  it('does not claim that the next mutation of the document was carried out, too', async () => {
    await using gateway = await startGateway();
    const properties = { firstname: 'Ada' };
    const query = `mutation ($first: [UpdateContactInput!]!, $second: [UpdateContactInput!]!) {
      first: updateContacts(inputs: $first) { results { ... on ContactError { ${times(400, (i) => `a${i}: message`)} } } }
      second: updateContacts(inputs: $second) { results { __typename } }
    }`;
    const first = [{ id: '513', otherProperties: LONG_TO_REFUSE }];
    const { answer } = await send<Results>(gateway, {
      query,
      variables: { first, second: [{ id: '512', properties }] },
    });
    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/^At least the first field of the mutation was carried out, but/) },
    ]);
    expect(gateway.sandbox.contact('512')?.properties).not.toMatchObject(properties);
  });

  it('tells which inputs failed, however much there is to say of each', async () => {
    await using gateway = await startGateway();
    const otherProperties = Array.from({ length: 20 }, (_, i) => ({
      name: `no_such_property_${i}`,
      value: 'x'.repeat(400),
    }));
    const query = `${UPDATE} { updateContacts(inputs: $inputs) { results {
      ... on ContactError { inputIndex applied }
      ... on InvalidPropertiesError { ${times(90, (i) => `a${i}: problems { property message }`)} }
    } } }`;
    const failing = ids(100).map((id) => ({ id, otherProperties }));
    const { bytes, answer } = await send<Results>(gateway, { query, variables: { inputs: failing } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'ANSWER_TOO_LARGE' } }]);
    const { results = [] } = answer.data?.updateContacts ?? {};
    expect(results).toMatchObject(failing.map((_, inputIndex) => ({ inputIndex, applied: 'NO' })));
    expect(results.at(-1)).toMatchObject({ a89: [] });
    expect(bytes).toBeLessThan(LIMIT);
  });

  it('says so even where nothing of it may be null', async () => {
    await using gateway = await startGateway();
    const query = `${UPDATE} { updateContacts(inputs: $inputs) { results { ... on ContactError { ${times(400, (i) => `a${i}: message`)} } } } }`;
    const variables = { inputs: [{ id: '513', otherProperties: LONG_TO_REFUSE }] };
    const { bytes, answer } = await send<Results>(gateway, { query, variables });
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] });
    expect(bytes).toBeLessThan(1000);
  });
});

describe('an answer that front ends ask for', () => {
  const properties = times(50, (i) => `p${i}: property(name: "firstname")`);
  const HUBSPOT =
    'status category subCategory message id correlationId context links errors { message code context in subCategory }';
  const EVERYTHING = `${UPDATE} { updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { inputIndex contact { id createdAt updatedAt url ${properties} } warnings { category message context } }
      ... on ContactError { inputIndex contactId message retryable applied correlationId hubspot { ${HUBSPOT} } }
      ... on InvalidPropertiesError { problems { property code message value } }
      ... on ContactConflictError { property existingContactId }
      ... on NotPermittedError { requiredScopes }
      ... on RateLimitedError { retryAfterMs policy }
      ... on HubSpotUnavailableError { status }
    }
    batches { status requestedAt startedAt completedAt numErrors links size }
  } }`;

  it('is given: a thousand contacts with fifty properties each', async () => {
    await using gateway = await startGateway();
    const query = `${READ} { contacts(ids: $ids) { id createdAt ${properties} } }`;
    const { answer } = await send<{ contacts: unknown[] }>(gateway, { query, variables: { ids: ids(1000) } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.contacts).toHaveLength(1000);
  });

  it('is given: a thousand updates, most of which fail, with all that can be told of them', async () => {
    await using gateway = await startGateway();
    const list = Array.from({ length: 1000 }, (_, i) => ({ id: String(501 + i), properties: { firstname: 'Ada' } }));
    const { answer } = await send<Results>(gateway, { query: EVERYTHING, variables: { inputs: list } });
    expect(answer.errors).toBeUndefined();
    const types = answer.data?.updateContacts.results.map(({ __typename }) => __typename) ?? [];
    expect(types.filter((type) => type === 'ContactNotFoundError').length).toBeGreaterThan(700);
    expect(types).toHaveLength(1000);
  });
});

describe('a contact of which too many properties are selected', () => {
  const selection = times(1001, (i) => `a${i}: property(name: "property_${i}")`);
  const refused = [
    {
      message: '1001 properties are selected; this gateway reads at most 1000 at a time. Select fewer.',
      extensions: { code: 'TOO_MANY_PROPERTIES', limit: 1000, received: 1001 },
    },
  ];

  it.each([
    ['a read', `{ contact(id: "512") { ${selection} } }`],
    ['reads', `{ contacts(ids: ["512"]) { ${selection} } }`],
    [
      'a write',
      `mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "Ada" } }]) { results { ... on UpdateContactSuccess { contact { ${selection} } } } } }`,
    ],
  ])('is refused with nothing sent: %s', async (_what, query) => {
    await using gateway = await startGateway(LARGE_DOCUMENTS);
    expect((await gateway.request(query)).errors).toMatchObject(refused);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is not asked for one whose name is longer than any', async () => {
    await using gateway = await startGateway();
    const name = 'x'.repeat(10_000);
    const { data, errors } = await gateway.request(`{ contact(id: "512") { id property(name: "${name}") } }`);
    expect(data).toEqual({ contact: { id: '512', property: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_PROPERTY' } }]);
    expect(JSON.stringify(errors).length).toBeLessThan(500);
    expect(gateway.sandbox.calls).toMatchObject([{ body: { properties: [] } }]);
  });
});
