import { describe, expect, it, vi } from 'vitest';
import { CONTACTS, DEFINITIONS } from './api-version.ts';
import { startGateway } from './gateway.ts';
import { ListPropertiesDocument, ReadContactsDocument } from './graphql-documents/graphql.ts';

const reads = ({ calls }: { calls: readonly { path: string; body: unknown }[] }) =>
  calls.filter(({ path }) => path.endsWith('/batch/read')).map(({ body }) => body);

describe('contacts', () => {
  it('are aligned with the ids, null where there is none, in one REST call', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(ReadContactsDocument, { ids: ['513', '999999', '512', '513'] });
    expect(errors).toBeUndefined();
    expect(data?.contacts.map((contact) => contact?.id ?? null)).toEqual(['513', null, '512', '513']);
    expect(data?.contacts[0]).toMatchObject({
      properties: { firstname: expect.any(String), lifecyclestage: 'subscriber' },
    });
    expect(reads(gateway.sandbox)).toEqual([
      {
        inputs: [{ id: '513' }, { id: '999999' }, { id: '512' }],
        properties: ['hs_object_source', 'firstname', 'lastname', 'email', 'lifecyclestage'],
      },
    ]);
  });

  it('are found by a unique property, and by email whatever its case', async () => {
    await using gateway = await startGateway();
    const email = gateway.sandbox.contact('512')?.properties.email?.toUpperCase();
    const { data } = await gateway.request(
      `query ($email: ID!) {
        byEmail: contact(id: $email, idProperty: "email") { id }
        byUnique: contact(id: "unique-513", idProperty: "my_unique_property_name") { id }
        nobody: contact(id: "nobody@example.com", idProperty: "email") { id }
      }`,
      { email },
    );
    expect(data).toEqual({ byEmail: { id: '512' }, byUnique: { id: '513' }, nobody: null });
  });

  it('of several queries in one turn share a REST call, with the properties that any of them selects', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(
      '{ a: contact(id: "512") { properties { firstname } } b: contact(id: "513") { property(name: "company") } }',
    );
    expect(data).toMatchObject({
      a: { properties: { firstname: expect.any(String) } },
      b: { property: expect.any(String) },
    });
    expect(reads(gateway.sandbox)).toEqual([
      { inputs: [{ id: '512' }, { id: '513' }], properties: ['firstname', 'company'] },
    ]);
  });

  it('are refused in a list longer than MAX_INPUTS', async () => {
    await using gateway = await startGateway({ MAX_INPUTS: '2' });
    const { errors } = await gateway.request(ReadContactsDocument, { ids: ['1', '2', '3'] });
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_INPUTS' } }]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('that cannot be read are errors of their own, each at its place, and the others are answered', async () => {
    await using gateway = await startGateway();
    const blank = await gateway.request(ReadContactsDocument, { ids: ['512', ' ', '513'] });
    expect(blank.data?.contacts.map((contact) => contact?.id ?? null)).toEqual(['512', null, '513']);
    expect(blank.errors).toMatchObject([{ path: ['contacts', 1], extensions: { code: 'BAD_USER_INPUT' } }]);

    gateway.sandbox.answerNext({ match: { path: /batch.read/ }, transform: (real) => real });
    gateway.sandbox.answerNext({ status: 403, body: { message: 'no', category: 'MISSING_SCOPES' } });
    const ids = Array.from({ length: 101 }, (_, index) => String(501 + index));
    const { data, errors } = await gateway.request(ReadContactsDocument, { ids });
    const expected = ids.map((id, index) => (index < 100 ? id : null));
    expect(data?.contacts.map((contact) => contact?.id ?? null)).toEqual(expected);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^no\. Add the scope to the Service Key/),
        path: ['contacts', 100],
        extensions: { code: 'NOT_PERMITTED' },
      },
    ]);
  });

  it('that cannot be read are an error that says why, not null', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({
      status: 429,
      body: { message: 'You have reached your daily limit.', policyName: 'DAILY' },
    });
    const { errors } = await gateway.request(ReadContactsDocument, { ids: ['512'] });
    expect(errors).toMatchObject([
      { message: 'You have reached your daily limit.', extensions: { code: 'RATE_LIMITED', retryable: true } },
    ]);
  });

  it('that cannot be read before the time is up are an error that says what HubSpot answered', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({ status: 502, body: '<html>', times: 100 });
    expect((await gateway.request(ReadContactsDocument, { ids: ['512'] })).errors).toMatchObject([
      // Whichever comes last before the time is up: an answer, or an attempt.
      {
        message: expect.stringMatching(/^HubSpot answered 502\.$|^The deadline passed before the answer came/),
        extensions: { code: 'HUBSPOT_UNAVAILABLE' },
      },
    ]);
  });

  it('show a stored value that the definitions do not know as null, with an error that says what to do', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      transform: ({ status, body }) => ({
        status,
        body: JSON.parse(JSON.stringify(body).replace(/"lifecyclestage":"\w+"/, '"lifecyclestage":"new_stage"')),
      }),
    });
    const { data, errors } = await gateway.request(ReadContactsDocument, { ids: ['512'] });
    expect(data?.contacts).toMatchObject([
      { id: '512', properties: { lifecyclestage: null, firstname: expect.any(String) } },
    ]);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/"new_stage".*"lifecyclestage".*contact-properties\.json/) },
    ]);
  });

  it.each([
    ['property_date', '2026-13-45'],
    ['property_date', '253402300800000'],
    ['closedate', '253402300800000'],
    ['property_number', ' '],
    ['property_number', '0x10'],
  ])('show a %s stored as %j as null, with an error that gives the reason, not as a bug', async (property, stored) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      transform: ({ status, body }) => ({
        status,
        body: JSON.parse(JSON.stringify(body), (key, value) => (key === property ? stored : value)),
      }),
    });
    const { data, errors } = await gateway.request(
      `{ contact(id: "512") { properties { ${property} } raw: property(name: "${property}") } }`,
    );
    expect(data).toEqual({ contact: { properties: { [property]: null }, raw: stored } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNREADABLE_PROPERTY_VALUE' } }]);
  });

  it('share one REST call with the read-back of an update, in the same window', async () => {
    await using gateway = await startGateway();
    // While one read is on its way the next ones wait for company.
    gateway.sandbox.answerNext({ match: { path: /batch.read/ }, transform: (real) => real, delayMs: 300 });
    const first = gateway.request('{ contact(id: "501") { id } }');
    await vi.waitFor(() => expect(gateway.sandbox.calls).not.toEqual([]), { interval: 5 });
    const answers = await Promise.all([
      gateway.request(`mutation {
        updateContacts(inputs: [{ id: "512", properties: { firstname: "Ada" } }]) {
          results { ... on UpdateContactSuccess { contact { properties { firstname email } property(name: "company") } } }
        }
      }`),
      gateway.request('{ contact(id: "513") { properties { email } } }'),
      gateway.request('{ contact(id: "514") { properties { lastname } } }'),
    ]);
    await first;
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
    expect(answers[0].data).toMatchObject({
      updateContacts: {
        results: [
          {
            contact: {
              properties: { firstname: 'Ada', email: expect.stringContaining('.512@') },
              property: expect.any(String),
            },
          },
        ],
      },
    });
    const [, shared, ...more] = reads(gateway.sandbox) as { inputs: { id: string }[]; properties: string[] }[];
    expect(shared?.inputs.map(({ id }) => id).toSorted()).toEqual(['512', '513', '514']);
    expect(shared?.properties.toSorted()).toEqual(['company', 'email', 'lastname']);
    expect(more).toEqual([]);
  });

  it('of 300 ids are read in three REST calls, and none is read twice', async () => {
    await using gateway = await startGateway();
    const ids = Array.from({ length: 300 }, (_, index) => String(501 + index));
    const { data } = await gateway.request(ReadContactsDocument, { ids });
    expect(data?.contacts.map((contact) => contact?.id ?? null)).toEqual(
      ids.map((id) => (Number(id) <= 700 ? id : null)),
    );
    const inputs = (reads(gateway.sandbox) as { inputs: { id: string }[] }[]).map((body) => body.inputs.length);
    expect(inputs).toEqual([100, 100, 100]);
  });

  it('of one id asked for a thousand times are read once', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(ReadContactsDocument, { ids: Array(1000).fill('512') });
    expect(data?.contacts.map((contact) => contact?.id)).toEqual(Array(1000).fill('512'));
    expect(reads(gateway.sandbox)).toMatchObject([{ inputs: [{ id: '512' }] }]);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });

  it('whose requests bring many names of their own keep each call within MAX_BATCH_BYTES', async () => {
    await using gateway = await startGateway({ MAX_BATCH_BYTES: '100000' });
    const one = (index: number) => {
      const names = Array.from({ length: 90 }, (_, i) => `request_${index}_${i}_`.padEnd(200, 'x'));
      return gateway.request(
        `{ contact(id: "512") { ${names.map((name, i) => `a${i}: property(name: "${name}")`)} } }`,
      );
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => one(index)));
    const sizes = reads(gateway.sandbox).map((body) => JSON.stringify(body).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
    expect(sizes.length).toBeGreaterThanOrEqual(6);
  });

  it('with a few hundred properties still travel a hundred to a call', async () => {
    await using gateway = await startGateway({ MAX_TOKENS: '20000' });
    const names = Array.from({ length: 300 }, (_, i) => `property_of_this_account_${i}`);
    const raw = names.map((name) => `${name}: property(name: "${name}")`).join(' ');
    const ids = Array.from({ length: 200 }, (_, index) => String(501 + index));
    await gateway.request(`query ($ids: [ID!]!) { contacts(ids: $ids) { ${raw} } }`, { ids });
    const sizes = (reads(gateway.sandbox) as { inputs: unknown[] }[]).map(({ inputs }) => inputs.length);
    expect(new Set(sizes)).toEqual(new Set([100]));
  });

  it('find a contact by an id that was merged into it, and by a secondary email', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(`{
      merged: contact(id: "820") { id properties { firstname } }
      secondary: contact(id: "Second.521@example.com", idProperty: "email") { id properties { email } }
    }`);
    expect(data).toMatchObject({
      merged: { id: '520', properties: { firstname: gateway.sandbox.contact('520')?.properties.firstname } },
      secondary: { id: '521', properties: { email: gateway.sandbox.contact('521')?.properties.email } },
    });
  });

  it('find it however many of its properties are selected, and with one more call however often it is asked for', async () => {
    await using gateway = await startGateway({ MAX_TOKENS: '20000' });
    const names = Array.from({ length: 900 }, (_, index) => `a_property_of_this_account_${index}`);
    const raw = ['firstname', ...names].map((name) => `${name}: property(name: "${name}")`).join(' ');
    const { data, errors } = await gateway.request<{ contacts: unknown[] }, object>(
      `{ contacts(ids: ["820", "520", "820"]) { id ${raw} } }`,
    );
    const { firstname } = gateway.sandbox.contact('520')?.properties ?? {};
    expect(data?.contacts).toMatchObject([1, 2, 3].map(() => ({ id: '520', firstname })));
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['UNKNOWN_PROPERTY']));
    expect(gateway.sandbox.calls.filter(({ method }) => method === 'GET')).toMatchObject([
      { path: `${CONTACTS}/820`, status: 200 },
    ]);
  });

  it('do not show what is in the recycle bin', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.archive('512');
    expect((await gateway.request('{ contact(id: "512") { id } }')).data).toEqual({ contact: null });
  });

  it('take the record id under its own name, too', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request('{ contact(id: "512", idProperty: "hs_object_id") { id } }');
    expect(data).toEqual({ contact: { id: '512' } });
    expect(reads(gateway.sandbox)).toEqual([{ inputs: [{ id: '512' }], properties: [] }]);
  });

  it('say of a property that HubSpot does not know that it is unknown, not that it has no value', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(
      '{ contact(id: "512") { typo: property(name: "fristname") unset: property(name: "fax") } }',
    );
    expect(data).toEqual({ contact: { typo: null, unset: null } });
    expect(errors).toMatchObject([{ path: ['contact', 'typo'], extensions: { code: 'UNKNOWN_PROPERTY' } }]);
  });

  it('are read again after an outage that passes, and an empty id is refused at once', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 503, body: '<html>' });
    expect((await gateway.request('{ contact(id: "512") { id } }')).data).toEqual({ contact: { id: '512' } });
    const { errors } = await gateway.request('{ contact(id: " ") { id } }');
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"id" is empty'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(reads(gateway.sandbox)).toHaveLength(2);
  });

  it('with an empty idProperty are refused, and the reads by record id that follow are none the worse', async () => {
    await using gateway = await startGateway();
    for (const query of [
      'contact(id: "512", idProperty: " ") { id }',
      'contacts(ids: ["512"], idProperty: "") { id }',
    ]) {
      const { errors } = await gateway.request(`{ ${query} }`);
      expect(errors).toMatchObject([
        { message: expect.stringContaining('"idProperty" is empty'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    expect(gateway.sandbox.calls).toEqual([]);
    expect(await gateway.request('{ contact(id: "512") { id } }')).toMatchObject({ data: { contact: { id: '512' } } });
  });

  it.each(['\ud800', '.', '..', 'x@example.com', '0', '9223372036854775808'])(
    'by an id that no contact can have, %j, are refused with nothing sent',
    async (id) => {
      await using gateway = await startGateway();
      const query = 'query ($id: ID!) { contacts(ids: [$id, "512"]) { id } }';
      const { data, errors } = await gateway.request(query, { id });
      expect(data).toEqual({ contacts: [null, { id: '512' }] });
      expect(errors).toMatchObject([{ path: ['contacts', 0], extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(reads(gateway.sandbox)).toMatchObject([{ inputs: [{ id: '512' }] }]);
    },
  );

  it.each(['0512', '+512', ' 512', '512\n', '+000512'])(
    'by %j are reads of the record id that it stands for',
    async (id) => {
      await using gateway = await startGateway();
      const query =
        'query ($id: ID!) { contact(id: $id) { id } contacts(ids: ["512", $id], idProperty: "hs_object_id") { id } }';
      const { data } = await gateway.request(query, { id });
      expect(data).toEqual({ contact: { id: '512' }, contacts: [{ id: '512' }, { id: '512' }] });
      expect(reads(gateway.sandbox)).toMatchObject([{ inputs: [{ id: '512' }] }]);
    },
  );

  it.each(['\ud800', ''])('do not ask HubSpot for a property that none can be, called %j', async (name) => {
    await using gateway = await startGateway();
    const query = 'query ($name: String!) { contact(id: "512") { id property(name: $name) } }';
    const { data, errors } = await gateway.request(query, { name });
    expect(data).toEqual({ contact: { id: '512', property: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_PROPERTY' } }]);
    expect(reads(gateway.sandbox)).toMatchObject([{ properties: [] }]);
  });

  it('of two credentials are never read in one REST call', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const query = (token: string, id: string) =>
      gateway.request(`{ contact(id: "${id}") { id } }`, undefined, { authorization: `Bearer ${token}` });
    await Promise.all(['512', '513', '514', '515'].map((id, index) => query(`token-${index % 2}`, id)));
    for (const { token, body } of gateway.sandbox.calls) {
      const ids = (body as { inputs: { id: string }[] }).inputs.map(({ id }) => Number(id) % 2);
      expect(new Set(ids)).toEqual(new Set([token === 'token-0' ? 0 : 1]));
    }
  });

  it('addressed by a property that is not unique are refused in one call, however many they are', async () => {
    await using gateway = await startGateway({ HUBSPOT_ACCESS_TOKEN: 'pat-test' });
    const { errors } = await gateway.request('{ contacts(ids: ["a", "b", "c"], idProperty: "firstname") { id } }');
    const refused = { message: expect.stringContaining('non-unique 0-1 property firstname') };
    expect(errors).toMatchObject([refused, refused, refused]);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });
});

describe('the raw values of a contact', () => {
  const READ = `query ($names: [String!]!) {
    contact(id: "512") { values(names: $names) { name value } again: values(names: ["company"]) { value } }
  }`;

  it('come in the order of their names, read in one call with all else', async () => {
    await using gateway = await startGateway();
    await gateway.request(
      'mutation { updateContacts(inputs: { id: "512", properties: { numemployees: _25_50, property_number: 1.5, company: "Elm" } }) { batches { size } } }',
    );
    const names = ['property_number', 'numemployees', 'fax', 'numemployees'];
    const { data, errors } = await gateway.request(READ, { names });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      contact: {
        values: [
          { name: 'property_number', value: '1.5' },
          { name: 'numemployees', value: '25-50' },
          { name: 'fax', value: null },
          { name: 'numemployees', value: '25-50' },
        ],
        again: [{ value: 'Elm' }],
      },
    });
    expect(gateway.sandbox.calls.map(({ path }) => path.split('/').at(-1))).toEqual(['update', 'read']);
  });

  it('are null with an error of their own where there is no such property; the others are told', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(READ, { names: ['no_such', 'lastname', '', 'x'.repeat(300)] });
    expect(data).toMatchObject({
      contact: {
        values: [{ value: null }, { name: 'lastname', value: expect.any(String) }, { value: null }, { value: null }],
      },
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual(
      [0, 2, 3].map((index) => [['contact', 'values', index, 'value'], 'UNKNOWN_PROPERTY']),
    );
  });

  it('of a write are those after it, by one document for any property', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(
      `mutation ($inputs: [UpdateContactInput!]!, $names: [String!]!) {
        updateContacts(inputs: $inputs) { results { ... on UpdateContactSuccess { contact { values(names: $names) { name value } } } } }
      }`,
      { inputs: [{ id: '512', otherProperties: [{ name: 'fax', value: '123' }] }], names: ['fax', 'lastname'] },
    );
    expect(data).toEqual({
      updateContacts: {
        results: [
          {
            contact: {
              values: [
                { name: 'fax', value: '123' },
                { name: 'lastname', value: gateway.sandbox.contact('512')?.properties.lastname },
              ],
            },
          },
        ],
      },
    });
  });
});

describe('contactProperties', () => {
  it('are the definitions of the portal, all or by name', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(ListPropertiesDocument, { names: ['property_dropdown', 'nonsense'] });
    expect(data?.contactProperties).toEqual([
      {
        name: 'property_dropdown',
        label: 'Dropdown property',
        type: 'enumeration',
        fieldType: 'select',
        readOnly: false,
        unique: false,
        options: [
          { label: 'Choice A', value: 'choice_a', enumValue: 'choice_a' },
          { label: 'Choice B', value: 'choice_b', enumValue: 'choice_b' },
          { label: 'Choice C', value: 'choice_c', enumValue: 'choice_c' },
        ],
        rules: [],
      },
    ]);
    const all = await gateway.request('{ contactProperties { name } }');
    expect(all.data).toMatchObject({
      contactProperties: expect.arrayContaining([{ name: 'email' }, { name: 'createdate' }]),
    });
  });

  it('come in the order in which they are asked for, each once', async () => {
    await using gateway = await startGateway();
    const names = ['lastname', 'email', 'nonsense', 'firstname', 'email'];
    const { data } = await gateway.request('query ($names: [String!]) { contactProperties(names: $names) { name } }', {
      names,
    });
    expect(data).toEqual({ contactProperties: [{ name: 'lastname' }, { name: 'email' }, { name: 'firstname' }] });
  });

  it('name each option as `properties` takes and answers it; options without an enum have no such name', async () => {
    await using gateway = await startGateway();
    type Property = { name: string; options: { value: string; enumValue: string | null }[] };
    const { data } = await gateway.request<{ contactProperties: Property[] }, object>(
      '{ contactProperties { name options { value enumValue } } }',
    );
    const options = (data?.contactProperties ?? []).flatMap((property) =>
      property.options.map((option) => ({ property: property.name, ...option })),
    );
    expect(options).toContainEqual({ property: 'numemployees', value: '25-50', enumValue: '_25_50' });
    expect(options).toContainEqual({ property: 'property_checkbox', value: 'true', enumValue: null });

    const { data: introspected } = await gateway.request<{ __schema: { types: Type[] } }, object>(
      '{ __schema { types { name enumValues { name } inputFields { name type { name ofType { name ofType { name } } } } } } }',
    );
    type Named = { name: string | null; ofType?: Named | null };
    type Type = Named & { enumValues: { name: string }[] | null; inputFields: { name: string; type: Named }[] | null };
    const types = new Map(introspected?.__schema.types.map((type) => [type.name, type]));
    const named = ({ name, ofType }: Named): string | null => name ?? (ofType ? named(ofType) : null);
    const ofField = new Map(
      types.get('ContactPropertiesInput')?.inputFields?.map(({ name, type }) => [name, types.get(named(type))]),
    );
    for (const { property, enumValue } of options.filter((option) => ofField.has(option.property))) {
      const values = ofField.get(property)?.enumValues?.map(({ name }) => name) ?? [null];
      expect(values).toContain(enumValue);
    }
  });

  const definitionCalls = ({ calls }: { calls: readonly { path: string }[] }) =>
    calls.filter(({ path }) => path === DEFINITIONS).length;

  it('are read in one REST call, however many fields ask for them, and not again at once', async () => {
    await using gateway = await startGateway();
    const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: contactProperties(names: []) { name }`);
    await Promise.all([gateway.request(`{ ${aliases.join(' ')} }`), gateway.request(`{ ${aliases.join(' ')} }`)]);
    await gateway.request('{ contactProperties { name } }');
    expect(definitionCalls(gateway.sandbox)).toBe(1);
  });

  it('of two credentials are read with their own tokens', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    for (const token of ['one', 'two']) {
      await gateway.request('{ contactProperties { name } }', undefined, { authorization: `Bearer ${token}` });
    }
    expect(gateway.sandbox.calls.map(({ token }) => token)).toEqual(['one', 'two']);
  });

  it('are read again after an outage that passes', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 503, body: '<html>' });
    const { data } = await gateway.request('{ contactProperties(names: ["email"]) { name } }');
    expect(data).toEqual({ contactProperties: [{ name: 'email' }] });
    expect(definitionCalls(gateway.sandbox)).toBe(2);
  });

  it('that cannot be read in time are an error, within the deadline', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '300' });
    gateway.sandbox.answerNext({ transform: (real) => real, delayMs: 2000, times: 100 });
    const began = performance.now();
    const { errors } = await gateway.request('{ contactProperties { name } }');
    expect(errors).toMatchObject([{ extensions: { code: 'HUBSPOT_UNAVAILABLE', retryable: true } }]);
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('are not read again for a caller that went away meanwhile', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ status: 429, body: { policyName: 'SECONDLY', message: 'limit' } });
    const gone = new AbortController();
    const asked = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ contactProperties { name } }' }),
      signal: gone.signal,
    });
    setTimeout(() => gone.abort(), 300);
    await expect(asked).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(definitionCalls(gateway.sandbox)).toBe(1);
  });
});

describe('the endpoint', () => {
  it('takes several operations in one request, whose updates travel together', async () => {
    await using gateway = await startGateway();
    const operation = (id: string) => ({
      query: `mutation { updateContacts(inputs: [{ id: "${id}", properties: { firstname: "x" } }]) { results { __typename } } }`,
    });
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([operation('512'), operation('513')]),
    });
    const answer = { data: { updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } } };
    expect(await response.json()).toEqual([answer, answer]);
    expect(gateway.sandbox.calls).toHaveLength(1);
  });

  it('says so when HubSpot’s answer cannot be read', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({ transform: () => ({ status: 200, body: { results: [{ name: 1 }] } }), times: 100 });
    const { errors } = await gateway.request('{ contactProperties { name } }');
    expect(errors).toMatchObject([{ message: 'HubSpot answered 200 with a body that cannot be read.' }]);
  });

  it('lets no page of another origin call it, unless it is allowed to', async () => {
    const preflight = async (env: Record<string, string>) => {
      await using gateway = await startGateway(env);
      const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
      const { headers: answer } = await fetch(gateway.url, { method: 'OPTIONS', headers });
      return answer.get('access-control-allow-origin');
    };
    expect(await preflight({})).toBeNull();
    expect(await preflight({ ALLOWED_ORIGINS: 'https://other.example.com' })).not.toBe('https://app.example.com');
    expect(await preflight({ ALLOWED_ORIGINS: 'https://app.example.com' })).toBe('https://app.example.com');
  });

  it('is healthy at /health, and serves nothing at any other path', async () => {
    await using gateway = await startGateway();
    expect((await fetch(new URL('/health', gateway.url))).status).toBe(200);
    for (const path of ['/x/health', '/graphql/x', '/health/', '//graphql']) {
      expect((await fetch(new URL(gateway.url).origin + path)).status).toBe(404);
    }
  });
});
