import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';
import { type Refusal, startSpoiltUpstream } from './spoilt-upstream.ts';

/** Ten callers, each with two contacts of its own; one contact of the fourth caller is bad. */
const CALLERS = Array.from({ length: 10 }, (_, caller) => [`${7000 + 10 * caller}`, `${7001 + 10 * caller}`]);
const BAD = '7030';
const ALL = CALLERS.flat();
/** What each contact is given: a text that nobody but its caller is to see. */
const emailOf = (id: string) => `secret-${id}@example.com`;

const error = (message: string, more: object = {}) => ({ status: 'error', message, correlationId: 'c-1', ...more });
const valuesInvalid = (ids: readonly string[], code: string, text: (id: string) => string) =>
  error(
    `Property values were not valid: ${JSON.stringify(
      ids.map((id) => ({ isValid: false, message: text(id), error: code, name: 'email', propertyValue: emailOf(id) })),
    )}`,
    {
      category: 'VALIDATION_ERROR',
      errors: ids.map((id) => ({
        message: text(id),
        code,
        context: { propertyName: ['email'], value: [emailOf(id)] },
      })),
    },
  );
const only = (ids: readonly string[]) => ids.filter((id) => id === BAD);

/** Every status and body that HubSpot is known to refuse calls with. What it quotes, it may quote of every input. */
const REFUSALS: readonly [what: string, answers: readonly string[], refuse: (ids: readonly string[]) => Refusal][] = [
  [
    '400, a property that does not exist, named for all that hold it',
    ['InvalidPropertiesError'],
    (ids) => ({
      status: 400,
      body: valuesInvalid(ids, 'PROPERTY_DOESNT_EXIST', () => 'Property "email" does not exist'),
    }),
  ],
  [
    '400, a bad value, named',
    ['InvalidPropertiesError'],
    (ids) => ({
      status: 400,
      body: valuesInvalid(only(ids), 'INVALID_EMAIL', (id) => `Email address ${emailOf(id)} is invalid`),
    }),
  ],
  [
    '400, bad values of all, quoted',
    ['InvalidPropertiesError'],
    (ids) => ({
      status: 400,
      body: valuesInvalid(ids, 'INVALID_EMAIL', (id) => `Email address ${emailOf(id)} is invalid`),
    }),
  ],
  [
    '400, a unique value that is taken',
    ['ContactConflictError'],
    () => ({
      status: 400,
      body: error(
        `Cannot set PropertyValueCoordinates{portalId=1, objectTypeId=ObjectTypeId{legacyObjectType=CONTACT}, propertyName=email, value=${emailOf(BAD)}} on ${BAD}. 99 already has that value.`,
        { category: 'VALIDATION_ERROR' },
      ),
    }),
  ],
  [
    '400, ids that are named as duplicates',
    ['InvalidInputError'],
    (ids) => ({
      status: 400,
      body: error(`Duplicate IDs found in batch input: [${ids.join(', ')}]. IDs must be unique`, {
        context: { ids },
        category: 'VALIDATION_ERROR',
      }),
    }),
  ],
  [
    '400, malformed JSON',
    ['InvalidInputError'],
    () => ({ status: 400, body: error('Invalid input JSON on line 3, column 9: Cannot deserialize value') }),
  ],
  [
    '400, errors that are texts',
    ['InvalidInputError'],
    () => ({ status: 400, body: error('validation error', { errors: ['The request body may not be null'] }) }),
  ],
  ['400, nothing but a status', ['InvalidInputError'], () => ({ status: 400, body: {} })],
  ['400, a page', ['InvalidInputError'], () => ({ status: 400, body: '<html>400</html>' })],
  [
    '403, missing scopes, for a sensitive property',
    ['NotPermittedError'],
    () => ({
      status: 403,
      body: error("This app hasn't been granted all required scopes to make this call.", {
        category: 'MISSING_SCOPES',
        errors: [
          {
            message: 'One or more of the following scopes are required.',
            context: { requiredGranularScopes: ['crm.objects.contacts.sensitive.write.v2'] },
          },
        ],
      }),
    }),
  ],
  [
    '403, a page of an edge',
    ['HubSpotUnavailableError'],
    () => ({ status: 403, body: '<html>Attention Required! | Cloudflare</html>' }),
  ],
  [
    '404, not found',
    ['HubSpotUnavailableError', 'ContactNotFoundError'],
    () => ({ status: 404, body: error('resource not found') }),
  ],
  [
    '404, a page',
    ['HubSpotUnavailableError', 'ContactNotFoundError'],
    () => ({ status: 404, body: '<html>Not Found</html>' }),
  ],
  [
    '404, a value of a unique property that is missing',
    ['ContactNotFoundError', 'HubSpotUnavailableError'],
    (ids) => ({
      status: 404,
      body: error('Some objects were not found', {
        context: { missingObjectPropertyValueCoordinates: only(ids).map((id) => `0-1:code:${id}`) },
      }),
    }),
  ],
  [
    '409, a conflict',
    ['ContactConflictError'],
    () => ({ status: 409, body: error('Contact already exists. Existing ID: 99', { category: 'CONFLICT' }) }),
  ],
  ['413, a page', ['InvalidInputError'], () => ({ status: 413, body: '<html>Request Entity Too Large</html>' })],
  ['414', ['InvalidInputError'], () => ({ status: 414, body: '' })],
  ['415', ['InvalidInputError'], () => ({ status: 415, body: {} })],
  ['422', ['InvalidInputError'], () => ({ status: 422, body: error('unprocessable') })],
  ['423, a locked record', ['HubSpotUnavailableError'], () => ({ status: 423, body: error('locked') })],
  ['500, as JSON', ['OutcomeUnknownError'], () => ({ status: 500, body: error('internal error') })],
  ['502, a page', ['OutcomeUnknownError'], () => ({ status: 502, body: '<html>Bad Gateway</html>' })],
  ['504, a page', ['OutcomeUnknownError'], () => ({ status: 504, body: '<html>Gateway Timeout</html>' })],
];

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { contact { id } warnings { message context } }
      ... on ContactError {
        contactId message applied retryable correlationId
        hubspot { status category subCategory message id correlationId context links errors { message code context in subCategory } }
      }
      ... on InvalidPropertiesError { problems { property code message value } }
      ... on ContactConflictError { property existingContactId }
    }
    batches { status numErrors links size }
  }
}`;

/** Calls beside the first one. Halves of halves of 20 are 10; one more finds out whether the reason is everybody's. */
const MOST_EXTRA_CALLS = 11;

/** What an answer holds of the other callers. */
const foreignIn = (answer: unknown, caller: readonly string[]): string[] => {
  const text = JSON.stringify(answer);
  return ALL.filter((id) => !caller.includes(id)).filter((id) => text.includes(id));
};

describe.concurrent('one bad input among twenty of ten callers', () => {
  it.each(REFUSALS)('written: %s', async (_what, answers, refuse) => {
    await using upstream = await startSpoiltUpstream((id) => id === BAD, refuse);
    await using gateway = await startGateway({
      HUBSPOT_BASE_URL: upstream.url,
      HUBSPOT_ACCESS_TOKEN: 'pat-test',
      DEADLINE_MS: '4000',
    });
    const inputsOf = (caller: readonly string[]) =>
      caller.map((id) => ({ id, otherProperties: [{ name: 'email', value: emailOf(id) }] }));
    const answered = await Promise.all(
      CALLERS.map(async (caller) =>
        gateway.request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(SAVE, {
          inputs: inputsOf(caller),
        }),
      ),
    );

    for (const [place, caller] of CALLERS.entries()) {
      const { data, errors } = answered[place] ?? {};
      expect(errors).toBeUndefined();
      for (const [index, result] of (data?.updateContacts.results ?? []).entries()) {
        if (caller[index] === BAD) expect(answers).toContain(result.__typename);
        else expect(result).toMatchObject({ __typename: 'UpdateContactSuccess', contact: { id: caller[index] } });
      }
      expect(foreignIn(answered[place], caller), `what ${caller} is shown`).toEqual([]);
    }
    expect([...upstream.written].toSorted()).toEqual(ALL.filter((id) => id !== BAD).map((id) => [id, 1]));
    const others = upstream.calls.filter(({ ids }) => ids.length !== 1 || ids[0] !== BAD);
    expect(others.length - 1).toBeLessThanOrEqual(MOST_EXTRA_CALLS);
  });

  it.each(REFUSALS)('read: %s', async (_what, _answers, refuse) => {
    await using upstream = await startSpoiltUpstream((id) => id === BAD, refuse);
    await using gateway = await startGateway({
      HUBSPOT_BASE_URL: upstream.url,
      HUBSPOT_ACCESS_TOKEN: 'pat-test',
      DEADLINE_MS: '4000',
    });
    const answered = await Promise.all(
      CALLERS.map(async (ids) =>
        gateway.request<{ contacts: ({ id: string } | null)[] }, object>(
          'query ($ids: [ID!]!) { contacts(ids: $ids) { id property(name: "firstname") } }',
          { ids },
        ),
      ),
    );
    for (const [place, caller] of CALLERS.entries()) {
      const { data, errors = [] } = answered[place] ?? {};
      const bad = caller.indexOf(BAD);
      expect(data?.contacts.map((contact) => contact?.id ?? null)).toEqual(
        caller.map((id) => (id === BAD ? null : id)),
      );
      expect(errors.map(({ path }) => path)).toEqual(bad === -1 ? [] : [['contacts', bad]]);
      expect(foreignIn(answered[place], caller), `what ${caller} is shown`).toEqual([]);
    }
    const others = upstream.calls.filter(({ ids }) => ids.length !== 1 || ids[0] !== BAD);
    expect(others.length - 1).toBeLessThanOrEqual(MOST_EXTRA_CALLS);
  });
});

describe.concurrent('a reason that all inputs share', () => {
  it.each([
    ['a value that is not found, and empty batches are not permitted', 404, {}, 403, '<html>'],
    ['a value that an edge refuses, and empty batches have no address', 403, '<html>', 404, {}],
    ['a missing scope, and empty batches fail', 403, error('scopes', { category: 'MISSING_SCOPES' }), 500, {}],
  ])('is not what empty batches are refused for: %s', async (_what, status, body, statusOfEmpty, bodyOfEmpty) => {
    await using upstream = await startSpoiltUpstream(
      (id) => id === BAD || id === '',
      (ids) => (ids.length === 0 ? { status: statusOfEmpty, body: bodyOfEmpty } : { status, body }),
    );
    await using gateway = await startGateway({ HUBSPOT_BASE_URL: upstream.url, HUBSPOT_ACCESS_TOKEN: 'pat-test' });
    const inputs = ALL.map((id) => ({ id, otherProperties: [{ name: 'email', value: emailOf(id) }] }));
    await gateway.request(SAVE, { inputs });
    expect([...upstream.written].toSorted()).toEqual(ALL.filter((id) => id !== BAD).map((id) => [id, 1]));
  });

  it.each([
    ['a revoked token, by its category', 401, error('expired', { category: 'INVALID_AUTHENTICATION' }), 0],
    ['a revoked token', 401, {}, 1],
    ['missing scopes', 403, error('scopes', { category: 'MISSING_SCOPES' }), 1],
    ['an edge that refuses us', 403, '<html>', 1],
    ['an address that is not the API', 404, '<html>', 1],
  ])('is found out with one call: %s', async (_what, status, body, extraCalls) => {
    await using upstream = await startSpoiltUpstream(
      () => true,
      () => ({ status, body }),
    );
    // Also the empty batch is refused.
    await using gateway = await startGateway({ HUBSPOT_BASE_URL: upstream.url, HUBSPOT_ACCESS_TOKEN: 'pat-test' });
    const inputs = ALL.map((id) => ({ id, otherProperties: [{ name: 'email', value: emailOf(id) }] }));
    const { data } = await gateway.request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(SAVE, {
      inputs,
    });
    expect(new Set(data?.updateContacts.results.map(({ applied }) => applied))).toEqual(new Set(['NO']));
    expect(upstream.calls).toHaveLength(1 + extraCalls);
  });
});

describe('one hostile value among a hundred callers', () => {
  it.each(['item', 'batch'])(
    'takes nobody’s time, and all others are written (refused as a whole: %s)',
    async (invalidValues) => {
      await using gateway = await startGateway({ SANDBOX_INVALID_VALUES: invalidValues });
      const value = 'propertyName='.repeat(5_000);
      const hostile = { id: '699', otherProperties: [{ name: 'lifecyclestage', value }] };
      const good = Array.from({ length: 99 }, (_, index) => ({
        id: String(501 + index),
        properties: { firstname: 'Ada' },
      }));
      const answered = await Promise.all(
        [...good.slice(0, 50), hostile, ...good.slice(50)].map(async (input) => {
          const { data } = await gateway.request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(
            SAVE,
            { inputs: [input] },
          );
          return data?.updateContacts.results[0]?.__typename;
        }),
      );
      expect(answered[50]).toBe('InvalidPropertiesError');
      expect(answered.toSpliced(50, 1)).toEqual(good.map(() => 'UpdateContactSuccess'));
    },
  );
});
