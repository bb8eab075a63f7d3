/** Rules that an account's administrators set: HubSpot keeps them in version 2026-09, whatever the suite runs on. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';
import { startSpoiltUpstream } from './spoilt-upstream.ts';

const RULES = JSON.stringify([
  { property: 'lifecyclestage', value: 'customer', requires: ['jobtitle'] },
  { requires: ['lastname'] },
]);
const RESULTS = `results {
  __typename
  ... on ContactError { applied retryable hubspot { message errors { message } } }
  ... on InvalidPropertiesError { problems { property code message value } }
}`;
const SAVE = `mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { ${RESULTS} } }`;
const CREATE = `mutation {
  createContacts(inputs: [{ properties: { firstname: "Ada" } }, { properties: { lastname: "Elm" } }]) { ${RESULTS} }
  upsertContacts(inputs: [
    { id: "a@example.com", idProperty: "email", properties: { firstname: "Ada" } }
    { id: "b@example.com", idProperty: "email", properties: { lastname: "Elm" } }
  ]) { ${RESULTS} }
}`;

type Answer = Record<string, { results: { __typename: string; problems?: object[] }[] }>;

/** 510, 514 and 518 are no customers, 512 is one already; nobody has a job title. */
const promoted = (id: string) => ({ id, otherProperties: [{ name: 'lifecyclestage', value: 'customer' }] });
const renamed = (id: string) => ({ id, properties: { firstname: `n-${id}` } });

const lacks = (property: string, code: string) => ({
  __typename: 'InvalidPropertiesError',
  applied: 'NO',
  retryable: false,
  problems: [{ property, code, message: expect.stringContaining(property), value: null }],
});
const LACKS_JOBTITLE = lacks('jobtitle', 'MISSING_CONDITIONAL_REQUIRED_PROPERTY');
const LACKS_LASTNAME = lacks('lastname', 'MISSING_REQUIRED_PROPERTY');

describe.each(['item', 'batch'])('with SANDBOX_INVALID_VALUES=%s, in version 2026-09', (invalidValues) => {
  const start = () =>
    startGateway({
      HUBSPOT_API_VERSION: '2026-09',
      SANDBOX_RULES: RULES,
      SANDBOX_INVALID_VALUES: invalidValues,
    });

  it('who breaks a rule is told which property is missing, and the callers that share its call are written', async () => {
    await using gateway = await start();
    const callers = [[renamed('501')], [promoted('510'), renamed('502')], [renamed('512')], [renamed('503')]];
    const answered = await Promise.all(callers.map((inputs) => gateway.request<Answer, object>(SAVE, { inputs })));
    const written = { __typename: 'UpdateContactSuccess' };
    expect(answered.map(({ data }) => data?.updateContacts?.results)).toMatchObject([
      [written],
      [LACKS_JOBTITLE, written],
      [LACKS_JOBTITLE],
      [written],
    ]);
    expect(JSON.stringify([answered[0], answered[3]])).not.toContain('jobtitle');
    for (const id of ['501', '502', '503']) expect(gateway.sandbox.contact(id)?.properties.firstname).toBe(`n-${id}`);
    expect(gateway.sandbox.contact('510')?.properties.lifecyclestage).toBe('lead');
    expect(gateway.sandbox.contact('512')?.properties.firstname).not.toBe('n-512');
  });

  it('what is required of new contacts is required of creates and of upserts that create', async () => {
    await using gateway = await start();
    const { data } = await gateway.request<Answer, object>(CREATE);
    expect(data?.createContacts?.results).toMatchObject([LACKS_LASTNAME, { __typename: 'CreateContactSuccess' }]);
    expect(data?.upsertContacts?.results).toMatchObject([LACKS_LASTNAME, { __typename: 'UpsertContactSuccess' }]);
  });
});

it.each(['v3', '2026-03'])('version %s takes what breaks a rule', async (version) => {
  await using gateway = await startGateway({ HUBSPOT_API_VERSION: version, SANDBOX_RULES: RULES });
  const { data } = await gateway.request<Answer, object>(SAVE, { inputs: [promoted('510')] });
  expect(data?.updateContacts?.results).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
});

const TEXT = 'jobtitle is required because of a conditional property rule based on [lifecyclestage]';

it.each([
  ['a text alone', { message: TEXT, category: 'VALIDATION_ERROR' }],
  ['a text without a category', { message: TEXT }],
  ['a detail, without a code', { message: '…', errors: [{ message: 'no', context: { propertyName: ['jobtitle'] } }] }],
  ['the text of a detail', { message: '…', category: 'VALIDATION_ERROR', errors: [{ message: TEXT }] }],
  [
    'a list of properties',
    {
      message: 'Error creating CONTACT. Some required properties were not set.',
      context: { properties: ['jobtitle'] },
    },
  ],
])('a refused batch that names the property in %s is split, and the missing property found', async (_what, body) => {
  await using upstream = await startSpoiltUpstream(
    (id) => id === '510',
    () => ({ status: 400, body: { status: 'error', correlationId: 'c-1', ...body } }),
  );
  await using gateway = await startGateway({ HUBSPOT_BASE_URL: upstream.url, HUBSPOT_ACCESS_TOKEN: 'pat-test' });
  const ids = Array.from({ length: 20 }, (_, place) => String(501 + place));
  const answered = await Promise.all(
    ids.map((id) => gateway.request<Answer, object>(SAVE, { inputs: [promoted(id)] })),
  );
  for (const [place, { data }] of answered.entries()) {
    const [result] = data?.updateContacts?.results ?? [];
    if (ids[place] === '510') expect(result).toMatchObject({ problems: [{ property: 'jobtitle', value: null }] });
    else expect(result?.__typename).toBe('UpdateContactSuccess');
  }
  expect([...upstream.written.values()]).toEqual(Array.from({ length: 19 }, () => 1));
});
