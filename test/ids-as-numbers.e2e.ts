import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const CONTACT = 'query ($id: ID!) { contact(id: $id) { id } }';
const CONTACTS = 'query ($ids: [ID!]!) { contacts(ids: $ids) { id } }';
const WITHIN = 'query ($id: ID!) { contacts(ids: ["512", $id]) { id } }';
const UPDATE =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';

/** The variables are written by hand: JSON.stringify would round them before they leave. */
async function send(query: string, variables: string) {
  const calls = gateway.sandbox.calls.length;
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  const bodies = gateway.sandbox.calls.slice(calls).map(({ body }) => body as { inputs: { id: string }[] });
  return { status: response.status, answer, ids: bodies.flatMap(({ inputs }) => inputs.map(({ id }) => id)) };
}

describe('an ID that comes as a JSON number', () => {
  it.each([
    ['of a field', CONTACT, '{"id":9007199254740993}', '"$id"'],
    ['that is 2^53 itself', CONTACT, '{"id":9007199254740992}', '"$id"'],
    ['that is negative', CONTACT, '{"id":-9007199254740993}', '"$id"'],
    ['with an exponent', CONTACT, '{"id":1e21}', '"$id"'],
    ['of a list', CONTACTS, '{"ids":["512",9007199254740993]}', '"ids[1]"'],
    ['that stands for a list', CONTACTS, '{"ids":9007199254740993}', '"$ids"'],
    ['within a list of the document', WITHIN, '{"id":9007199254740993}', '"$id"'],
    [
      'of an input',
      UPDATE,
      '{"inputs":[{"id":"512","properties":{"firstname":"Ada"}},{"id":9007199254740993,"properties":{"firstname":"Ada"}}]}',
      '"inputs[1].id"',
    ],
  ])(
    'beyond what JSON keeps exactly is refused by its place, with nothing sent: %s',
    async (_what, query, variables, place) => {
      const { status, answer, ids } = await send(query, variables);
      expect({ status, ids }).toEqual({ status: 400, ids: [] });
      expect(answer).toMatchObject({
        errors: [{ message: expect.stringContaining(place), extensions: { code: 'BAD_USER_INPUT' } }],
      });
      expect(JSON.stringify(answer)).toContain('Send the id as a string.');
      expect(answer.data).toBeUndefined();
    },
  );

  it.each(['1.5', 'true', '{}'])('is refused as GraphQL refuses it where it is no whole number: %s', async (id) => {
    const { status, answer, ids } = await send(CONTACT, `{"id":${id}}`);
    expect({ status, ids }).toEqual({ status: 400, ids: [] });
    expect(JSON.stringify(answer)).toContain('ID cannot represent value');
  });

  it.each([
    ['512', '512'],
    ['512.0', '512'],
    ['5.12e2', '512'],
    ['9007199254740991', '9007199254740991'],
    ['"9007199254740993"', '9007199254740993'],
  ])('is taken where nothing is lost: %s', async (number, id) => {
    expect((await send(CONTACT, `{"id":${number}}`)).ids).toEqual([id]);
    expect((await send(CONTACTS, `{"ids":[${number}]}`)).ids).toEqual([id]);
    const input = `{"inputs":[{"id":${number},"properties":{"firstname":"Ada"}}]}`;
    expect(new Set((await send(UPDATE, input)).ids)).toEqual(new Set([id]));
  });

  it.each([
    '{ contact(id: 9007199254740993) { id } }',
    '{ contacts(ids: [9007199254740993]) { id } }',
    'query ($id: ID! = 9007199254740993) { contact(id: $id) { id } }',
    'query ($ids: [ID!]! = [9007199254740993]) { contacts(ids: $ids) { id } }',
  ])('is exact when it stands in the document: %s', async (query) => {
    expect((await send(query, '{}')).ids).toEqual(['9007199254740993']);
  });
});
