import { describe, expect, it } from 'vitest';
import type { RestCall } from '../../src/hubspot/client.ts';
import type { ContactUpdate } from '../../src/hubspot/contact-write.ts';
import { readContact, readContacts } from '../../src/hubspot/read-contacts.ts';
import { readDefinitions } from '../../src/hubspot/read-definitions.ts';
import { readPropertyRules } from '../../src/hubspot/read-property-rules.ts';
import { updateContact, writeContacts } from '../../src/hubspot/write-contacts.ts';
import { BatchRefused, type SendBatch } from '../../src/outcome.ts';

const request = { requestId: 'r', trace: null } as unknown as ContactUpdate['request'];
const update: ContactUpdate = {
  id: '1',
  idProperty: null,
  properties: { firstname: 'Ada' },
  request,
  onBatch: () => {},
};
const read = { id: '1', properties: [], request };

const answering =
  (status: number, body: unknown = '<html>', headers: Record<string, string> = {}): RestCall =>
  async () => ({ status, headers: new Headers(headers), body });

/** What one input is told, be it by its outcome or for the whole batch. */
async function told<In>(send: SendBatch<In, unknown>, input: In): Promise<unknown> {
  try {
    const [outcome] = await send([input]);
    return outcome?.ok === false ? outcome.error : outcome;
  } catch (error) {
    return error instanceof BatchRefused ? error.reason : error;
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place);

const INVALID = [400, 413, 414, 415, 422];
const GIVEN_UP = [408, 444, 460, 499];
const MAY_PASS = [423, 425, 477];

function meaningForWrites(status: number) {
  const unavailable = { name: 'HubSpotUnavailableError', applied: 'NO', status };
  if (status >= 500 || GIVEN_UP.includes(status)) {
    return { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'backoff' };
  }
  if (INVALID.includes(status)) return { name: 'InvalidInputError', applied: 'NO', resend: 'never' };
  if (status === 409) return { name: 'ContactConflictError', applied: 'NO', resend: 'never' };
  // A page of an edge says nothing of scopes.
  if (status === 401) return { name: 'NotPermittedError', applied: 'NO', resend: 'never' };
  if (status === 429) return { name: 'RateLimitedError', applied: 'NO', retryable: true };
  if (MAY_PASS.includes(status)) return { ...unavailable, retryable: true, resend: expect.not.stringMatching('never') };
  return { ...unavailable, retryable: false, resend: 'never' };
}

/** A read that failed has not happened: there is nothing unknown about it. */
function meaningForReads(status: number) {
  const meaning = meaningForWrites(status);
  if (meaning.name !== 'OutcomeUnknownError') return meaning;
  return { name: 'HubSpotUnavailableError', applied: 'NO', status, retryable: true, resend: 'backoff' };
}

describe('a status without a body that says more', () => {
  it.each(range(300, 599))('%d means the same for every kind of call', async (status) => {
    const call = answering(status);
    const single = status === 404 ? { name: 'ContactNotFoundError' } : meaningForWrites(status);
    const resend = MAY_PASS.includes(status) ? { resend: expect.anything() } : {};
    expect(await told(writeContacts(call, 'update'), update)).toMatchObject({
      ...meaningForWrites(status),
      ...resend,
    });
    expect(await told(updateContact(call), update)).toMatchObject({ ...single, ...resend });
    expect(await told(readContacts(call, null), read)).toMatchObject({
      ...meaningForReads(status),
      ...resend,
    });
    expect(await told(readDefinitions(call), null)).toMatchObject({ ...meaningForReads(status), ...resend });
    const rules = status === 404 ? { ok: true } : { ...meaningForReads(status), ...resend };
    expect(await told(readPropertyRules(call), null)).toMatchObject(rules);
    const one = await told(readContact(call, null), read);
    expect(one).toMatchObject(status === 404 ? { ok: true, value: null } : { ...meaningForReads(status), ...resend });
  });

  it.each([502, 503, 504, 520])('%d that asks to wait is waited for, and told to who reads', async (status) => {
    const call = answering(status, '', { 'retry-after': '12.3456' });
    const resend = { afterMs: 12_346 };
    expect(await told(writeContacts(call, 'update'), update)).toMatchObject({ applied: 'UNKNOWN', resend });
    expect(await told(updateContact(call), update)).toMatchObject({ applied: 'UNKNOWN', resend });
    expect(await told(readContacts(call, null), read)).toMatchObject({ resend, retryAfterMs: 12_346 });
  });

  it.each([423, 425, 429, 477])('%d that asks to wait is waited for, and told to everybody', async (status) => {
    const call = answering(status, '', { 'retry-after': '3000000' });
    const told24h = { resend: { afterMs: 86_400_000 }, retryAfterMs: 86_400_000, applied: 'NO' };
    expect(await told(writeContacts(call, 'update'), update)).toMatchObject(told24h);
    expect(await told(updateContact(call), update)).toMatchObject(told24h);
    expect(await told(readContacts(call, null), read)).toMatchObject(told24h);
  });
});

describe('a 2xx', () => {
  const contact = { id: '1', properties: { firstname: 'Ada' } };

  it.each([200, 201, 202, 203, 206, 207, 226])(
    'of %d with a whole body is an answer of every kind of call',
    async (status) => {
      const batch = answering(status, { status: 'COMPLETE', results: [contact] });
      const success = { ok: true, value: { id: '1' } };
      expect(await told(writeContacts(batch, 'update'), update)).toMatchObject(success);
      expect(await told(readContacts(batch, null), read)).toMatchObject(success);
      expect(await told(updateContact(answering(status, contact)), update)).toMatchObject(success);
      expect(await told(readContact(answering(status, contact), null), read)).toMatchObject(success);
      const definitions = answering(status, { results: [{ name: 'firstname' }] });
      expect(await told(readDefinitions(definitions), null)).toMatchObject({ ok: true });
    },
  );

  it.each([
    [204, undefined],
    [200, undefined],
    [200, '<html>'],
    [200, '{"status":"COMPLETE","results":['],
    [202, { status: 'COMPLETE' }],
    [207, [1]],
    [200, null],
  ])('of %d with the body %j is no reason to write again, but to read again', async (status, body) => {
    const call = answering(status, body, { 'retry-after': '1' });
    const unknown = { name: 'OutcomeUnknownError', applied: 'UNKNOWN', resend: 'never' };
    expect(await told(writeContacts(call, 'update'), update)).toMatchObject(unknown);
    expect(await told(updateContact(call), update)).toMatchObject(unknown);
    const again = { name: 'HubSpotUnavailableError', applied: 'NO', status, resend: 'backoff' };
    expect(await told(readContacts(call, null), read)).toMatchObject(again);
    expect(await told(readContact(call, null), read)).toMatchObject(again);
    expect(await told(readDefinitions(call), null)).toMatchObject(again);
    expect(await told(readPropertyRules(call), null)).toMatchObject(again);
  });
});
