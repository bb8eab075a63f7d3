import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.ts';
import * as documents from '../graphql-documents/graphql.ts';

const MANIFEST = 'test/graphql-documents/persisted-documents.json';
const json = { 'content-type': 'application/json' };

describe('a document', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_TOKENS: '1000' });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const times = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(' ');
  const doubling = (levels: number, last: string) =>
    `{ ...f0 } ${times(levels, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f${levels} on Query { ${last} }`;

  it('of lists in lists is refused with one error', async () => {
    const { errors } = await gateway.request(`{ contacts(ids: ${'['.repeat(480)}${']'.repeat(480)}) { id } }`);
    expect(errors).toHaveLength(1);
  });

  it('with too many tokens is refused', async () => {
    const { errors } = await gateway.request(`{ ${'__typename '.repeat(1000)} }`);
    expect(errors?.[0]?.message).toContain('contains more than 1000 tokens');
  });

  it('whose fragments double its fields is answered at once', async () => {
    expect((await gateway.request(doubling(60, '__typename'))).data).toEqual({ __typename: 'Query' });
  });

  it('that brings one long list to several fields is refused before any of them is carried out', async () => {
    await using small = await startGateway({ MAX_INPUTS: '5' });
    const inputs = Array.from({ length: 3 }, (_, i) => ({ id: String(501 + i), properties: { firstname: 'Ada' } }));
    const query = `mutation ($inputs: [UpdateContactInput!]!) {
      a: updateContacts(inputs: $inputs) { results { __typename } }
      ...again
    }
    fragment again on Mutation { b: updateContacts(inputs: $inputs) { results { __typename } } }`;
    expect(await small.request(query, { inputs })).toMatchObject({
      data: null,
      errors: [
        {
          message: 'The lists of all fields have 6 items together; this gateway takes at most 5. Send them in parts.',
          extensions: { code: 'TOO_MANY_INPUTS', limit: 5, received: 6 },
        },
      ],
    });
    expect(small.sandbox.calls).toEqual([]);
    expect((await small.request(query, { inputs: inputs.slice(1) })).errors).toBeUndefined();
  });
});

describe('by default', () => {
  it("GraphiQL's introspection and all of schema/operations pass", async () => {
    await using gateway = await startGateway();
    const operations = Object.values(documents)
      .filter((document) => document instanceof documents.TypedDocumentString)
      .map(String);
    expect(operations.length).toBeGreaterThan(4);
    const introspection = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true });
    for (const query of [introspection, ...operations]) {
      expect((await gateway.request(query)).errors).toBeUndefined();
    }
  });
});

describe('a request', () => {
  const send = async (url: string, body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', headers: { ...json, ...headers }, body });
    const answer = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
    return [response.status, answer.errors?.[0]?.extensions.code, answer.errors?.[0]?.message];
  };

  it.each([
    ['larger than MAX_BODY_BYTES', ' '.repeat(2049), [413, 'REQUEST_TOO_LARGE', /larger than 2048 bytes/]],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), [400, 'BAD_REQUEST', /not valid UTF-8/]],
    ['that is not JSON', '{ "query": ', [400, 'BAD_REQUEST', /not valid JSON/]],
    ['that is empty', '', [400, 'BAD_REQUEST', /not valid JSON/]],
    ['that is no object', '"query"', [400, 'BAD_REQUEST', /must be a JSON object/]],
    ['that is an empty list', '[]', [400, 'BAD_REQUEST', /empty list/]],
    ['of more operations than MAX_REQUEST_BATCH', '[{},{},{},{}]', [413, 'BAD_REQUEST', /limited to 3 operations/]],
    [
      'nested deeply',
      `{"query":"{__typename}","variables":{"a":${'['.repeat(900)}${']'.repeat(900)}}}`,
      [400, 'BAD_REQUEST', /nested more than 32 levels/],
    ],
    [
      'with a parameter named __proto__',
      '{"query":"{__typename}","__proto__":{"query":"x"}}',
      [400, 'BAD_REQUEST', /Unexpected parameter "__proto__"/],
    ],
  ])('%s is refused', async (_what, body, [status, code, message]) => {
    await using gateway = await startGateway({ MAX_BODY_BYTES: '2048', MAX_REQUEST_BATCH: '3' });
    expect(await send(gateway.url, body as string)).toEqual([status, code, expect.stringMatching(message as RegExp)]);
  });

  it('that never says how long it is, and never ends, is refused as soon as it is too large', async () => {
    await using gateway = await startGateway({ MAX_BODY_BYTES: '2048' });
    let sent = 0;
    const body = new ReadableStream({
      async pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(100 * 1024);
    await response.body?.cancel();
  });

  it('with a list of more items than any field takes is refused before it is looked at', async () => {
    await using gateway = await startGateway();
    const ids = Array(1001).fill('512');
    const body = JSON.stringify({ query: 'query ($ids: [ID!]!) { contacts(ids: $ids) { id } }', variables: { ids } });
    expect(await send(gateway.url, body)).toEqual([
      200,
      'TOO_MANY_INPUTS',
      '"ids" has 1001 items; this gateway takes at most 1000. Send them in parts.',
    ]);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it('with __proto__ and constructor as names of properties is written, or refused, like any other', async () => {
    await using gateway = await startGateway();
    const names = ['__proto__', 'constructor', 'toString'];
    const otherProperties = names.map((name) => ({ name, value: 'x' }));
    const query = `mutation ($inputs: [UpdateContactInput!]!) {
      updateContacts(inputs: $inputs) { results { __typename ... on InvalidPropertiesError { problems { property } } } }
    }`;
    const { data } = await gateway.request(query, { inputs: [{ id: '512', otherProperties }] });
    expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'InvalidPropertiesError' }] } });
    const sent = gateway.sandbox.calls[0]?.body as { inputs: { properties: object }[] };
    expect(Object.keys(sent.inputs[0]?.properties ?? {}).toSorted()).toEqual(names.toSorted());

    const typed = `{"query":${JSON.stringify(query)},"variables":{"__proto__":{"inputs":[]},"inputs":[{"id":"512","properties":{"__proto__":"x"}}]}}`;
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body: typed });
    expect(await response.text()).toContain('has no such field');
    expect(({} as { inputs?: unknown }).inputs).toBeUndefined();
  });
});

describe('with INTROSPECTION=off', () => {
  it.each([
    ['introspection', '{ __schema { queryType { name } } }', {}, /introspection/i],
    ['a misspelt field', '{ contactz { id } }', {}, /Cannot query field "contactz"/],
    ['a misspelt argument', '{ contact(idd: 1) { id } }', {}, /Unknown argument "idd"/],
    [
      'a misspelt property in a variable',
      'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }',
      { inputs: [{ id: '512', properties: { firstnam: 'Ada', property_radio: 'option_11' } }] },
      /has an invalid value/,
    ],
  ])('%s tells nothing of the schema', async (_what, query, variables, message) => {
    await using gateway = await startGateway({ INTROSPECTION: 'off' });
    const { errors } = await gateway.request(query, variables as Record<string, unknown>);
    expect(errors?.[0]?.message).toMatch(message);
    expect(JSON.stringify(errors)).not.toContain('Did you mean');
    await using open = await startGateway();
    const told = JSON.stringify(await open.request(query, variables as Record<string, unknown>));
    expect(told).toMatch(/Did you mean|queryType/);
  });

  it('__typename is answered', async () => {
    await using gateway = await startGateway({ INTROSPECTION: 'off' });
    expect((await gateway.request('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('with TRUSTED_DOCUMENTS', () => {
  const document = documents.UpdateAContactDocument;
  const hash = document.__meta__?.hash as string;
  const text = (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, string>)[hash];
  const success = { updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } };
  const send = async (url: string, body: unknown) => {
    const response = await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) });
    return { status: response.status, ...((await response.json()) as { data?: unknown; errors?: unknown }) };
  };

  it.each([
    ['documentId', { documentId: hash }],
    ['documentId, without the name of the algorithm', { documentId: hash.slice('sha256:'.length) }],
    ['extensions.persistedQuery', { extensions: { persistedQuery: { version: 1, sha256Hash: hash.slice(7) } } }],
    ['documentId, beside the document of the manifest', { documentId: hash, query: text }],
  ])('a document of the manifest runs by its hash, in %s', async (_where, body) => {
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: MANIFEST });
    expect((await send(gateway.url, body)).data).toMatchObject(success);
  });

  it.each([
    ['a text', { query: '{ __typename }' }],
    ['the schema', { query: '{ __schema { queryType { name } } }' }],
    ['an unknown hash', { documentId: 'sha256:abc' }],
    ['a name of an object', { documentId: 'constructor' }],
    ['a hash that is none', { documentId: { a: 1 } }],
    ['a hash that is no text and cannot be made one', { documentId: { toString: 1 } }],
    ['a known hash beside another document', { documentId: hash, query: '{ __typename }' }],
    ['nothing', {}],
  ])('%s is a clear error, and nothing is sent', async (_what, body) => {
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: MANIFEST });
    expect(await send(gateway.url, body)).toEqual({
      status: 400,
      errors: [
        { message: expect.stringContaining('runs only the documents'), extensions: { code: 'DOCUMENT_NOT_TRUSTED' } },
      ],
    });
    expect(gateway.sandbox.calls).toEqual([]);
  });

  it.each([
    [
      "Apollo's",
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: 'ab12', name: 'UpdateAContact', type: 'mutation', body: text }],
      },
    ],
    ["Relay's", { ab12: text }],
  ])('%s manifest is read as well', async (_whose, manifest) => {
    const file = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'manifest.json');
    writeFileSync(file, JSON.stringify(manifest));
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: file });
    expect((await send(gateway.url, { documentId: 'ab12' })).data).toMatchObject(success);
    const other = await send(gateway.url, { documentId: 'operations', query: text });
    expect(other).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] });
  });

  it('null among several operations is that error for itself, and no bug', async () => {
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: MANIFEST });
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body: '[null]' });
    expect(await response.json()).toMatchObject([{ errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] }]);
  });
});

describe('without TRUSTED_DOCUMENTS', () => {
  const NOT_SUPPORTED = {
    message: 'PersistedQueryNotSupported',
    extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' },
  };
  const hashes = { documentId: 'sha256:ab12', extensions: { persistedQuery: { version: 1, sha256Hash: 'ab12' } } };

  it.each([
    ['documentId', { documentId: hashes.documentId }],
    ["extensions, as Apollo's and urql's clients do", { extensions: hashes.extensions }],
    ['extensions, with an empty document', { query: '', extensions: hashes.extensions }],
  ])('a hash alone is refused so that clients send the document: in %s', async (_where, body) => {
    await using gateway = await startGateway();
    const posted = await fetch(gateway.url, { method: 'POST', headers: json, body: JSON.stringify(body) });
    expect([posted.status, await posted.json()]).toEqual([200, { errors: [NOT_SUPPORTED] }]);
    const query = Object.entries(body).map(([name, it]) => [name, typeof it === 'string' ? it : JSON.stringify(it)]);
    const got = await fetch(`${gateway.url}?${new URLSearchParams(query)}`);
    expect([got.status, await got.json()]).toEqual([200, { errors: [NOT_SUPPORTED] }]);
  });

  it('a hash beside a document is passed over', async () => {
    await using gateway = await startGateway();
    const body = JSON.stringify([{ query: '{ __typename }', ...hashes }, { extensions: hashes.extensions }]);
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body });
    expect(await response.json()).toEqual([{ data: { __typename: 'Query' } }, { errors: [NOT_SUPPORTED] }]);
  });
});
