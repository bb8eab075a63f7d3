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
    await gateway.request('{ contactProperties { name } contact(id: "820") { id } }');
    const calls = gateway.sandbox.calls.map(({ method, path, status }) => `${method} ${path} ${status}`);
    expect(new Set(calls)).toEqual(
      new Set([
        `POST ${contacts}/batch/update ${partly}`,
        `PATCH ${contacts}/820 200`,
        `POST ${contacts}/batch/read 200`,
        `GET ${contacts}/820 200`,
        `GET ${properties} 200`,
      ]),
    );
  });
});
