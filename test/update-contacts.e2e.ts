import { describe, expect, it } from 'vitest';
import type { SandboxAnswer } from '../src/sandbox/http.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { CONTACTS } from './api-version.ts';
import { batchUpdates, startGateway } from './gateway.ts';
import {
  UpdateAContactDocument,
  UpdateByUniquePropertyDocument,
  UpdateSeveralWithMistakesDocument,
} from './graphql-documents/graphql.ts';

const update = (id: string, firstname: string) => ({ id, properties: { firstname } });
const ids = (count: number, from = 501) => Array.from({ length: count }, (_, index) => String(from + index));

const withoutResults = ({ status, body }: SandboxAnswer) => ({ status, body: { ...(body as object), results: [] } });

/** The calls as one reads them. */
const sentAs = ({ calls }: Pick<Sandbox, 'calls'>) =>
  calls.map(({ method, path }) => `${method} ${path.replace(`${CONTACTS}/`, '')}`);

describe('updateContacts', () => {
  it('writes a contact and answers with it', async () => {
    await using gateway = await startGateway();
    const { data, errors } = await gateway.request(UpdateAContactDocument, {
      inputs: [{ id: '512', properties: { firstname: 'Ada', jobtitle: 'Analyst' } }],
    });
    expect(errors).toBeUndefined();
    expect(data?.updateContacts).toMatchObject({
      results: [
        {
          __typename: 'UpdateContactSuccess',
          contact: { id: '512', properties: { firstname: 'Ada', jobtitle: 'Analyst' } },
        },
      ],
      batches: [{ status: 'COMPLETE', size: 1 }],
    });
    expect(gateway.sandbox.contact('512')?.properties).toMatchObject({
      firstname: 'Ada',
      jobtitle: 'Analyst',
    });
  });

  it('takes all spellings of a record id for one contact: one write after the other, in their order, by one id', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.latencyMs = 20;
    const spellings = ['512', '0512', '+512', ' 512', '+00512 '];
    const { data } = await gateway.request(UpdateSeveralWithMistakesDocument, {
      inputs: [...spellings.map((id, index) => update(id, `n${index}`)), update('00000000099999999', 'x')],
    });
    const results = data?.updateContacts.results;
    expect(results?.slice(0, 5)).toEqual(
      spellings.map(() => expect.objectContaining({ contact: expect.objectContaining({ id: '512' }) })),
    );
    // The answer names the contact as the caller did.
    expect(results?.[5]).toMatchObject({ __typename: 'ContactNotFoundError', contactId: '00000000099999999' });
    const written = batchUpdates(gateway.sandbox).map((inputs) => inputs.filter(({ id }) => id !== '99999999'));
    expect(written.flatMap((inputs) => inputs.map(({ id, properties }) => [id, properties.firstname]))).toEqual(
      spellings.map((_, index) => ['512', `n${index}`]),
    );
    expect(written.every(({ length }) => length === 1)).toBe(true);
  });

  it('never puts the inputs of two credentials into one REST call', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const answers = await Promise.all(
      ids(100).map((id, index) =>
        gateway.request(
          UpdateAContactDocument,
          { inputs: [update(id, index % 2 === 0 ? 'even' : 'odd')] },
          { authorization: `Bearer token-of-${index % 2 === 0 ? 'even' : 'odd'}` },
        ),
      ),
    );
    for (const { data } of answers) {
      expect(data?.updateContacts.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    }
    const calls = gateway.sandbox.calls.filter(({ path }) => path.endsWith('/batch/update'));
    expect(new Set(calls.map(({ token }) => token))).toEqual(new Set(['token-of-even', 'token-of-odd']));
    for (const [index, inputs] of batchUpdates(gateway.sandbox).entries()) {
      expect(new Set(inputs.map(({ properties }) => `token-of-${properties.firstname}`))).toEqual(
        new Set([calls[index]?.token]),
      );
    }
    expect(batchUpdates(gateway.sandbox).flat()).toHaveLength(100);
  });

  it('sends 250 inputs of one mutation as 3 REST calls, and answers them in the order of the inputs', async () => {
    await using gateway = await startGateway();
    // The sandbox has 200 contacts; the other 50 inputs address some of them by their unique property.
    const byId = ids(150).map((id) => ({ id, properties: { lastname: `l${id}` } }));
    const byValue = ids(50, 651).map((id) => ({
      id: `unique-${id}`,
      idProperty: 'my_unique_property_name',
      properties: { lastname: `l${id}` },
    }));
    const unknown = ids(50, 90_001).map((id) => ({ id, properties: { lastname: `l${id}` } }));
    const inputs = [...byId, ...byValue, ...unknown];
    const { data } = await gateway.request(
      `mutation ($inputs: [UpdateContactInput!]!) {
        updateContacts(inputs: $inputs) {
          results {
            ... on UpdateContactSuccess { inputIndex contact { properties { lastname } } }
            ... on ContactNotFoundError { inputIndex contactId }
          }
        }
      }`,
      { inputs },
    );
    const expected = inputs.map((input, inputIndex) =>
      inputIndex < 200
        ? { inputIndex, contact: { properties: input.properties } }
        : { inputIndex, contactId: input.id },
    );
    expect(data).toEqual({ updateContacts: { results: expected } });
    expect(batchUpdates(gateway.sandbox).map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  it('answers an unknown id, a read-only property and a bad option each at its index, and writes the others', async () => {
    await using gateway = await startGateway();
    // As it stands in GraphiQL's second tab.
    const { data, errors } = await gateway.request(UpdateSeveralWithMistakesDocument, {});
    expect(errors).toBeUndefined();
    expect(data?.updateContacts.results).toMatchObject([
      {
        __typename: 'UpdateContactSuccess',
        contact: { id: '513', properties: { firstname: 'Grace', closedate: '2026-10-31T12:00:00.000Z' } },
      },
      { __typename: 'ContactNotFoundError', inputIndex: 1, contactId: '999999', applied: 'NO', retryable: false },
      {
        __typename: 'InvalidPropertiesError',
        inputIndex: 2,
        applied: 'NO',
        problems: [{ property: 'hs_object_id', code: 'READ_ONLY_VALUE', value: '1' }],
      },
      {
        __typename: 'InvalidPropertiesError',
        inputIndex: 3,
        problems: [{ property: 'lifecyclestage', code: 'INVALID_OPTION', value: 'stranger' }],
      },
      {
        __typename: 'UpdateContactSuccess',
        contact: { id: '516', properties: { jobtitle: 'Admiral', lastname: null } },
      },
    ]);
    expect(gateway.sandbox.contact('516')?.properties.lastname ?? '').toBe('');
  });

  it('addresses a contact by a unique property', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(
      `mutation ($inputs: [UpdateContactInput!]!) {
        updateContacts(inputs: $inputs) {
          results {
            ... on UpdateContactSuccess { contact { id properties { my_unique_property_name property_number } } }
          }
        }
      }`,
      {
        inputs: [{ id: 'unique-517', idProperty: 'my_unique_property_name', properties: { property_number: 17.5 } }],
      },
    );
    expect(data).toMatchObject({
      updateContacts: {
        results: [
          { contact: { id: '517', properties: { my_unique_property_name: 'unique-517', property_number: 17.5 } } },
        ],
      },
    });
    // As it stands in GraphiQL's third tab.
    const byEmail = await gateway.request(UpdateByUniquePropertyDocument, {});
    expect(byEmail.data?.updateContacts.results).toMatchObject([
      { contact: { id: '517', properties: { email: 'donald.elm.517@example.com', company: 'Elm & Elm' } } },
    ]);
  });

  it('writes two updates of one contact in the order of the inputs, each as its own write', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(UpdateAContactDocument, {
      inputs: [update('512', 'first'), update('513', 'other'), update('512', 'second')],
    });
    expect(data?.updateContacts.results).toMatchObject([
      { contact: { properties: { firstname: 'first' } } },
      { contact: { properties: { firstname: 'other' } } },
      { contact: { properties: { firstname: 'second' } } },
    ]);
    expect(batchUpdates(gateway.sandbox).map((inputs) => inputs.map(({ id }) => id))).toEqual([
      ['512', '513'],
      ['512'],
    ]);
    expect(gateway.sandbox.contact('512')?.properties.firstname).toBe('second');
  });

  it('reads back what is selected and was not in HubSpot’s answer, and reads nothing when all was', async () => {
    await using gateway = await startGateway();
    const read = () => gateway.sandbox.calls.filter(({ path }) => path.endsWith('/batch/read'));
    const select = (properties: string) => `mutation {
      updateContacts(inputs: [{ id: "512", properties: { firstname: "Ada" } }]) {
        results { ... on UpdateContactSuccess { contact { properties { ${properties} } } } }
      }
    }`;
    await gateway.request(select('firstname'));
    expect(read()).toHaveLength(0);
    const { data } = await gateway.request(select('firstname email company'));
    expect(read()).toMatchObject([{ body: { inputs: [{ id: '512' }], properties: ['email', 'company'] } }]);
    expect(data).toMatchObject({
      updateContacts: {
        results: [{ contact: { properties: { firstname: 'Ada', email: expect.stringContaining('@') } } }],
      },
    });
  });

  it('answers a success whose other properties could not be read back, with an error for those alone', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({ match: { path: /batch\/read/ }, status: 503, body: '<html>', times: 100 });
    const { data, errors } = await gateway.request(UpdateAContactDocument, { inputs: [update('512', 'Ada')] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { properties: { firstname: 'Ada', email: null } } },
    ]);
    expect(errors?.map(({ path }) => path)).toContainEqual([
      'updateContacts',
      'results',
      0,
      'contact',
      'properties',
      'email',
    ]);
  });

  it('answers a success whose contact was deleted before it was read back, with an error that says so', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      match: { path: /batch\/read/ },
      status: 207,
      body: { status: 'COMPLETE', results: [], errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['512'] } }] },
    });
    const { data, errors } = await gateway.request(UpdateAContactDocument, { inputs: [update('512', 'Ada')] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { properties: { firstname: 'Ada', email: null } } },
    ]);
    expect(errors).toContainEqual(
      expect.objectContaining({
        message: 'The contact was written, but it does not exist any more.',
        path: ['updateContacts', 'results', 0, 'contact', 'properties', 'email'],
        extensions: { code: 'CONTACT_NOT_FOUND', retryable: false },
      }),
    );
    expect(gateway.logs.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('sends a record that HubSpot dropped without a word once more, alone', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ transform: withoutResults });
    const { data } = await gateway.request(UpdateSeveralWithMistakesDocument, { inputs: [update('512', 'Ada')] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { id: '512' } },
    ]);
    expect(sentAs(gateway.sandbox).slice(0, 2)).toEqual(['POST batch/update', 'PATCH 512']);
  });

  it('says that the outcome is unknown when that says nothing either, as long as there is time', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '500' });
    gateway.sandbox.answerNext({ transform: withoutResults, match: { path: /batch/ }, times: 100 });
    gateway.sandbox.answerNext({ match: { method: 'PATCH' }, status: 502, body: '<html>', times: 100 });
    const { data } = await gateway.request(UpdateSeveralWithMistakesDocument, { inputs: [update('512', 'Ada')] });
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'OutcomeUnknownError', inputIndex: 0, contactId: '512', applied: 'UNKNOWN' },
    ]);
    expect(new Set(sentAs(gateway.sandbox))).toEqual(new Set(['POST batch/update', 'PATCH 512']));
  });

  it('does not send a dropped record again when it appends to a value', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ transform: withoutResults });
    const append = { id: '512', otherProperties: [{ name: 'property_multiple_checkboxes', value: ';vanilla' }] };
    const { data } = await gateway.request(UpdateSeveralWithMistakesDocument, { inputs: [append] });
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' }]);
    expect(sentAs(gateway.sandbox)).toEqual(['POST batch/update']);
  });

  it('splits a batch that HubSpot refuses as a whole, so that only the bad input fails', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.request(UpdateSeveralWithMistakesDocument, {
      inputs: [update('512', 'a'), { ...update('x', 'b'), idProperty: 'firstname' }, update('514', 'c')],
    });
    expect(data?.updateContacts.results.map((result) => result.__typename)).toEqual([
      'UpdateContactSuccess',
      'InvalidInputError',
      'UpdateContactSuccess',
    ]);
  });
});
