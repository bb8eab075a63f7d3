import { describe, expect, it } from 'vitest';
import { enumValueNames } from '../src/graphql/graphql-names.ts';
import { kindOf, type PropertyKind } from '../src/graphql/property-kinds.ts';
import { definitions } from './definitions.ts';
import fc from './fast-check.ts';
import { batchUpdates, startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on ContactError { message applied hubspot { status } }
      ... on InvalidPropertiesError { problems { property code } }
    }
  }
}`;

interface Saved {
  readonly updateContacts: {
    readonly results: readonly {
      readonly __typename: string;
      readonly problems?: readonly { readonly property: string; readonly code: string }[];
      readonly hubspot?: unknown;
    }[];
  };
}

type Gateway = Awaited<ReturnType<typeof startGateway>>;
const write = (gateway: Gateway, input: object) =>
  gateway.request<Saved, object>(SAVE, { inputs: [{ id: '512', ...input }] });

const optionNames = (name: string) => {
  const options = definitions.find((definition) => definition.name === name)?.options ?? [];
  return [...enumValueNames(options.map(({ value }) => value)).values()];
};

/** For each kind of definition: a property of it, and any value that it allows, as GraphQL takes and gives it. */
const allowed: Record<PropertyKind, { readonly property: string; readonly values: fc.Arbitrary<unknown> }> = {
  // The empty text clears, which is tried apart.
  string: { property: 'property_string', values: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }) },
  // There is no negative zero in HubSpot's decimal texts.
  number: {
    property: 'property_number',
    values: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  },
  boolean: { property: 'property_checkbox', values: fc.boolean() },
  date: {
    property: 'property_date',
    values: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
  },
  datetime: {
    property: 'closedate',
    values: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((moment) => moment.toISOString()),
  },
  option: { property: 'property_dropdown', values: fc.constantFrom(...optionNames('property_dropdown')) },
  options: {
    property: 'property_multiple_checkboxes',
    values: fc.subarray(optionNames('property_multiple_checkboxes'), { minLength: 1 }),
  },
};

describe('a value', () => {
  it.each(Object.entries(allowed))('of kind %s that is written is read back as it was', async (kind, sample) => {
    const { property, values } = sample;
    expect(definitions.filter(({ name }) => name === property).map(kindOf)).toEqual([kind]);
    await using gateway = await startGateway({ SANDBOX_RATE_LIMIT: '1000000', RATE_LIMIT: '100000' });
    const read = async () => {
      const { data } = await gateway.request<{ contact: { properties: Record<string, unknown> } }, object>(
        `{ contact(id: "512") { properties { ${property} } } }`,
      );
      return data?.contact.properties[property];
    };
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const { data } = await write(gateway, { properties: { [property]: value } });
        expect(data?.updateContacts.results[0]).toEqual({ __typename: 'UpdateContactSuccess' });
        expect(await read()).toEqual(value);
      }),
      { numRuns: 40 },
    );
    await write(gateway, { properties: { [property]: null } });
    expect(await read()).toBeNull();
  });
});

describe('a value that its property does not allow', () => {
  it.each([
    ['property_checkbox', 'yes', 'yes', 'INVALID_OPTION'],
    ['property_dropdown', 'choice_z', 'choice_z', 'INVALID_OPTION'],
    ['property_radio', 'option_9', 'option_9', 'INVALID_OPTION'],
    ['property_multiple_checkboxes', ['chocolate', 'mud'], 'chocolate;mud', 'INVALID_OPTION'],
    ['hs_object_id', 1, '1', 'READ_ONLY_VALUE'],
    ['no_such_property', 'x', 'x', 'PROPERTY_DOESNT_EXIST'],
  ])(
    'is refused for %s by its type, with nothing sent; sent raw, HubSpot refuses it with a code',
    async (property, typed, raw, code) => {
      await using gateway = await startGateway();
      const { data, errors } = await write(gateway, { properties: { [property]: typed } });
      expect(data).toBeUndefined();
      expect(errors?.[0]?.message).toContain(property);
      expect(gateway.sandbox.calls).toEqual([]);
      await expectRefusedRaw(gateway, property, raw, code);
    },
  );

  it.each([
    ['property_number', 'a lot', 'INVALID_NUMBER', 'INVALID_INTEGER'],
    ['property_date', '2026-13-01', 'INVALID_DATE', 'INVALID_LONG'],
    ['closedate', 'soon', 'INVALID_DATE', 'INVALID_LONG'],
  ])(
    'is refused for %s at its input, with nothing sent; sent raw, HubSpot refuses it with a code of its own',
    async (property, value, code, hubspotsCode) => {
      await using gateway = await startGateway();
      const { data } = await write(gateway, { properties: { [property]: value } });
      expect(data?.updateContacts.results).toMatchObject([
        { __typename: 'InvalidPropertiesError', hubspot: null, problems: [{ property, code }] },
      ]);
      expect(gateway.sandbox.calls).toEqual([]);
      await expectRefusedRaw(gateway, property, value, hubspotsCode);
    },
  );

  async function expectRefusedRaw(gateway: Gateway, property: string, value: string, code: string): Promise<void> {
    const { data } = await write(gateway, { otherProperties: [{ name: property, value }] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'InvalidPropertiesError', problems: [{ property, code }] },
    ]);
  }

  /** What forms send by mistake; a table for each scalar that the gateway reads itself. */
  const UNREADABLE = [
    ...['seventeen', '12', '', 'NaN', '1e3', true, {}, []].map((value) => ['property_number', 'INVALID_NUMBER', value]),
    ...['31.10.2026', '2026-02-30', '2026-3-1', 'today', '', '2026-03-10T00:00:00Z', 20260310, true, {}, []].map(
      (value) => ['property_date', 'INVALID_DATE', value],
    ),
    ...['soon', '2026-02-30', '2026-03-10T10:00', '2026-03-10 10:00:00Z', '', 1772000000000, false, {}, []].map(
      (value) => ['closedate', 'INVALID_DATE', value],
    ),
  ] as const;

  it('refuses its own input where the gateway reads it, as a variable and as a literal; the others are written', async () => {
    await using gateway = await startGateway();
    const select = `results {
      __typename
      ... on InvalidPropertiesError { inputIndex applied retryable problems { property code message value } }
    }`;
    type Answers = { updateContacts: { results: { __typename: string; problems?: object[] }[] } };
    const inputs = UNREADABLE.map(([property, , value], index) => ({
      id: String(513 + index),
      properties: { [property as string]: value },
    }));
    const good = { id: '512', properties: { firstname: 'Ada' } };
    const byVariable = await gateway.request<Answers, object>(
      `mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { ${select} } }`,
      { inputs: [...inputs, good] },
    );
    // What JSON writes is a literal of GraphQL but for the quotes around names.
    const literal = JSON.stringify([...inputs, good]).replaceAll(/"(\w+)":/g, '$1:');
    const byLiteral = await gateway.request<Answers, object>(
      `mutation { updateContacts(inputs: ${literal}) { ${select} } }`,
    );
    for (const { data, errors } of [byVariable, byLiteral]) {
      expect(errors).toBeUndefined();
      expect(data?.updateContacts.results).toEqual([
        ...UNREADABLE.map(([property, code, value], inputIndex) => ({
          __typename: 'InvalidPropertiesError',
          inputIndex,
          applied: 'NO',
          retryable: false,
          problems: [
            {
              property,
              code,
              message: expect.stringMatching(/^.+ is not .+; send .+\.$/),
              value: typeof value === 'string' ? value : JSON.stringify(value),
            },
          ],
        })),
        { __typename: 'UpdateContactSuccess' },
      ]);
    }
    expect(batchUpdates(gateway.sandbox).map((sent) => sent.map(({ id }) => id))).toEqual([['512'], ['512']]);
  });

  it('that JSON makes infinite is too large, in an input and in a search', async () => {
    await using gateway = await startGateway();
    const post = async (query: string, variables: string) => {
      const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return response.text();
    };
    const input = '{"inputs":[{"id":"512","properties":{"property_number":1e400}}]}';
    expect(await post(SAVE.replace('problems {', 'problems { message value'), input)).toMatch(
      /"message":"The number is too large for a Float; .*"value":"Infinity"/,
    );
    const search = 'query ($where: [ContactFilter!]) { searchContacts(where: $where) { totalCount } }';
    expect(await post(search, '{"where":{"property_number":{"gt":-1e400}}}')).toContain('too large for a Float');
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is refused in a search by its place, with nothing sent', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(
      '{ searchContacts(where: [{ firstname: { has: true } }, { closedate: { between: { from: "2026-01-01", to: "soon" } } }]) { totalCount } }',
    );
    expect([data, errors]).toMatchObject([
      null,
      [
        {
          message: expect.stringContaining('"where[1].closedate.between.to": "soon" is not a point in time'),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('of a point in time may be a day: it is the midnight of that day in UTC', async () => {
    await using gateway = await startGateway();
    await write(gateway, { properties: { closedate: '2026-03-10' } });
    expect(gateway.sandbox.contact('512')?.properties.closedate).toBe('2026-03-10T00:00:00Z');
    const { data } = await gateway.request('{ contact(id: "512") { properties { closedate } } }');
    expect(data).toEqual({ contact: { properties: { closedate: '2026-03-10T00:00:00.000Z' } } });
    const found = await gateway.request(
      '{ searchContacts(where: { closedate: { eq: "2026-03-10" } }) { totalCount } }',
    );
    expect(found.data).toEqual({ searchContacts: { totalCount: 1 } });
  });

  it('is refused for its length with the code that HubSpot has for it, with nothing sent', async () => {
    await using gateway = await startGateway();
    const long = 'x'.repeat(65_537);
    const { data } = await write(gateway, { properties: { property_string: long } });
    const problems = [{ property: 'property_string', code: 'PROPERTY_VALUE_TOO_LONG' }];
    expect(data?.updateContacts.results).toMatchObject([{ hubspot: null, problems }]);
    expect(gateway.sandbox.calls).toEqual([]);
    const raw = await write(gateway, { otherProperties: [{ name: 'property_string', value: long }] });
    expect(raw.data?.updateContacts.results).toMatchObject([{ problems }]);
  });

  it.each([
    ['property_number: 1e400', 'property_number', 'INVALID_NUMBER', 'Infinity'],
    ['closedate: "9999-12-31T23:59:59-14:00"', 'closedate', 'INVALID_DATE', '+010000-01-01T13:59:59.000Z'],
  ])('is refused at its index where its type lets it through: %s', async (literal, property, code, value) => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(`mutation {
      updateContacts(inputs: [
        { id: "512", properties: { ${literal} } }
        { id: "513", properties: { firstname: "Grace" } }
      ]) {
        results { __typename ... on InvalidPropertiesError { applied problems { property code value } } }
      }
    }`);
    expect(data).toEqual({
      updateContacts: {
        results: [
          { __typename: 'InvalidPropertiesError', applied: 'NO', problems: [{ property, code, value }] },
          { __typename: 'UpdateContactSuccess' },
        ],
      },
    });
    expect(batchUpdates(gateway.sandbox).flat()).toMatchObject([{ id: '513' }]);
  });

  it('is refused when it holds half of a character, typed or not, with nothing sent', async () => {
    await using gateway = await startGateway();
    const input = { properties: { firstname: 'a\ud800' }, otherProperties: [{ name: 'x', value: '\udc00' }] };
    const { data } = await write(gateway, input);
    expect(data?.updateContacts.results).toMatchObject([
      {
        applied: 'NO',
        problems: [
          { property: 'firstname', code: 'ILL_FORMED_VALUE' },
          { property: 'x', code: 'ILL_FORMED_VALUE' },
        ],
      },
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('is left to HubSpot where the definition says nothing about it, as with an email', async () => {
    await using gateway = await startGateway();
    for (const input of [
      { properties: { email: 'nobody' } },
      { otherProperties: [{ name: 'email', value: 'nobody' }] },
    ]) {
      const { data } = await write(gateway, input);
      expect(data?.updateContacts.results).toMatchObject([
        { problems: [{ property: 'email', code: 'INVALID_EMAIL' }] },
      ]);
    }
  });

  it.each(['__proto__', 'constructor', 'toString'])('is the same for a property called %s', async (name) => {
    await using gateway = await startGateway();
    const { data } = await write(gateway, { otherProperties: [{ name, value: 'x' }] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'InvalidPropertiesError', problems: [{ property: name, code: 'PROPERTY_DOESNT_EXIST' }] },
    ]);
  });
});
