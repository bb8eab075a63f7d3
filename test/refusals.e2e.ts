import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';

const MUTATION = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results { __typename ... on ContactError { inputIndex message applied retryable } }
    batches { size }
  }
}`;
const good = { id: '512', properties: { firstname: 'Ada' } };

describe('bad input', () => {
  it.each([
    [
      'an empty id',
      { ...good, id: ' ' },
      '"id" is empty; give the record id of the contact, or a value of "idProperty".',
    ],
    [
      'an empty idProperty',
      { ...good, idProperty: '' },
      '"idProperty" is empty; name a unique property, or leave it out to use the record id.',
    ],
    [
      'no property',
      { id: '512' },
      'The input has no property to write; put at least one into "properties" or "otherProperties".',
    ],
    [
      'empty properties',
      { id: '512', properties: {}, otherProperties: [] },
      'The input has no property to write; put at least one into "properties" or "otherProperties".',
    ],
    [
      'a property in both places',
      { ...good, otherProperties: [{ name: 'firstname', value: 'Eve' }] },
      'Property "firstname" is in both "properties" and "otherProperties"; give it once.',
    ],
    [
      'a property twice in otherProperties',
      {
        id: '512',
        otherProperties: [
          { name: 'x', value: '1' },
          { name: 'x', value: '2' },
        ],
      },
      'Property "x" is in "otherProperties" twice; give it once.',
    ],
    [
      'a property without a name',
      { id: '512', otherProperties: [{ name: '', value: '1' }] },
      '"otherProperties" has an item without a name.',
    ],
    [
      'an id of half a character',
      { ...good, id: '\ud800' },
      '"id" contains half of a character (a lone surrogate), which cannot be sent.',
    ],
    [
      'an idProperty of half a character',
      { ...good, idProperty: 'a\udc00' },
      '"idProperty" contains half of a character (a lone surrogate), which cannot be sent.',
    ],
    [
      'an id that is part of every address',
      { ...good, id: '.', idProperty: 'my_unique_property_name' },
      '"id" is ".", which cannot be used to address a contact.',
    ],
    [
      'an id that is above every address',
      { ...good, id: '..', idProperty: 'my_unique_property_name' },
      '"id" is "..", which cannot be used to address a contact.',
    ],
    [
      'an email without its "idProperty"',
      { ...good, id: 'x@example.com' },
      '"id" is "x@example.com", which is not a record id (a whole number). To address the contact by email, set "idProperty" to "email".',
    ],
    [
      'an endless record id',
      { ...good, id: 'x'.repeat(10_000) },
      `"id" is "${'x'.repeat(100)}…", which is not a record id (a whole number). To address the contact by a unique property, name it in "idProperty".`,
    ],
    [
      'a name of half a character',
      { id: '512', otherProperties: [{ name: '\ud800', value: '1' }] },
      'The name of an item of "otherProperties" contains half of a character (a lone surrogate), which cannot be sent.',
    ],
  ])('%s is refused at its index, with nothing sent for it', async (_what, bad, message) => {
    await using gateway = await startGateway();
    const alone = await gateway.request(MUTATION, { inputs: [bad] });
    expect(alone.data).toEqual({
      updateContacts: {
        results: [{ __typename: 'InvalidInputError', inputIndex: 0, message, applied: 'NO', retryable: false }],
        batches: [],
      },
    });
    expect(gateway.sandbox.calls).toEqual([]);

    const beside = await gateway.request(MUTATION, { inputs: [good, bad] });
    expect(beside.data).toMatchObject({
      updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }, { inputIndex: 1, message }] },
    });
  });

  it.each(['abc', '-512', '0', '000', '51 2', '512.0', '5e2', '0x200', '٥١٢', '9223372036854775808', '1'.repeat(20)])(
    '%j, which is not a record id, is refused by name, with nothing sent for it',
    async (id) => {
      await using gateway = await startGateway();
      const message = `"id" is ${JSON.stringify(id)}, which is not a record id (a whole number). To address the contact by a unique property, name it in "idProperty".`;
      const answer = { __typename: 'InvalidInputError', message, applied: 'NO' };
      const inputs = [
        { ...good, id },
        { ...good, id, idProperty: 'hs_object_id' },
      ];
      const { data } = await gateway.request(MUTATION, { inputs });
      expect(data).toMatchObject({ updateContacts: { results: [answer, answer] } });
      expect(gateway.sandbox.calls).toEqual([]);
    },
  );

  it('an empty list of inputs is refused as a whole', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(MUTATION, { inputs: [] });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: '"inputs" must have at least one item.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('more inputs than MAX_INPUTS are refused as a whole', async () => {
    await using gateway = await startGateway({ MAX_INPUTS: '3' });
    const { data, errors } = await gateway.request(MUTATION, { inputs: [good, good, good, good] });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: '"inputs" has 4 items; this gateway takes at most 3. Send them in parts.',
        extensions: { code: 'TOO_MANY_INPUTS', limit: 3, received: 4 },
      },
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it.each([
    ['an unknown property', { unknown_property: 'x' }, /ContactPropertiesInput has no such field/],
    ['a read-only property', { hs_object_id: '1' }, /ContactPropertiesInput has no such field/],
    ['an option that does not exist', { property_radio: 'option_9' }, /does not exist in "ContactPropertyRadio" enum/],
    ['one of several options that does not exist', { property_multiple_checkboxes: ['mud'] }, /"mud" does not exist/],
    ['a text for yes or no', { property_checkbox: 'true' }, /Boolean cannot represent a non boolean value/],
    ['a number for a text', { firstname: 12 }, /String cannot represent a non string value/],
  ])('%s is refused by GraphQL with its place, and nothing is sent', async (_what, properties, message) => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(MUTATION, { inputs: [good, { id: '513', properties }] });
    expect(data).toBeUndefined();
    const [name, value] = Object.entries(properties)[0] ?? [];
    const path = ['inputs', 1, 'properties', name, ...(Array.isArray(value) ? [0] : [])];
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(message),
        extensions: { code: 'BAD_USER_INPUT', path },
      }),
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('all that is wrong with the variables is told with its place, twenty at most', async () => {
    await using gateway = await startGateway();
    const refused = async (variables: object) =>
      (await gateway.request(MUTATION, variables as { inputs: [] })).errors?.map(({ extensions }) => extensions);
    const at = (...path: (string | number)[]) => ({ code: 'BAD_USER_INPUT', path });
    expect(await refused({ inputs: [{}, { id: '1', nonsense: 1 }, null, { id: null, properties: 'x' }] })).toEqual([
      at('inputs', 0, 'id'),
      at('inputs', 1, 'nonsense'),
      at('inputs', 2),
      at('inputs', 3, 'id'),
      at('inputs', 3, 'properties'),
    ]);
    const odd = { property_radio: 'x', 'a b': 1, 'a"b': 1, __proto: 1, constructor: 1, ['x'.repeat(1000)]: 1 };
    expect(await refused({ inputs: { id: '1', properties: odd } })).toEqual(
      Object.keys(odd).map((name) => at('inputs', 'properties', name.slice(0, 300))),
    );
    expect(await refused({})).toEqual([at('inputs')]);
    expect(await refused({ inputs: null })).toEqual([at('inputs')]);
    expect(await refused({ inputs: Array(100).fill({}) })).toHaveLength(20);
    expect(gateway.sandbox.calls).toEqual([]);
  });
});

describe('a variable that is null where null is not allowed, which its default lets through', () => {
  const success = '... on UpdateContactSuccess { contact { id values(names: ["email"]) { name } } }';
  const update = '{ id: "512", properties: { firstname: "Ada" } }';
  const saves = (inputs: string, select = success, batches = 'size') =>
    `{ updateContacts(inputs: [${inputs}]) { results { ${select} } batches { ${batches} } } }`;

  it.each([
    [
      'of an argument within the answer',
      `($v: [String!] = ["a"]) ${saves(update, success.replace('["email"]', '$v'))}`,
    ],
    ['of a directive', `($v: Boolean = true) ${saves(update, success, 'size @include(if: $v)')}`],
    [
      'in a fragment',
      `($v: Boolean = true) ${saves(update, '...F')} fragment F on UpdateContactSuccess { contact { id @skip(if: $v) } }`,
    ],
    ['of an input', `($v: ID = 1) ${saves('{ id: $v, properties: { firstname: "Ada" } }')}`],
  ])('is refused before anything is written: %s', async (_where, rest) => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(`mutation ${rest}`, { v: null });
    expect([data, errors]).toEqual([
      undefined,
      [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', path: ['v'] } })],
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is taken where null is allowed', async () => {
    await using gateway = await startGateway();
    const query = `mutation ($v: String = "x") ${saves('{ id: "512", properties: { firstname: $v } }')}`;
    expect((await gateway.request(query, { v: null })).errors).toBeUndefined();
    expect(batchUpdates(gateway.sandbox)).toMatchObject([[{ id: '512', properties: { firstname: '' } }]]);
  });
});

describe('a caller without a credential', () => {
  it('gets a 401 that says what to send, and nothing reaches HubSpot', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    for (const headers of [{}, { authorization: 'Basic abc' }, { authorization: 'Bearer ' }]) {
      const { status, errors } = await gateway.request(MUTATION, { inputs: [good] }, headers as Record<string, string>);
      expect(status).toBe(401);
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    expect(gateway.sandbox.calls).toEqual([]);
  });
});
