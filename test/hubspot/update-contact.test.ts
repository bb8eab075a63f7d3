import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Credential, credentialOf } from '../../src/credential.ts';
import { createClient } from '../../src/hubspot/client.ts';
import { updateContact } from '../../src/hubspot/write-contacts.ts';
import { brokenConnection, html, json, startScriptedServer } from './scripted-server.ts';

const credential = credentialOf('t') as Credential;
const contact = {
  id: '9',
  properties: { firstname: 'Ada' },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  archived: false,
};

async function updateOnce(idProperty: string | null, ...script: Parameters<typeof startScriptedServer>) {
  await using server = await startScriptedServer(...script);
  const send = updateContact(createClient({ baseUrl: server.url, apiVersion: 'v3', timeoutMs: 1000 }).as(credential));
  const update = { id: 'a/b', idProperty, properties: { firstname: 'Ada' }, onBatch: () => {} };
  const outcomes = await send([update]).catch((error: unknown) => error);
  return { outcomes, calls: server.calls };
}

describe('a single update', () => {
  it('is a PATCH of the contact, and succeeds whatever id is answered', async () => {
    const { outcomes, calls } = await updateOnce(null, json(200, contact));
    expect(outcomes).toMatchObject([{ ok: true, value: { id: '9' } }]);
    expect(calls).toMatchObject([{ method: 'PATCH', body: '{"properties":{"firstname":"Ada"}}' }]);
    expect(calls[0]?.url).toBe('/crm/v3/objects/contacts/a%2Fb');
  });

  it('names the unique property in the address', async () => {
    const { calls } = await updateOnce('email', json(200, contact));
    expect(calls[0]?.url).toBe('/crm/v3/objects/contacts/a%2Fb?idProperty=email');
  });

  it.each([
    ['JSON', json(404, { status: 'error', message: 'resource not found' })],
    ['HTML', html(404)],
  ])('of a contact that is not there says so (%s), which settles earlier attempts too', async (_body, answer) => {
    const { outcomes } = await updateOnce(null, answer);
    expect(outcomes).toMatchObject([{ ok: false, error: { name: 'ContactNotFoundError', settles: true } }]);
  });

  it('with a bad value names it', async () => {
    const body = { message: 'no', errors: [{ message: 'no', code: 'X', context: { propertyName: ['firstname'] } }] };
    const { outcomes } = await updateOnce(null, json(400, body));
    expect(outcomes).toMatchObject([{ error: { problems: [{ property: 'firstname', code: 'X', value: 'Ada' }] } }]);
  });

  it.each([
    ['a value that is taken', json(409, { message: 'Contact already exists. Existing ID: 5' }), 'ContactConflictError'],
    [
      'a bad value',
      json(400, { message: 'no', errors: [{ message: 'no', code: 'X', context: { propertyName: ['firstname'] } }] }),
      'InvalidPropertiesError',
    ],
  ])('with %s was not written by the batch that left it out either', async (_what, answer, name) => {
    expect((await updateOnce(null, answer)).outcomes).toMatchObject([{ error: { name, settles: true } }]);
  });

  it('answered with a 502 may have been written, and is thrown for it may pass', async () => {
    expect((await updateOnce(null, html(502))).outcomes).toMatchObject({ applied: 'UNKNOWN', resend: 'backoff' });
  });

  it.each([
    ['a page', html(200)],
    ['no body', (response: ServerResponse) => void response.writeHead(204).end()],
    ['no contact', json(202, { id: null })],
  ])('answered with a 2xx and %s may have been written, and is not sent again', async (_what, answer) => {
    const { outcomes } = await updateOnce(null, answer);
    expect(outcomes).toMatchObject([{ ok: false, error: { applied: 'UNKNOWN', resend: 'never' } }]);
  });

  it.each([200, 201, 202, 203, 207])('answered with a contact and %d was written', async (status) => {
    const { outcomes } = await updateOnce(null, json(status, { id: 1, properties: { firstname: 'Ada' } }));
    expect(outcomes).toMatchObject([{ ok: true, value: { id: '1', properties: { firstname: 'Ada' } } }]);
  });

  it('whose connection breaks may have been written', async () => {
    expect((await updateOnce(null, brokenConnection)).outcomes).toMatchObject({ applied: 'UNKNOWN' });
  });
});
