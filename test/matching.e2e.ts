import { describe, expect, it } from 'vitest';
import { batchUpdates, startGateway } from './gateway.ts';

const UNIQUE = 'my_unique_property_name';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results {
      __typename
      ... on UpdateContactSuccess { contact { id } }
      ... on ContactError { contactId applied message }
    }
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;

async function save(gateway: Gateway, inputs: object[]) {
  const { data } = await gateway.request<{ updateContacts: { results: Record<string, unknown>[] } }, object>(SAVE, {
    inputs,
  });
  return data?.updateContacts.results ?? [];
}

const named = (firstname: string) => ({ properties: { firstname } });
const calls = ({ sandbox }: Gateway) =>
  sandbox.calls.map(({ method, path }) => `${method} ${path.replace(/.*\/contacts\/?/, '')}`);

/** A batch answer without trace ids, and without the values by which contacts were addressed. */
const withoutEcho = {
  match: { path: /batch\/update$/ },
  times: 10,
  transform: (real: { status?: number; body?: unknown }) => {
    const { results = [], ...rest } = real.body as { results?: Record<string, unknown>[] };
    const stripped = results.map(({ objectWriteTraceId, ...result }) => result);
    return { ...real, status: real.status ?? 200, body: { ...rest, results: stripped } };
  },
};

/** Its errors name ids alone, too. */
const withoutAnyEcho = {
  ...withoutEcho,
  transform: (real: { status?: number; body?: unknown }) => {
    const stripped = withoutEcho.transform(real);
    const { errors = [], ...rest } = stripped.body as { errors?: { context: { ids: string[] } }[] };
    const untraced = errors.map((error) => ({ ...error, context: { ids: error.context.ids } }));
    return { ...stripped, body: { ...rest, errors: untraced } };
  },
};

describe('an answer that does not say which inputs it answers', () => {
  it('is matched by reading, and nothing is written twice', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const ids = Array.from({ length: 100 }, (_, index) => sandbox.addContact({ [UNIQUE]: `code-${index}` }));
    sandbox.answerNext(withoutEcho);
    const results = await save(
      gateway,
      ids.map((_, index) => ({ id: `code-${index}`, idProperty: UNIQUE, ...named('Ada') })),
    );
    expect(results).toEqual(ids.map((id) => ({ __typename: 'UpdateContactSuccess', contact: { id } })));
    expect(calls(gateway)).toEqual(['POST batch/update', 'POST batch/read']);
  });

  it('does not make one contact of a record id and a unique value that look alike', async () => {
    for (const echo of [true, false]) {
      await using gateway = await startGateway();
      const { sandbox } = gateway;
      const id = sandbox.addContact({ [UNIQUE]: '99999' });
      if (!echo) sandbox.answerNext(withoutEcho);
      const results = await save(gateway, [
        { id: '99999', ...named('Eve') },
        { id: '99999', idProperty: UNIQUE, ...named('Ada') },
      ]);
      expect(results).toMatchObject([
        { __typename: 'ContactNotFoundError', applied: 'NO' },
        { __typename: 'UpdateContactSuccess', contact: { id } },
      ]);
      expect(batchUpdates(sandbox)).toHaveLength(1);
      expect(calls(gateway).filter((call) => call.startsWith('PATCH'))).toEqual([]);
    }
  });

  it('is followed up by a write for that alone which HubSpot left out', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const ids = ['a', 'b', 'c'].map((code) => sandbox.addContact({ [UNIQUE]: code }));
    sandbox.answerNext({
      ...withoutEcho,
      transform: (real) => {
        const stripped = withoutEcho.transform(real);
        const { results } = stripped.body as { results: { id: string }[] };
        return { ...stripped, body: { ...stripped.body, results: results.filter(({ id }) => id !== ids[1]) } };
      },
    });
    const results = await save(
      gateway,
      ['a', 'b', 'c'].map((id) => ({ id, idProperty: UNIQUE, ...named('Ada') })),
    );
    expect(results).toEqual(ids.map((id) => ({ __typename: 'UpdateContactSuccess', contact: { id } })));
    expect(calls(gateway)).toEqual(['POST batch/update', 'POST batch/read', 'PATCH b']);
  });

  it('is that nobody has the unique value, where the others are matched by reading', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const id = sandbox.addContact({ [UNIQUE]: 'a' });
    sandbox.answerNext(withoutAnyEcho);
    const results = await save(
      gateway,
      ['a', 'nobody'].map((value) => ({ id: value, idProperty: UNIQUE, ...named('Ada') })),
    );
    expect(results).toMatchObject([{ contact: { id } }, { __typename: 'ContactNotFoundError', applied: 'NO' }]);
    expect(calls(gateway).filter((call) => call === 'PATCH a')).toEqual([]);
  });

  it('is found for a merged contact, where an error names its id and means a unique value', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    sandbox.merge('513', '512');
    sandbox.answerNext(withoutAnyEcho);
    const results = await save(gateway, [
      { id: '512', ...named('Ada') },
      { id: '512', idProperty: UNIQUE, ...named('Eve') },
    ]);
    expect(results).toMatchObject([{ contact: { id: '513' } }, { __typename: 'ContactNotFoundError', applied: 'NO' }]);
    expect(sandbox.contact('513')?.properties.firstname).toBe('Ada');
  });

  it('is unknown, and not written again, when it cannot be matched by reading either', async () => {
    await using gateway = await startGateway({ DEADLINE_MS: '1000' });
    const { sandbox } = gateway;
    sandbox.addContact({ [UNIQUE]: 'a' });
    sandbox.answerNext(withoutEcho);
    sandbox.answerNext({ match: { path: /batch\/read$/ }, status: 502, body: '', times: 100 });
    const results = await save(gateway, [{ id: 'a', idProperty: UNIQUE, ...named('Ada') }]);
    expect(results).toMatchObject([{ __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' }]);
    expect(batchUpdates(sandbox)).toHaveLength(1);
  });
});

describe('an answer that reports another contact than was asked for', () => {
  const swapped = {
    match: { path: /batch\/update$/ },
    transform: (real: { status?: number; body?: unknown }) => {
      const body = real.body as { results: { id: string }[] };
      return {
        ...real,
        status: 200,
        body: { ...body, results: body.results.map((result) => ({ ...result, id: '513' })) },
      };
    },
  };

  it('is no success, is not written again, and teaches nothing', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext(swapped);
    expect(await save(gateway, [{ id: '512', ...named('Ada') }])).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
    ]);
    expect(batchUpdates(gateway.sandbox)).toHaveLength(1);
    expect(await save(gateway, [{ id: '512', ...named('Eve') }])).toMatchObject([{ contact: { id: '512' } }]);
    expect(batchUpdates(gateway.sandbox).at(-1)).toMatchObject([{ id: '512' }]);
    expect(gateway.sandbox.contact('512')?.properties.firstname).toBe('Eve');
  });

  it.each([
    ['whose trace id is missing', { id: '513', objectWriteTraceId: undefined }],
    ['that has no id', { id: undefined }],
    ['that has neither', { id: null, objectWriteTraceId: undefined }],
  ])('is no success, and is not written again, when it is one %s', async (_what, spoilt) => {
    await using gateway = await startGateway();
    gateway.sandbox.answerNext({
      match: { path: /batch\/update$/ },
      transform: (real) => {
        const body = real.body as { results: object[] };
        return { ...real, status: 200, body: { ...body, results: body.results.map((it) => ({ ...it, ...spoilt })) } };
      },
    });
    expect(await save(gateway, [{ id: '512', ...named('Ada') }])).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
    ]);
    expect(calls(gateway).filter((call) => call !== 'POST batch/read')).toEqual(['POST batch/update']);
  });

  it.each([
    ['a look-up finds', 'email'],
    ['an update by a unique property finds', UNIQUE],
  ])('is forgotten when %s the contact that was taken for merged', async (_what, idProperty) => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const id = sandbox.addContact({ email: 'key@example.com', [UNIQUE]: 'key@example.com' });
    sandbox.answerNext({
      match: { path: /batch\/update$/ },
      transform: (real) => ({ ...real, status: 200, body: { ...(real.body as object), results: [] } }),
    });
    sandbox.answerNext({
      match: { method: 'PATCH' },
      transform: (real) => ({ ...real, status: 200, body: { ...(real.body as object), id: '513' } }),
    });
    await save(gateway, [{ id, ...named('Ada') }]);
    const found = await save(gateway, [{ id: 'key@example.com', idProperty, ...named('Eve') }]);
    expect(found).toMatchObject([{ contact: { id } }]);
    await save(gateway, [{ id, ...named('Grace') }]);
    expect(batchUpdates(sandbox).at(-1)).toMatchObject([{ id }]);
  });

  it('is believed when a reading of the old id says that the contacts were merged', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    sandbox.merge('513', '512');
    sandbox.answerNext({
      match: { path: /batch\/update$/ },
      transform: (real) => ({
        ...real,
        status: 200,
        body: { ...(real.body as object), results: [{ ...sandbox.contact('513') }] },
      }),
    });
    expect(await save(gateway, [{ id: '512', ...named('Ada') }])).toMatchObject([{ contact: { id: '513' } }]);
    await save(gateway, [{ id: '512', ...named('Eve') }]);
    expect(batchUpdates(sandbox).at(-1)).toMatchObject([{ id: '513' }]);
  });
});

describe('an update that changes the unique value by which it is addressed', () => {
  const rename = (from: string, to: string, firstname = 'Ada') => ({
    id: from,
    idProperty: UNIQUE,
    otherProperties: [
      { name: UNIQUE, value: to },
      { name: 'firstname', value: firstname },
    ],
  });

  it.each([
    ['its answer is lost', { breakConnection: true as const, applied: true }],
    ['an edge fails after the write', { status: 502, body: '<html>', applied: true }],
    ['trace ids are not echoed', withoutEcho],
  ])('is written once, and said to be, when %s', async (_what, script) => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const id = sandbox.addContact({ [UNIQUE]: 'u42' });
    sandbox.answerNext({ match: { path: /batch\/update$/ }, ...script });
    expect(await save(gateway, [rename('u42', 'u42-new')])).toEqual([
      { __typename: 'UpdateContactSuccess', contact: { id } },
    ]);
    expect(sandbox.contact(id)?.properties[UNIQUE]).toBe('u42-new');
  });

  it('is looked up by the value as the caller wrote it, for its case may count', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.addContact({ [UNIQUE]: 'U42' });
    expect(await save(gateway, [rename('U42', 'U43')])).toMatchObject([{ __typename: 'UpdateContactSuccess' }]);
    expect(gateway.sandbox.calls[0]).toMatchObject({
      path: expect.stringContaining('batch/read'),
      body: { idProperty: UNIQUE, inputs: [{ id: 'U42' }] },
    });
  });

  it('is not taken for written when the old value is nobody’s and the new one another contact’s', async () => {
    await using gateway = await startGateway();
    const other = gateway.sandbox.addContact({ [UNIQUE]: 'u42-new', firstname: 'Grace' });
    expect(await save(gateway, [rename('u42', 'u42-new')])).toMatchObject([
      { __typename: 'ContactNotFoundError', applied: 'NO' },
    ]);
    expect(gateway.sandbox.contact(other)?.properties.firstname).toBe('Grace');
  });

  it('keeps its place among updates by the old value before it and by the new one after it', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const id = sandbox.addContact({ [UNIQUE]: 'u42' });
    sandbox.latencyMs = 20;
    const byValue = (value: string, lastname: string) => ({ id: value, idProperty: UNIQUE, properties: { lastname } });
    const answers = await Promise.all([
      save(gateway, [byValue('u42', 'first')]),
      save(gateway, [rename('u42', 'u43', 'second')]),
      save(gateway, [rename('u43', 'u42', 'third')]),
    ]);
    expect(answers.flat()).toMatchObject([
      { contact: { id } },
      { contact: { id } },
      // It was looked up before the second one gave the contact its value.
      { __typename: 'ContactNotFoundError', applied: 'NO' },
    ]);
    expect(await save(gateway, [byValue('u43', 'last')])).toMatchObject([{ contact: { id } }]);
    expect(sandbox.contact(id)?.properties).toMatchObject({ firstname: 'second', lastname: 'last', [UNIQUE]: 'u43' });
  });
});

describe('a unique value', () => {
  it('is one contact’s in whatever case and with whatever spaces around it: its updates share no call', async () => {
    await using gateway = await startGateway();
    gateway.sandbox.addContact({ [UNIQUE]: 'u42' });
    await save(
      gateway,
      ['u42', 'U42', ' u42 '].map((id) => ({ id, idProperty: UNIQUE, ...named('Ada') })),
    );
    expect(batchUpdates(gateway.sandbox).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('is unknown when its answer was lost and somebody else has given the contact another value since', async () => {
    await using gateway = await startGateway();
    const { sandbox } = gateway;
    const id = sandbox.addContact({ [UNIQUE]: 'u42' });
    sandbox.answerNext({
      match: { path: /batch\/update$/ },
      transform: () => {
        sandbox.reset();
        return { status: 502, body: '<html>' };
      },
    });
    expect(await save(gateway, [{ id: 'u42', idProperty: UNIQUE, ...named('Ada') }])).toMatchObject([
      { __typename: 'OutcomeUnknownError', applied: 'UNKNOWN' },
    ]);
    expect(sandbox.contact(id)).toBeUndefined();
  });
});
