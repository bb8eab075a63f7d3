import { describe, expect, it } from 'vitest';
import type { RestAnswer, RestRequest } from '../../src/hubspot/client.ts';
import type { ContactError } from '../../src/hubspot/contact-errors.ts';
import { readContact, readContacts } from '../../src/hubspot/read-contacts.ts';
import { BatchRefused } from '../../src/outcome.ts';

const record = (id: string, properties: Record<string, string | null> = {}) => ({
  id,
  properties,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  archived: false,
});
const read = (id: string, ...properties: string[]) => ({ id, properties });

function answering(status: number, body: unknown) {
  const requests: RestRequest[] = [];
  const call = async (request: RestRequest): Promise<RestAnswer> => {
    requests.push(request);
    return { status, headers: new Headers(), body };
  };
  return { call, requests };
}

const complete = (results: unknown[], more: object = {}) => ({ status: 'COMPLETE', results, ...more });
const missing = (...ids: string[]) => ({ errors: [{ category: 'OBJECT_NOT_FOUND', message: 'no', context: { ids } }] });

describe('a batch of reads', () => {
  it('asks once for each contact, with the properties that any read wants, and answers each read', async () => {
    const { call, requests } = answering(200, complete([record('2'), record('1')]));
    const outcomes = await readContacts(call, null)([read('1', 'a'), read('2', 'b'), read('1', 'b', 'c')]);
    expect(requests).toMatchObject([
      { json: { inputs: [{ id: '1' }, { id: '2' }], properties: ['a', 'b', 'c'] }, path: 'batch/read' },
    ]);
    expect(outcomes).toMatchObject([{ value: { id: '1' } }, { value: { id: '2' } }, { value: { id: '1' } }]);
  });

  it('answers null for what HubSpot says is not there, in a 207 and in a 200', async () => {
    for (const status of [207, 200]) {
      const { call } = answering(status, complete([record('1')], missing('9')));
      const outcomes = await readContacts(call, null)([read('9'), read('1')]);
      expect(outcomes).toMatchObject([
        { ok: true, value: null },
        { ok: true, value: { id: '1' } },
      ]);
    }
  });

  it('has what was left out without a word, or cannot be read, asked for alone', async () => {
    const { call } = answering(200, complete([{ id: '1' }, record('2')]));
    const outcomes = await readContacts(call, null)([read('1'), read('2'), read('3')]);
    expect(outcomes.map((outcome) => (outcome.ok ? 'found' : outcome.error.resend))).toEqual([
      'alone',
      'found',
      'alone',
    ]);
  });

  it('finds contacts by a unique property without regard to case, and by all their emails', async () => {
    const found = [record('1', { code: 'Abc' }), record('2', { code: 'x' })];
    const byCode = answering(200, complete(found));
    expect(await readContacts(byCode.call, 'code')([read('aBC')])).toMatchObject([{ value: { id: '1' } }]);
    expect(byCode.requests[0]?.json).toEqual({ inputs: [{ id: 'aBC' }], idProperty: 'code', properties: ['code'] });

    const byEmail = answering(
      200,
      complete([record('3', { email: 'a@x.com', hs_additional_emails: 'b@x.com;C@x.com' })]),
    );
    const reads = ['a@x.com', 'B@x.com', 'c@x.com'].map((email) => read(email));
    const outcomes = await readContacts(byEmail.call, 'email')(reads);
    expect(outcomes).toMatchObject([{ value: { id: '3' } }, { value: { id: '3' } }, { value: { id: '3' } }]);
  });

  it('tells values apart that differ in case, should HubSpot do so', async () => {
    const [upper, lower] = [record('1', { code: 'ABC' }), record('2', { code: 'abc' })];
    const reads = ['ABC', 'abc', 'Abc'].map((code) => read(code));
    const missing = { category: 'OBJECT_NOT_FOUND', context: { ids: ['Abc'] } };
    for (const results of [
      [upper, lower],
      [lower, upper],
    ]) {
      const { call, requests } = answering(207, { ...complete(results), errors: [missing], numErrors: 1 });
      expect(await readContacts(call, 'code')(reads)).toMatchObject([
        { value: { id: '1' } },
        { value: { id: '2' } },
        { ok: true, value: null },
      ]);
      expect(requests[0]?.json).toMatchObject({ inputs: [{ id: 'ABC' }, { id: 'abc' }, { id: 'Abc' }] });
    }
  });

  it('does not answer with a contact whose value differs in case when HubSpot says that there is none', async () => {
    const { call } = answering(207, complete([record('1', { code: 'ABC' })], missing('abc')));
    expect(await readContacts(call, 'code')([read('ABC'), read('abc')])).toMatchObject([
      { value: { id: '1' } },
      { ok: true, value: null },
    ]);
  });

  it('is not taken for the answer of a read that asked for something else', async () => {
    const { call } = answering(200, complete([record('7', { email: 'other@x.com' })]));
    const [outcome] = await readContacts(call, 'email')([read('a@x.com')]);
    expect(outcome?.ok).toBe(false);
  });

  it('that is refused is refused for one of its ids, unless it is for the way of addressing', async () => {
    const bad = answering(400, { message: 'Invalid id', category: 'VALIDATION_ERROR' });
    await expect(readContacts(bad.call, null)([read('1')])).rejects.toBeInstanceOf(BatchRefused);
    const key = answering(400, {
      message: 'Unable to perform update/upsert by non-unique 0-1 property x in portal ID 1',
    });
    await expect(readContacts(key.call, 'x')([read('1')])).rejects.toMatchObject({
      name: 'InvalidInputError',
    });
  });

  it.each([
    [400, {}, 'InvalidInputError'],
    [403, { category: 'MISSING_SCOPES' }, 'NotPermittedError'],
    [404, {}, 'HubSpotUnavailableError'],
  ])('answered with %i %o may be refused for one of its reads: %s', async (status, body, name) => {
    const { call } = answering(status, body);
    await expect(readContacts(call, null)([read('1')])).rejects.toMatchObject({
      name: 'BatchRefused',
      reason: { name, applied: 'NO' },
    });
  });

  it.each([
    [503, '<html>', 'HubSpotUnavailableError', 'backoff'],
    [200, '<html>', 'HubSpotUnavailableError', 'backoff'],
    [200, { results: 'none' }, 'HubSpotUnavailableError', 'backoff'],
    [401, { category: 'INVALID_AUTHENTICATION' }, 'NotPermittedError', 'never'],
    [429, { policyName: 'TEN_SECONDLY_ROLLING' }, 'RateLimitedError', { afterMs: 10_000 }],
  ])('answered with %i %o fails as %s', async (status, body, name, resend) => {
    const { call } = answering(status, body);
    await expect(readContacts(call, null)([read('1')])).rejects.toMatchObject({
      name,
      resend,
      applied: 'NO',
    });
  });
});

describe('what the reads of a shared call are told', () => {
  it.each([400, 503])('of a %i names none of them', async (status) => {
    const { call } = answering(status, { message: 'ada@example.com is odd', category: 'X', context: { ids: ['501'] } });
    const refused = await readContacts(call, 'email')([read('ada@example.com'), read('501')]).catch((error) => error);
    const { message, hubspot } = refused instanceof BatchRefused ? (refused.reason as ContactError) : refused;
    expect(JSON.stringify([message, hubspot])).not.toMatch(/ada|501/);
  });
});

describe('a single read', () => {
  it('names its properties, and answers the contact under the id that is valid now', async () => {
    const { call, requests } = answering(200, record('520'));
    expect(await readContact(call, 'email')([read('a/b@x.com', 'p', 'q')])).toMatchObject([
      { ok: true, value: { id: '520' } },
    ]);
    expect(requests).toMatchObject([
      { method: 'get', path: 'a%2Fb%40x.com', searchParams: { properties: 'p,q', idProperty: 'email' } },
    ]);
  });

  it('is made once for reads that are the same', async () => {
    const { call, requests } = answering(200, record('520'));
    const found = { ok: true, value: expect.objectContaining({ id: '520' }) };
    expect(await readContact(call, null)([read('820', 'a'), read('820', 'a')])).toEqual([found, found]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.carries).toHaveLength(2);
  });

  it('asks for no properties where their names would make the address too long', async () => {
    const { call, requests } = answering(200, record('520'));
    const many = Array.from({ length: 900 }, (_, index) => `property_${index}`);
    await readContact(call, null)([read('820', ...many)]);
    expect(requests).toMatchObject([{ path: '820', searchParams: { properties: '' } }]);
  });

  it('answers null where there is no such contact', async () => {
    const { call } = answering(404, '<html>Error 404</html>');
    expect(await readContact(call, null)([read('1')])).toEqual([{ ok: true, value: null }]);
  });
});
