import { describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const input = (id: string, properties: Record<string, string>, traceId?: string) => ({
  id,
  properties,
  ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
});
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => input(String(501 + index), { firstname: 'x' }));

describe("the sandbox's batch/update", () => {
  it('answers with what was written and some system properties, in alphabetical order', async () => {
    await using hubspot = await openSandbox();
    const { status, body, headers } = await hubspot.update(
      input('512', { firstname: 'Ada', email: 'Ada@Example.com' }),
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(Object.keys(body)).toEqual(['status', 'results', 'startedAt', 'completedAt']);
    const [result] = body.results;
    expect(result).toMatchObject({
      id: '512',
      archived: false,
      properties: { firstname: 'Ada', email: 'ada@example.com' },
    });
    expect(result.updatedAt).toBe(result.properties.lastmodifieddate);
    expect(Object.keys(result.properties)).toEqual(Object.keys(result.properties).toSorted());
    expect(result.properties).not.toHaveProperty('lastname');
    expect(hubspot.sandbox.contact('512')?.properties).toMatchObject({ firstname: 'Ada', email: 'ada@example.com' });
  });

  it('answers a cleared property with the empty string', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.update(input('512', { lastname: '' }));
    expect(body.results[0].properties.lastname).toBe('');
  });

  it('writes nothing that is not in the input', async () => {
    await using hubspot = await openSandbox();
    const before = hubspot.sandbox.contact('512')?.properties;
    await hubspot.update(input('512', { firstname: 'Written' }));
    expect(hubspot.sandbox.contact('512')?.properties).toMatchObject({
      ...before,
      firstname: 'Written',
      lastmodifieddate: expect.any(String),
    });
    expect(hubspot.sandbox.contact('513')?.properties.firstname).not.toBe('Written');
  });

  it('echoes trace ids in results', async () => {
    await using hubspot = await openSandbox();
    const { body } = await hubspot.update(input('512', { firstname: 'Ada' }, 't1'));
    expect(body.results[0].objectWriteTraceId).toBe('t1');
  });

  it('answers results in an order of its own, the same for the same seed', async () => {
    const ids = async (seed: number) => {
      await using hubspot = await openSandbox({ seed });
      const { body } = await hubspot.update(...many(50));
      return body.results.map((result: { id: string }) => result.id);
    };
    const order = await ids(1);
    expect(order).not.toEqual(order.toSorted());
    expect(await ids(1)).toEqual(order);
    expect(await ids(2)).not.toEqual(order);
    expect(order.toSorted()).toEqual(many(50).map(({ id }) => id));
  });

  it('groups records that do not exist into one error of a 207, and writes the others', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(
      input('9001', { firstname: 'a' }, 't1'),
      input('512', { firstname: 'b' }, 't2'),
      input('9002', { firstname: 'c' }, 't3'),
    );
    expect(status).toBe(207);
    expect(body.numErrors).toBe(1);
    expect(body.errors).toEqual([
      {
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
        context: { ids: ['9001', '9002'], objectWriteTraceId: ['t1', 't3'] },
      },
    ]);
    expect(body.results.map((result: { id: string }) => result.id)).toEqual(['512']);
  });

  it('refuses a bad value as an error of its item when every input has a trace id', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(
      input('512', { nonsense: 'a', firstname: 'not written' }, 't1'),
      input('513', { firstname: 'b' }, 't2'),
    );
    expect(status).toBe(207);
    expect(body.errors).toMatchObject([{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['t1'] } }]);
    expect(body.errors[0].message).toContain('PROPERTY_DOESNT_EXIST');
    expect(hubspot.sandbox.contact('512')?.properties.firstname).not.toBe('not written');
    expect(hubspot.sandbox.contact('513')?.properties.firstname).toBe('b');
  });

  it.each([
    ['one input has no trace id', 't1', undefined],
    ['two inputs share a trace id', 't1', 't1'],
  ])('refuses the whole batch for a bad value, with nothing written, when %s', async (_when, first, second) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update(
      input('512', { a: '1', b: '2', c: '3', d: '4' }, first),
      input('513', { firstname: 'not written' }, second),
    );
    expect(status).toBe(400);
    expect(Object.keys(body)).toEqual(['status', 'message', 'correlationId', 'errors', 'category']);
    expect(JSON.parse(body.message.slice('Property values were not valid: '.length))).toHaveLength(4);
    expect(body.errors).toHaveLength(3);
    expect(body.errors[0]).toEqual({
      message: 'Property "a" does not exist',
      code: 'PROPERTY_DOESNT_EXIST',
      context: { propertyName: ['a'] },
    });
    expect(hubspot.sandbox.contact('513')?.properties.firstname).not.toBe('not written');
  });

  it('refuses the same record twice, also under two keys, with nothing written', async () => {
    await using hubspot = await openSandbox();
    const twice = await hubspot.update(input('512', { firstname: 'a' }, 't1'), input('512', { firstname: 'b' }, 't2'));
    expect(twice.status).toBe(400);
    expect(twice.body).toMatchObject({
      message: 'Duplicate IDs found in batch input: [512]. IDs must be unique',
      context: { ids: ['512'] },
      category: 'VALIDATION_ERROR',
    });
    const alias = { ...input('unique-512', { firstname: 'b' }), idProperty: 'my_unique_property_name' };
    expect((await hubspot.update(input('512', { firstname: 'a' }), alias)).status).toBe(400);
    expect(hubspot.sandbox.contact('512')?.properties.firstname).not.toMatch(/^[ab]$/);
  });

  it('takes a unique property as idProperty, whatever the case', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update({
      ...input('UNIQUE-512', { firstname: 'Ada' }),
      idProperty: 'my_unique_property_name',
    });
    expect(status).toBe(200);
    expect(body.results[0].id).toBe('512');
  });

  it.each(['email', 'firstname', 'hs_object_id', 'nonsense'])('refuses %s as idProperty', async (idProperty) => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.update({ ...input('512', { firstname: 'Ada' }), idProperty });
    expect(status).toBe(400);
    expect(body.message).toMatch(
      `Unable to perform update/upsert by non-unique 0-1 property ${idProperty} in portal ID`,
    );
  });

  it('refuses a unique value that another contact has, and lets a contact keep its own', async () => {
    await using hubspot = await openSandbox();
    const email = hubspot.sandbox.contact('513')?.properties.email ?? '';
    const traced = await hubspot.update(input('512', { email }, 't1'));
    expect(traced.status).toBe(207);
    expect(traced.body.errors).toMatchObject([
      { category: 'CONFLICT', context: { objectWriteTraceId: ['t1'], existingId: ['513'] } },
    ]);
    const untraced = await hubspot.update(input('512', { my_unique_property_name: 'unique-513' }));
    expect(untraced.status).toBe(400);
    expect(untraced.body.message).toMatch(
      /propertyName=my_unique_property_name.*on 512\. 513 already has that value\.$/,
    );
    expect((await hubspot.update(input('513', { email }, 't1'))).status).toBe(200);
  });

  it('takes 100 inputs and refuses 101', async () => {
    await using hubspot = await openSandbox();
    expect((await hubspot.update(...many(100))).status).toBe(200);
    const { status, body } = await hubspot.update(...many(101));
    expect(status).toBe(400);
    expect(body.message).toMatch(/maximum number of inputs supported in a batch is 100/);
  });

  it('answers a body without inputs with an empty batch', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('POST', '/crm/v3/objects/contacts/batch/update', { input: [] });
    expect([status, body.status, body.results]).toEqual([200, 'COMPLETE', []]);
  });

  it('refuses what is no JSON, and what lacks a required field', async () => {
    await using hubspot = await openSandbox();
    const path = '/crm/v3/objects/contacts/batch/update';
    const noJson = await hubspot.send('POST', path, '{"inputs":');
    expect([noJson.status, noJson.body.category]).toEqual([400, undefined]);
    const noId = await hubspot.send('POST', path, { inputs: [{ properties: {} }] });
    expect(noId.body.message).toContain('Some required fields were not set: [id]');
  });
});
