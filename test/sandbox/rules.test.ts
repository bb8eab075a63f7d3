/** Rules of an account: what is documented of version 2026-09, and what is not said of others. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const RULES = [
  { property: 'lifecyclestage', value: 'customer', requires: ['jobtitle', 'company'] },
  { property: null, value: null, requires: ['lastname'] },
];
const hubspot = await openSandbox({ switches: { rules: RULES } });
const { sandbox } = hubspot;
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const contacts = (version: string) => `/crm/objects/${version}/contacts`;
const batch = (operation: string, inputs: readonly object[], version = '2026-09') =>
  hubspot.send('POST', `${contacts(version)}/batch/${operation}`, { inputs });
const input = (id: string, properties: object) => ({ id, properties });
const traced = (id: string, properties: object) => ({ ...input(id, properties), objectWriteTraceId: `t-${id}` });
const stored = (id: string) => sandbox.contact(id)?.properties ?? {};

/** 510 is no customer, 512 is one already; neither has a job title. */
const needsJobtitle = {
  message: 'jobtitle is required because of a conditional property rule based on [lifecyclestage]',
  code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
  context: { propertyName: ['jobtitle'] },
};
const needsLastname = {
  message: 'A value for lastname must be provided',
  code: 'MISSING_REQUIRED_PROPERTY',
  context: { propertyName: ['lastname'] },
};

describe("an account's rules", () => {
  it('refuse a batch without trace ids as a whole', async () => {
    const { status, body } = await batch('update', [
      input('510', { lifecyclestage: 'customer' }),
      input('513', { firstname: 'Eve' }),
    ]);
    expect([status, body]).toEqual([
      400,
      {
        status: 'error',
        message: 'The property values provided are invalid',
        correlationId: expect.any(String),
        errors: [needsJobtitle],
        category: 'VALIDATION_ERROR',
      },
    ]);
    expect(stored('513').firstname).toBe('Ada');
  });

  it('refuse one input where all have trace ids, and the others are written', async () => {
    const { status, body } = await batch('update', [
      traced('510', { lifecyclestage: 'customer' }),
      traced('513', { firstname: 'Eve' }),
    ]);
    expect([status, body.results.length, body.numErrors]).toEqual([200, 1, 1]);
    expect(body.errors).toEqual([
      {
        status: 'error',
        category: 'VALIDATION_ERROR',
        message: 'The property values provided are invalid',
        context: { objectWriteTraceId: ['t-510'] },
        errors: [needsJobtitle],
      },
    ]);
    expect([stored('510').lifecyclestage, stored('513').firstname]).toEqual(['lead', 'Eve']);
  });

  it('are about what the contact has after the write, whatever the call mentions', async () => {
    const untouched = await batch('update', [traced('512', { firstname: 'Ada' })]);
    expect(untouched.body.errors).toMatchObject([{ errors: [needsJobtitle] }]);
    const cleared = await batch('update', [traced('512', { jobtitle: 'Analyst', company: '' })]);
    expect(cleared.body.errors).toMatchObject([{ errors: [{ context: { propertyName: ['company'] } }] }]);
    const complete = await batch('update', [traced('512', { jobtitle: 'Analyst' })]);
    expect(complete.body).not.toHaveProperty('errors');
  });

  it('hold for single calls, too', async () => {
    const patch = await hubspot.send('PATCH', `${contacts('2026-09')}/510`, {
      properties: { lifecyclestage: 'customer' },
    });
    expect([patch.status, patch.body.errors]).toEqual([400, [needsJobtitle]]);
    const post = await hubspot.send('POST', contacts('2026-09'), { properties: { lifecyclestage: 'customer' } });
    expect(post.body.errors.map(({ context }: typeof needsJobtitle) => context.propertyName[0])).toEqual([
      'jobtitle',
      'company',
      'lastname',
    ]);
  });

  it('for every new contact are about creates, by an upsert as well, and about no update', async () => {
    const created = await batch('create', [{ properties: { firstname: 'Ada' }, objectWriteTraceId: 'a' }]);
    expect([created.status, created.body.errors]).toMatchObject([201, [{ errors: [needsLastname] }]]);
    const upserted = await batch('upsert', [{ ...traced('new@example.com', {}), idProperty: 'email' }]);
    expect(upserted.body.errors).toMatchObject([{ errors: [needsLastname] }]);
    const updated = await batch('update', [traced('513', { lastname: '' })]);
    expect(updated.body.results).toMatchObject([{ id: '513', properties: { lastname: '' } }]);
  });

  it.each(['2026-03', 'v3'])('are not kept in version %s', async (version) => {
    const send = version === 'v3' ? hubspot.update : (each: object) => batch('update', [each], version);
    expect((await send(traced('510', { lifecyclestage: 'customer' }))).body.results).toHaveLength(1);
  });

  it('come after what is wrong with the values', async () => {
    const { body } = await batch('update', [traced('512', { property_dropdown: 'mud' })]);
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('INVALID_OPTION') }]);
  });

  it('that name what there is not stop the start', async () => {
    const rules = [{ property: 'lifecyclestag', value: 'customer', requires: ['company', 'jobtitel'] }];
    await expect(openSandbox({ switches: { rules } })).rejects.toMatchObject({
      name: 'ConfigError',
      problems: ['SANDBOX_RULES names properties that do not exist: lifecyclestag, jobtitel.'],
    });
  });
});
