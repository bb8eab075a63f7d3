import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

const QUERY = `mutation {
  updateContacts(inputs: [
    { id: "512", properties: { firstname: "Ada" } }
    { id: "999999", properties: { firstname: "Ada" } }
    { id: "820", properties: { firstname: "Grace" } }
  ]) {
    results { __typename ... on UpdateContactSuccess { contact { id properties { email } } } }
  }
}`;

const LIFECYCLE = `mutation {
  createContacts(inputs: [{ properties: { email: "new@example.com" } }, { properties: { email: "leslie.rowan.512@example.com" } }]) {
    results { __typename ... on ContactConflictError { existingContactId } }
  }
  upsertContacts(inputs: [
    { id: "unique-513", idProperty: "my_unique_property_name", properties: { firstname: "Ada" } }
    { id: "new@example.com", idProperty: "email", properties: { firstname: "Ada" } }
  ]) { results { ... on UpsertContactSuccess { created } } }
  archiveContacts(inputs: [{ id: "514" }]) { results { ... on ArchiveContactSuccess { contactId } } }
}`;
const SEARCH = '{ searchContacts(text: "grace", first: 1) { nodes { properties { firstname } } } }';

describe.each([
  ['v3', '/crm/v3/objects/contacts', '/crm/v3/properties/contacts', 207],
  ['2026-03', '/crm/objects/2026-03/contacts', '/crm/properties/2026-03/contacts', 207],
  ['2026-09', '/crm/objects/2026-09/contacts', '/crm/properties/2026-09/contacts', 200],
])('HUBSPOT_API_VERSION=%s', (version, contacts, properties, partly) => {
  it('gives the same answers, from its own addresses, wherever it puts the errors', async () => {
    await using gateway = await startGateway({ HUBSPOT_API_VERSION: version });
    const { data } = await gateway.request(QUERY);
    expect(data).toMatchObject({
      updateContacts: {
        results: [
          { contact: { id: '512', properties: { email: expect.stringContaining('.512@') } } },
          { __typename: 'ContactNotFoundError' },
          { contact: { id: '520', properties: { email: expect.stringContaining('.520@') } } },
        ],
      },
    });
    await gateway.request('{ contactProperties { name rules { type } } contact(id: "820") { id } }');
    const calls = gateway.sandbox.calls.map(({ method, path, status }) => `${method} ${path} ${status}`);
    expect(new Set(calls)).toEqual(
      new Set([
        `POST ${contacts}/batch/update ${partly}`,
        `PATCH ${contacts}/820 200`,
        `POST ${contacts}/batch/read 200`,
        `GET ${contacts}/820 200`,
        `GET ${properties} 200`,
        `GET ${properties.replace('properties', 'property-validations').replace('contacts', '0-1')} 200`,
      ]),
    );
  });

  it('creates, upserts, archives and searches there as well', async () => {
    await using gateway = await startGateway({ HUBSPOT_API_VERSION: version });
    expect((await gateway.request(LIFECYCLE)).data).toMatchObject({
      createContacts: { results: [{ __typename: 'CreateContactSuccess' }, { existingContactId: '512' }] },
      upsertContacts: { results: [{ created: false }, { created: false }] },
      archiveContacts: { results: [{ contactId: '514' }] },
    });
    expect((await gateway.request(SEARCH)).data).toMatchObject({
      searchContacts: { nodes: [{ properties: { firstname: 'Grace' } }] },
    });
    const calls = gateway.sandbox.calls.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls)).toEqual(
      new Set(
        ['batch/create', 'batch/upsert', 'batch/read', 'batch/update', 'batch/archive', 'search'].map(
          (operation) => `POST ${contacts}/${operation}`,
        ),
      ),
    );
  });
});
