import { describe, expect, it } from 'vitest';
import { sentDefinitions } from '../definitions.ts';
import { openSandbox } from './rest.ts';

const input = { id: '512', properties: { firstname: 'Ada' } };

describe('the sandbox', () => {
  it('holds contacts 501 to 700, each with an email and a unique value of its own', async () => {
    await using hubspot = await openSandbox();
    const ids = Array.from({ length: 202 }, (_, index) => String(500 + index));
    const contacts = ids.flatMap((id) => hubspot.sandbox.contact(id) ?? []);
    expect(contacts.map(({ id }) => id)).toEqual(ids.slice(1, -1));
    expect(new Set(contacts.map(({ properties }) => properties.email)).size).toBe(200);
    expect(new Set(contacts.map(({ properties }) => properties.my_unique_property_name)).size).toBe(200);
  });

  it('answers 401 to who brings no token', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('GET', '/crm/v3/properties/contacts', undefined, { token: null });
    expect([status, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
    expect(body.message).toMatch(/^Authentication credentials not found/);
  });

  it('answers with the property definitions, every field of them, and with none when asked for those archived', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.send('GET', '/crm/v3/properties/contacts');
    expect(body).toEqual({ results: sentDefinitions });
    expect((await hubspot.send('GET', '/crm/v3/properties/contacts?archived=true')).body).toEqual({ results: [] });
  });

  it('keeps archived definitions apart', async () => {
    const definition = (name: string, more: object = {}) => ({
      name,
      label: name,
      type: 'string',
      fieldType: 'text',
      ...more,
    });
    await using hubspot = await openSandbox({ definitions: [definition('a'), definition('b', { archived: true })] });
    const names = async (query: string) =>
      (await hubspot.send('GET', `/crm/v3/properties/contacts${query}`)).body.results.map(
        ({ name }: { name: string }) => name,
      );
    expect([await names(''), await names('?archived=false'), await names('?archived=true')]).toEqual([
      ['a'],
      ['a'],
      ['b'],
    ]);
  });

  it.each(['/crm/v3/objects/contacts/a/b', '/crm/v3/owners', '/', '//', '/crm/v3/properties/contacts/fax'])(
    'answers 404 to %s, which it does not know, with the header that says so',
    async (path) => {
      await using hubspot = await openSandbox();
      const { status, body, headers } = await hubspot.send('GET', path);
      expect([status, body.message, headers.get('x-hubspot-notfound')]).toEqual([404, 'resource not found', 'true']);
    },
  );

  it.each([
    ['POST', '/crm/v3/objects/butterflies/batch/update'],
    ['POST', '/crm/objects/2026-09/butterflies/batch/update'],
    ['GET', '/crm/v3/objects/butterflies/1'],
    ['GET', '/crm/v3/properties/butterflies'],
  ])('refuses an unknown type of object: %s %s', async (method, path) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send(method, path, method === 'POST' ? { inputs: [] } : undefined);
    expect([status, body]).toEqual([
      400,
      {
        status: 'error',
        message: 'Unable to infer object type from: butterflies',
        correlationId: expect.any(String),
      },
    ]);
  });

  it('names the correlation id of an error in a header too', async () => {
    await using hubspot = await openSandbox();
    const { body, headers } = await hubspot.send('GET', '/crm/v3/objects/contacts/1');
    expect(headers.get('x-hubspot-correlation-id')).toBe(body.correlationId);
  });

  it('tells what is left of the quota', async () => {
    await using hubspot = await openSandbox();
    const remaining = async () => Number((await hubspot.update(input)).headers.get('x-hubspot-ratelimit-remaining'));
    expect([await remaining(), await remaining()]).toEqual([99, 98]);
  });

  it('lists the calls it received, in order, with their token and answer', async () => {
    await using hubspot = await openSandbox();
    await hubspot.update(input);
    await hubspot.send('GET', '/crm/v3/objects/contacts/1?properties=a,b', undefined, { token: 'other' });
    expect(hubspot.sandbox.calls).toMatchObject([
      {
        method: 'POST',
        path: '/crm/v3/objects/contacts/batch/update',
        token: 'pat-test',
        body: { inputs: [input] },
        status: 200,
      },
      { method: 'GET', path: '/crm/v3/objects/contacts/1', query: { properties: 'a,b' }, token: 'other', status: 404 },
    ]);
  });

  it('gives scripted answers to the calls they match, each once, and carries nothing out for them', async () => {
    await using hubspot = await openSandbox();
    hubspot.sandbox.answerNext({ match: { method: 'POST', path: /batch/ }, status: 503, body: '<html>' });
    expect((await hubspot.send('GET', '/crm/v3/objects/contacts/512')).status).toBe(200);
    const { status, text } = await hubspot.update(input);
    expect([status, text]).toEqual([503, '<html>']);
    expect(hubspot.sandbox.contact('512')?.properties.firstname).not.toBe('Ada');
    expect((await hubspot.update(input)).status).toBe(200);
  });

  it('carries a call out before its scripted answer when the script says so', async () => {
    await using hubspot = await openSandbox();
    hubspot.sandbox.answerNext({ status: 504, applied: true });
    expect((await hubspot.update(input)).status).toBe(504);
    expect(hubspot.sandbox.contact('512')?.properties.firstname).toBe('Ada');
  });

  it('rewrites its own answers', async () => {
    await using hubspot = await openSandbox();
    hubspot.sandbox.answerNext({
      transform: ({ body }) => ({ status: 200, body: { ...(body as object), results: [] } }),
    });
    expect((await hubspot.update(input)).body.results).toEqual([]);
    expect(hubspot.sandbox.contact('512')?.properties.firstname).toBe('Ada');
  });

  it.each([[true], ['half-body']] as const)('breaks the connection (%s)', async (breakConnection) => {
    await using hubspot = await openSandbox();
    hubspot.sandbox.answerNext({ breakConnection, applied: true });
    await expect(hubspot.update(input)).rejects.toThrow();
    expect(hubspot.sandbox.contact('512')?.properties.firstname).toBe('Ada');
    expect(hubspot.sandbox.calls).toMatchObject([{ status: null }]);
  });

  it('is as fresh after a reset', async () => {
    await using hubspot = await openSandbox();
    const before = hubspot.sandbox.contact('512');
    await hubspot.update(input);
    hubspot.sandbox.answerNext({ status: 500 });
    hubspot.sandbox.reset();
    expect(hubspot.sandbox.calls).toEqual([]);
    expect(hubspot.sandbox.contact('512')).toEqual(before);
    expect((await hubspot.update(input)).status).toBe(200);
  });
});
