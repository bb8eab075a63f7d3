import { describe, expect, it } from 'vitest';
import { endpointOf, isSearch, type RestAnswer, type RestRequest } from '../../src/hubspot/client.ts';
import { searchContacts } from '../../src/hubspot/search-contacts.ts';
import type { SearchRequest } from '../../src/hubspot/wire.ts';

const search: SearchRequest = { query: 'ada', filterGroups: [], sorts: [], properties: ['email'], limit: 2 };
const record = (id: string) => ({ id, properties: { email: `${id}@example.com` }, archived: false });

function answering(status: number, body: unknown) {
  const requests: RestRequest[] = [];
  const call = async (request: RestRequest): Promise<RestAnswer> => {
    requests.push(request);
    return { status, headers: new Headers(), body };
  };
  return { send: searchContacts(call), requests };
}
const ask = async (body: unknown) => (await answering(200, body).send([{ search }]))[0];

describe('a search', () => {
  it('is one call, and its page is answered', async () => {
    const page = { total: 3, results: [record('1'), record('2')], paging: { next: { after: '2' } } };
    const { send, requests } = answering(200, page);
    const outcomes = await send([{ search }]);
    expect(requests).toMatchObject([{ method: 'post', resource: 'contacts', path: 'search', json: search }]);
    const value = { total: 3, contacts: [{ id: '1' }, { id: '2', properties: { email: '2@example.com' } }], next: 2 };
    expect(outcomes).toMatchObject([{ value }]);
  });

  it.each([
    ['without paging', {}],
    ['with paging that has no next page', { paging: {} }],
    ['with nothing for paging', { paging: null }],
    ['with nothing for the next page', { paging: { next: null } }],
  ])('is on its last page in an answer %s', async (_what, paging) => {
    expect(await ask({ total: 1, results: [record('1')], ...paging })).toMatchObject({ value: { next: null } });
  });

  it('goes on from a place that is sent as a number, too', async () => {
    const paging = { next: { after: 200, link: '?after=200' } };
    expect(await ask({ total: 900, results: [], paging })).toMatchObject({ value: { next: 200 } });
  });

  it.each([
    ['a contact that cannot be read', { total: 2, results: [record('1'), { properties: {} }] }],
    ['no total', { results: [] }],
    ['no list', { total: 0 }],
    ['a next page at no place', { total: 2, results: [], paging: { next: { after: 'x' } } }],
    ['a next page without a place', { total: 2, results: [], paging: { next: {} } }],
    ['a page of HTML', '<html>'],
  ])('that is answered with %s is not taken for complete', async (_what, body) => {
    const { send } = answering(200, body);
    await expect(send([{ search }])).rejects.toMatchObject({ name: 'HubSpotUnavailableError', resend: 'backoff' });
  });

  it('that is refused is refused in HubSpot’s words', async () => {
    const message = "Property 'x' does not exist";
    const { send } = answering(400, { status: 'error', message, category: 'VALIDATION_ERROR' });
    await expect(send([{ search }])).rejects.toMatchObject({ name: 'InvalidInputError', message });
  });

  it('beyond the quota of searches is to wait a second', async () => {
    // Recorded.
    const message = 'You have reached your secondly limit.';
    const { send } = answering(429, { status: 'error', message, category: 'RATE_LIMITS' });
    await expect(send([{ search }])).rejects.toMatchObject({
      name: 'RateLimitedError',
      message,
      resend: { afterMs: 1000 },
    });
  });

  it('is told from a contact that is addressed by the word', () => {
    const request = { resource: 'contacts', path: 'search' } as const;
    expect(endpointOf({ method: 'post', ...request })).toBe('search');
    expect(endpointOf({ method: 'get', ...request })).toBe('contact');
    expect(isSearch({ method: 'patch', ...request })).toBe(false);
  });
});
