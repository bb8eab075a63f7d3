import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from '../gateway.ts';

const MANIFEST = 'test/graphql-documents/persisted-documents.json';
const SAVE = `mutation Save($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { inputIndex contact { id } }
      ... on UpdateContactError { inputIndex contactId message applied }
    }
  }
}
query Read { contact(id: "501") { id } }`;

const save = (...ids: string[]) => ({
  query: SAVE,
  operationName: 'Save',
  variables: { inputs: ids.map((id) => ({ id, properties: { firstname: 'Ada' } })) },
});

type Gateway = Awaited<ReturnType<typeof startGateway>>;

/** Whatever there is of an answer, but for what is different each time. */
async function send({ url }: Gateway, body: unknown, headers: Record<string, string> = {}) {
  const init = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: init, body: JSON.stringify(body) });
  const all = Object.fromEntries(response.headers);
  return { status: response.status, headers: { ...all, date: '', 'x-request-id': '' }, body: await response.text() };
}

/** How many operations Yoga has gone through so far. */
const throughYoga = ({ logs }: Gateway) => logs.filter((line) => line.includes('Processing GraphQL Parameters')).length;

/** The answer of a gateway that knows the document, the media type and all, and whether Yoga had a part in it. */
async function sendKnown(body: unknown, headers?: Record<string, string>) {
  await using gateway = await startGateway({ MAX_INPUTS: '3' });
  await send(gateway, save('501'), headers);
  await send(gateway, body, headers);
  const [before, calls] = [throughYoga(gateway), gateway.sandbox.calls.length];
  const answer = await send(gateway, body, headers);
  return { answer, calls: gateway.sandbox.calls.length - calls, byYoga: throughYoga(gateway) > before };
}

async function sendNew(body: unknown, headers?: Record<string, string>) {
  await using gateway = await startGateway({ MAX_INPUTS: '3' });
  const calls = gateway.sandbox.calls.length;
  const answer = await send(gateway, body, headers);
  return { answer, calls: gateway.sandbox.calls.length - calls };
}

describe('an operation whose document is known', () => {
  it.each([
    ['a success', save('501')],
    ['an input that fails', save('501', 'x')],
    ['another operation of the document', { query: SAVE, operationName: 'Read', variables: null }],
    ['parameters that are not used', { ...save('501'), extensions: { a: 1 } }],
  ])('is answered as Yoga answers it, without Yoga: %s', async (_, body) => {
    const { answer, calls, byYoga } = await sendKnown(body);
    expect({ answer, calls }).toEqual(await sendNew(body));
    expect(byYoga).toBe(false);
  });

  it.each([
    ['none', ''],
    ['any', '*/*'],
    ['the newer media type', 'application/graphql-response+json'],
    ['several', 'application/graphql-response+json,application/json;q=0.9'],
    ['several and streams', 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed'],
  ])('has the media type that Yoga gives it for an Accept header of %s', async (_, accept) => {
    const { answer, byYoga } = await sendKnown(save('501'), { accept });
    expect(answer).toEqual((await sendNew(save('501'), { accept })).answer);
    expect(byYoga).toBe(false);
  });

  it.each([
    ['a list that is too long', save('501', '502', '503', '504')],
    ['a list that is empty', save()],
    ['variables of the wrong type', { ...save(), variables: { inputs: [{ id: {} }] } }],
    ['a variable that is missing', { ...save(), variables: {} }],
    ['a property that does not exist', { ...save(), variables: { inputs: [{ id: '1', properties: { nme: '' } }] } }],
    ['variables that are a list', { ...save(), variables: [] }],
    ['an operation that is not there', { ...save('501'), operationName: 'Other' }],
    ['no name for one of several operations', { ...save('501'), operationName: undefined }],
    ['a name that is none', { ...save('501'), operationName: 1 }],
    ['an unknown parameter', { ...save('501'), other: 1 }],
    ['extensions that are a text', { ...save('501'), extensions: 'a' }],
    ['a list of operations', [save('501'), save('502')]],
    ['a document that is not valid', { query: '{ nothing }' }],
  ])('is left to Yoga when there is anything else about it: %s', async (_, body) => {
    const { answer, calls, byYoga } = await sendKnown(body);
    expect({ answer, calls }).toEqual(await sendNew(body));
    expect(byYoga || answer.status === 400).toBe(true);
  });

  it('is left to Yoga when its answers are to be a stream', async () => {
    const { answer, byYoga } = await sendKnown(save('501'), { accept: 'text/event-stream' });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    expect(byYoga).toBe(true);
  });

  it('is carried out once when its answer has an error, which Yoga writes', async () => {
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token' });
    const authorization = 'Bearer pat-na1-somebody';
    await send(gateway, save('501'), { authorization });
    const calls = gateway.sandbox.calls.length;
    const { status, headers, body } = await send(gateway, save('501'));
    expect([status, headers]).toMatchObject([401, { 'www-authenticate': 'Bearer' }]);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(gateway.sandbox.calls).toHaveLength(calls);
    const lines = gateway.logs.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(lines.at(-1)).toMatchObject({ status: 401, operations: ['mutation Save'] });
  });

  it('is asked for by its hash alone where documents have to be trusted', async () => {
    await using gateway = await startGateway({ TRUSTED_DOCUMENTS: MANIFEST });
    const [[hash, query] = []] = Object.entries(JSON.parse(readFileSync(MANIFEST, 'utf8')));
    await send(gateway, { documentId: hash });
    const before = throughYoga(gateway);
    expect((await send(gateway, { documentId: hash })).status).toBe(200);
    expect(throughYoga(gateway)).toBe(before);
    expect((await send(gateway, { query })).status).toBe(400);
  });

  it('is refused all the same with GET, and with a media type of forms', async () => {
    await using gateway = await startGateway();
    await send(gateway, save('501'));
    const { query, variables } = save('501');
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables), operationName: 'Save' });
    const get = await fetch(`${gateway.url}?${search}`, { headers: { accept: 'application/json' } });
    const form = await send(gateway, save('501'), { 'content-type': 'text/plain' });
    expect([get.status, form.status]).toEqual([405, 415]);
    expect(batchUpdates(gateway.sandbox)).toHaveLength(1);
  });

  it('leaves with others: known and new ones share a call', async () => {
    await using gateway = await startGateway();
    await send(gateway, save('501'));
    await Promise.all([
      ...['502', '503'].map((id) => send(gateway, save(id))),
      ...['504', '505'].map((id) => send(gateway, { ...save(id), query: `${SAVE}\n# ${id}` })),
    ]);
    expect(batchUpdates(gateway.sandbox).map(({ length }) => length)).toEqual([1, 4]);
  });
});
