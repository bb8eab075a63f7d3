import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument as SAVE } from './graphql-documents/graphql.ts';

/** Contact 820 was merged into 520: a batch leaves it out, and it is followed up by a call of its own. */
const SINGLE = /contacts\/820$/;
const follows = (sandbox: { calls: readonly { path: string; method: string }[] }) =>
  sandbox.calls.filter(({ path }) => SINGLE.test(path)).map(({ method }) => method);
const save = (value: string) => ({
  inputs: [{ id: '820', properties: {}, otherProperties: [{ name: 'property_multiple_checkboxes', value }] }],
});

describe.concurrent('a follow-up that may pass', () => {
  it.each([
    [423, {}],
    [429, { policyName: 'SECONDLY', message: 'limit' }],
    [503, '<html>'],
  ])('is sent again after %s, and the contact is written', async (status, body) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: SINGLE }, status, body });
    const { data } = await gateway.request(SAVE, save('chocolate') as never);
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'UpdateContactSuccess', contact: { id: '520' } },
    ]);
    expect(follows(gateway.sandbox)).toEqual(['PATCH', 'PATCH']);
  });

  it.each([
    [423, {}],
    [429, { policyName: 'SECONDLY', message: 'limit' }],
    [503, '<html>'],
  ])('of a query is sent again after %s', async (status, body) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: SINGLE }, status, body });
    expect((await gateway.request('{ contact(id: "820") { id } }')).data).toEqual({ contact: { id: '520' } });
    expect(follows(gateway.sandbox)).toEqual(['GET', 'GET']);
  });

  it('is not sent again after a failure of unknown fate when it appends', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({ match: { path: SINGLE }, status: 503, body: '<html>', applied: true });
    const { data } = await gateway.request(SAVE, save(';chocolate') as never);
    expect(data?.updateContacts.results).toMatchObject([{ __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' }]);
    expect(follows(gateway.sandbox).length).toBeLessThanOrEqual(1);
  });

  it('is refused for its values as any update is, and nothing of it was written', async () => {
    await using gateway = await startGateway();
    const email = gateway.sandbox.contact('512')?.properties.email;
    const inputs = [
      { id: '820', otherProperties: [{ name: 'email', value: email }] },
      { id: '820', otherProperties: [{ name: 'lifecyclestage', value: 'no such stage' }] },
    ];
    const { data } = await gateway.request(SAVE, { inputs } as never);
    expect(data?.updateContacts.results).toMatchObject([
      { __typename: 'ContactConflictError', applied: 'NO' },
      { __typename: 'InvalidPropertiesError', applied: 'NO' },
    ]);
  });
});
