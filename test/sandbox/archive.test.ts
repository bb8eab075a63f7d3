import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';

const hubspot = await openSandbox();
beforeEach(() => hubspot.sandbox.reset());
afterAll(() => hubspot.sandbox.close());

const isArchived = (id: string) => hubspot.sandbox.contact(id)?.archived;

describe("the sandbox's batch/archive", () => {
  it('answers 204 without a body, and the contacts are missing from then on', async () => {
    const { status, text, headers } = await hubspot.archive('512', '513');
    expect([status, text, headers.get('content-type')]).toEqual([204, '', null]);
    expect(headers.get('x-hubspot-ratelimit-remaining')).toMatch(/^\d+$/);
    expect(['512', '513', '514'].map(isArchived)).toEqual([true, true, false]);
    expect((await hubspot.send('GET', `${CONTACTS}/512`)).status).toBe(404);
  });

  it('ignores ids that are missing, archived already or merged into another contact, and those that come twice', async () => {
    const before = hubspot.sandbox.contact('801');
    expect((await hubspot.archive('9001', '801', '820', 'x@example.com', '512', '512')).status).toBe(204);
    expect([isArchived('512'), isArchived('520'), hubspot.sandbox.contact('801')]).toEqual([true, false, before]);
  });

  it('refuses more than 100 inputs and bodies of another shape', async () => {
    const many = await hubspot.archive(...Array.from({ length: 101 }, (_, at) => String(501 + at)));
    expect([many.status, isArchived('501')]).toEqual([400, false]);
    expect((await hubspot.send('POST', `${CONTACTS}/batch/archive`, { inputs: [512] })).status).toBe(400);
  });
});

describe('a fault', () => {
  const email = 'new@example.com';
  const byEmail = { id: email, idProperty: 'email', properties: {} };
  const remove = () => hubspot.send('DELETE', `${CONTACTS}/512`);
  const isThere = async () =>
    (await hubspot.read({ idProperty: 'email', inputs: [{ id: email }] })).body.results.length === 1;
  const isGone = async () => isArchived('512') === true;

  const WRITES = [
    ['batch/create', () => hubspot.create({ properties: { email } }), isThere],
    ['batch/upsert', () => hubspot.upsert(byEmail), isThere],
    ['batch/archive', () => hubspot.archive('512'), isGone],
    ['a single create', () => hubspot.send('POST', CONTACTS, { properties: { email } }), isThere],
    ['a single delete', remove, isGone],
  ] as const;

  it.each(WRITES)('meets %s before or after the write', async (_call, write, isWritten) => {
    const fault = (name: string) => hubspot.send('POST', '/sandbox/faults', { fault: name });
    const met = async (name: string) => {
      hubspot.sandbox.reset();
      await fault(name);
      const status = await write().then(
        (answer) => answer.status,
        () => 'broken',
      );
      return [status, hubspot.sandbox.calls.at(-1)?.status, await isWritten()];
    };
    expect([
      await met('bad-gateway'),
      await met('timeout-after-write'),
      await met('no-answer-after-write'),
      await met('half-a-body'),
    ]).toEqual([
      [502, 502, false],
      [524, 524, true],
      ['broken', null, true],
      ['broken', null, true],
    ]);
  });

  it('that leaves results out leaves an answer without a body as it is', async () => {
    await hubspot.send('POST', '/sandbox/faults', { fault: 'left-out' });
    const { status, text } = await hubspot.archive('512');
    expect([status, text, isArchived('512')]).toEqual([204, '', true]);
  });
});

describe('a single delete', () => {
  it('puts the contact into the recycle bin, and answers 204 also when it is not there', async () => {
    const remove = async (id: string) => {
      const { status, text } = await hubspot.send('DELETE', `${CONTACTS}/${id}`);
      return [status, text];
    };
    expect([await remove('512'), await remove('512'), await remove('9001'), await remove('820')]).toEqual(
      Array(4).fill([204, '']),
    );
    expect([isArchived('512'), isArchived('520')]).toEqual([true, false]);
  });
});
