import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { contact { id properties { firstname company } } }
      ... on InvalidPropertiesError { problems { property code } }
      ... on ContactConflictError { existingContactId }
    }
  }
}`;

const named = (id: string, more: object = {}) => ({ id, properties: { firstname: `n-${id}` }, ...more });

describe.each(['item', 'batch'])('with SANDBOX_INVALID_VALUES=%s', (invalidValues) => {
  describe.each(['echoed', 'left-out'])('and SANDBOX_TRACE_IDS=%s', (traceIds) => {
    describe.each(['refused', 'accepted'])('and SANDBOX_EMAIL_UPDATES=%s', (emailUpdates) => {
      it('each input has the same answer', async () => {
        await using gateway = await startGateway({
          SANDBOX_INVALID_VALUES: invalidValues,
          SANDBOX_TRACE_IDS: traceIds,
          SANDBOX_EMAIL_UPDATES: emailUpdates,
        });
        const inputs = [
          named('512'),
          named('513', { otherProperties: [{ name: 'property_dropdown', value: 'mud' }] }),
          named('999999'),
          named('Unique-514', { idProperty: 'my_unique_property_name' }),
          named('second.521@example.com', { idProperty: 'email' }),
          named('820'),
          named('801'),
          named('516', { otherProperties: [{ name: 'my_unique_property_name', value: 'unique-517' }] }),
          named('517'),
          named('518', { otherProperties: [{ name: 'my_unique_property_name', value: 'wanted' }] }),
          named('519', { otherProperties: [{ name: 'my_unique_property_name', value: 'wanted' }] }),
        ];
        const { data, errors } = await gateway.request(SAVE, { inputs });
        expect(errors).toBeUndefined();
        const written = (id: string, sent: string) => ({
          __typename: 'UpdateContactSuccess',
          contact: {
            id,
            properties: { firstname: `n-${sent}`, company: gateway.sandbox.contact(id)?.properties.company },
          },
        });
        expect(data).toEqual({
          updateContacts: {
            results: [
              written('512', '512'),
              {
                __typename: 'InvalidPropertiesError',
                problems: [{ property: 'property_dropdown', code: 'INVALID_OPTION' }],
              },
              { __typename: 'ContactNotFoundError' },
              written('514', 'Unique-514'),
              written('521', 'second.521@example.com'),
              written('520', '820'),
              { __typename: 'ContactNotFoundError' },
              { __typename: 'ContactConflictError', existingContactId: '517' },
              written('517', '517'),
              written('518', '518'),
              { __typename: 'ContactConflictError', existingContactId: '518' },
            ],
          },
        });
      });
    });
  });
});
