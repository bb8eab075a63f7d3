import { createServer } from 'node:http';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createKeyQueues } from '../../src/batching/key-queue.ts';
import { readConfig } from '../../src/config.ts';
import { createDefinitions, createPropertyRules } from '../../src/contacts/definitions.ts';
import { createTurns } from '../../src/contacts/turns.ts';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { NotPermittedError } from '../../src/hubspot/contact-errors.ts';
import type { ContactUpdate, WrittenContact } from '../../src/hubspot/contact-write.ts';
import { failed, type Outcome } from '../../src/outcome.ts';
import { listen } from '../../src/sandbox/http.ts';
import { everyoneActsAs } from '../../src/server/caller.ts';
import { createGraphQLEndpoint, type EndpointOptions } from '../../src/server/graphql-endpoint.ts';
import { createRecord } from '../../src/telemetry/requests.ts';
import { definitions } from '../definitions.ts';

const credential = credentialOf('t') as Credential;
const schema = createSchema(definitions);

const updated = ({ id, properties }: ContactUpdate): Outcome<WrittenContact> => ({
  ok: true,
  value: { id, properties, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', archived: false },
});

const never = () => Promise.reject(new Error('Nothing is to be sent.'));

/** The schema and Yoga, without HubSpot: `load` stands for all stages below. */
async function execute(load: (update: ContactUpdate) => Promise<Outcome<WrittenContact>>, query: string) {
  const bugs: unknown[] = [];
  const gateway: EndpointOptions['gateway'] = {
    accessOf: () => ({
      updates: { load },
      creates: { load: never },
      upserts: { load: never },
      archives: { load: never },
      contacts: { load: async () => null },
      search: async () => ({ total: 0, contacts: [], next: null }),
      lookUp: async () => null,
      lookUpMs: () => 1_000,
      order: createKeyQueues(),
      turns: createTurns({
        share: { enter: () => true, leave() {} },
        deadlineMs: 1_000,
        closing: new AbortController().signal,
      }),
      definitions: createDefinitions(async () => []),
      propertyRules: createPropertyRules(async () => new Map()),
      mergedIds: { current: (id) => id, learn() {}, forget() {} },
    }),
    reportBug: (error) => bugs.push(error),
  };
  const endpoint = createGraphQLEndpoint({
    schema: () => schema,
    identifyCaller: everyoneActsAs(credential),
    gateway,
    watchMutation: ({ requestId, arrivedAt }) => ({ request: { requestId, arrivedAt, span: null }, answered() {} }),
    admitInputs: async (_caller, inputs) => ({ inputs, retryAfterMs: 0 }),
    limits: { ...readConfig({}), maxInputs: 100 },
    log: pino({ level: 'silent' }),
  });
  await using server = createServer((request, answer) => void endpoint(request, answer, createRecord()));
  const response = await fetch(`${await listen(server, 0)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query }),
  });
  return { ...((await response.json()) as { data: unknown; errors?: unknown }), bugs };
}

const save = (...ids: string[]) => `mutation {
  updateContacts(inputs: [${ids.map((id) => `{ id: "${id}", properties: { firstname: "x" } }`).join(' ')}]) {
    results {
      __typename
      ... on UpdateContactSuccess { inputIndex contact { id } }
      ... on ContactError { inputIndex contactId message applied retryable correlationId }
      ... on NotPermittedError { requiredScopes }
    }
  }
}`;

describe('the updateContacts resolver', () => {
  it('does not let an unexpected failure of one input take the answers of the others, masks it and reports it', async () => {
    const bug = new Error('a secret detail');
    const { data, errors, bugs } = await execute(
      async (update) => (update.id === '2' ? Promise.reject(bug) : updated(update)),
      save('1', '2', '3'),
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      updateContacts: {
        results: [
          { __typename: 'UpdateContactSuccess', inputIndex: 0, contact: { id: '1' } },
          {
            __typename: 'OutcomeUnknownError',
            inputIndex: 1,
            contactId: '2',
            message: 'The gateway failed unexpectedly; the reason is in its log.',
            applied: 'UNKNOWN',
            retryable: true,
            correlationId: null,
          },
          { __typename: 'UpdateContactSuccess', inputIndex: 2, contact: { id: '3' } },
        ],
      },
    });
    expect(bugs).toEqual([bug]);
  });

  it('answers each input of a failed batch at its own index, although they share the error', async () => {
    const shared = new NotPermittedError('no', { requiredScopes: ['a.scope'], hubspot: { correlationId: 'c' } });
    const { data } = await execute(async () => failed(shared), save('1', '2'));
    const answer = { __typename: 'NotPermittedError', message: 'no', applied: 'NO', retryable: false };
    expect(data).toEqual({
      updateContacts: {
        results: [
          { ...answer, inputIndex: 0, contactId: '1', correlationId: 'c', requiredScopes: ['a.scope'] },
          { ...answer, inputIndex: 1, contactId: '2', correlationId: 'c', requiredScopes: ['a.scope'] },
        ],
      },
    });
  });

  it('hands all inputs over in their order before any is answered', async () => {
    const seen: string[] = [];
    const waiting: (() => void)[] = [];
    const answer = execute(
      async (update) => {
        seen.push(update.id);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 3) for (const release of waiting.toReversed()) release();
        });
        return updated(update);
      },
      save('3', '1', '2'),
    );
    expect((await answer).data).toMatchObject({
      updateContacts: { results: [{ contact: { id: '3' } }, { contact: { id: '1' } }, { contact: { id: '2' } }] },
    });
    expect(seen).toEqual(['3', '1', '2']);
  });
});
