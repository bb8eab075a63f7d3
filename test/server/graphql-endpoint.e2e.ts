import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Plugin } from 'graphql-yoga';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { LoadOptions } from '../../src/batching/batcher.ts';
import { readConfig } from '../../src/config.ts';
import type { ContactAccess } from '../../src/contacts/access.ts';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { createSchema } from '../../src/graphql/create-schema.ts';
import { listen } from '../../src/sandbox/http.ts';
import { createGraphQLEndpoint } from '../../src/server/graphql-endpoint.ts';
import { createRecord } from '../../src/telemetry/requests.ts';
import { startGateway } from '../gateway.ts';

const schema = createSchema([]);

type Access = { contacts: { load: (idProperty: unknown, read: unknown, caller?: LoadOptions) => Promise<null> } };

/** An endpoint that takes its time to find out who is calling. */
function slowEndpoint(access: Access, plugins: Plugin[] = []) {
  return createGraphQLEndpoint({
    schema: () => schema,
    identifyCaller: async () => {
      await wait(60);
      return { credential: credentialOf('t') as Credential, id: null };
    },
    gateway: {
      accessOf: () => access as unknown as ContactAccess,
      reportBug: () => {},
    },
    watchMutation: ({ requestId, arrivedAt }) => ({ request: { requestId, arrivedAt, span: null }, answered() {} }),
    admitInputs: async (_caller, inputs) => ({ inputs, retryAfterMs: 0 }),
    limits: { ...readConfig({}), maxInputs: 100 },
    plugins,
    log: pino({ level: 'silent' }),
  });
}

it('a caller who leaves while it is found out who that is counts as gone', async () => {
  const gone: boolean[] = [];
  const endpoint = slowEndpoint({
    contacts: {
      load: async (_idProperty, _read, caller) => {
        gone.push(caller?.signal?.aborted === true);
        return null;
      },
    },
  });
  const served: Promise<void>[] = [];
  const leaving = new AbortController();
  await using server = createServer((request, answer) => {
    served.push(endpoint(request, answer, createRecord()));
    leaving.abort();
  });
  const url = `${await listen(server, 0)}/graphql?query={contact(id:"1"){id}}`;
  await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow('aborted');
  await Promise.all(served);
  expect(gone).toEqual([true]);
});

it('a bug is masked, and its code is in the record of the request, for a document that is new and for a known one', async () => {
  const bug = () => Promise.reject(new TypeError('a secret'));
  const endpoint = slowEndpoint({ contacts: { load: bug } });
  const records = [createRecord('new'), createRecord('known')];
  let arrived = 0;
  await using server = createServer((request, answer) => {
    const record = records[arrived] ?? createRecord();
    arrived += 1;
    void endpoint(request, answer, record);
  });
  const url = `${await listen(server, 0)}/graphql`;
  for (const _record of records) {
    const body = JSON.stringify({ query: '{ contact(id: "1") { id } again: contact(id: "2") { id } }' });
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await response.text()).not.toContain('a secret');
  }
  expect(records.map(({ errors }) => errors)).toEqual(Array(2).fill({ INTERNAL_SERVER_ERROR: 2 }));
});

it('answers whatever a URL ends with', async () => {
  await using gateway = await startGateway();
  const response = await fetch(`${gateway.url}?next=/health`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
});

it('every operation passes through Yoga, however often its document was carried out', async () => {
  const seen: string[] = [];
  const counting: Plugin = {
    onExecute: ({ args: { operationName } }) => {
      seen.push(`executed ${operationName}`);
      return { onExecuteDone: () => void seen.push(`done ${operationName}`) };
    },
    onResultProcess: () => void seen.push('answered'),
  };
  const endpoint = slowEndpoint({ contacts: { load: async () => null } }, [counting]);
  await using server = createServer((request, answer) => void endpoint(request, answer, createRecord()));
  const url = `${await listen(server, 0)}/graphql`;
  const operation = { query: 'query Read { contact(id: "1") { id } }', operationName: 'Read' };
  for (let count = 0; count < 3; count += 1) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(operation),
    });
    expect(await response.json()).toEqual({ data: { contact: null } });
  }
  expect(seen).toEqual(Array.from({ length: 3 }, () => ['executed Read', 'done Read', 'answered']).flat());
});
