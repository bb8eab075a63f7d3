import { type GraphQLSchema, isObjectType } from 'graphql';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AccountSchemaOptions, openAccountSchema } from '../src/account-schema.ts';
import { definitions } from './definitions.ts';
import { startGateway } from './gateway.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open(options: Partial<AccountSchemaOptions>) {
  const lines: { level: number; msg: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const given = { committed: definitions, read: null, live: false, fallback: false, everyMs: 1_000, log };
  return { lines, schema: await openAccountSchema({ ...given, ...options }) };
}
const check = async (read: () => Promise<typeof definitions>) => {
  const { lines, schema: checking } = await open({ read });
  return { lines, checking };
};

describe('the check of property definitions', () => {
  it('says nothing as long as they are the same, at start and again and again, until it is closed', async () => {
    const read = vi.fn(async () => definitions);
    const { lines, checking } = await check(read);
    await vi.advanceTimersByTimeAsync(2_500);
    expect([read.mock.calls.length, lines]).toEqual([3, []]);
    checking.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('warns with what differs and what to do', async () => {
    const { lines, checking } = await check(async () => definitions.filter(({ name }) => name !== 'fax'));
    await vi.advanceTimersByTimeAsync(0);
    checking.close();
    expect(lines).toMatchObject([{ level: 40, changes: { removed: ['fax'] } }]);
    expect(lines[0]?.msg).toMatch(/npm run properties[\s\S]*Removed:\n {2}fax\nBreaks clients:/);
  });

  it('warns when they cannot be read, and goes on', async () => {
    const read = vi.fn(() => Promise.reject(new Error('no scopes')));
    const { lines, checking } = await check(read);
    await vi.advanceTimersByTimeAsync(1_000);
    checking.close();
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.stringContaining("could not be compared with the gateway's: no scopes"),
      expect.stringContaining('no scopes'),
    ]);
  });

  it('is made of the account that the gateway’s own token names, and of no other', async () => {
    vi.useRealTimers();
    const calls = async (env: Record<string, string>) => {
      await using gateway = await startGateway({ ...env, PROPERTIES_CHECK_MS: '60000' });
      await gateway.request('{ __typename }');
      await vi.waitFor(() => expect(gateway.sandbox.calls.length > 0 || !('HUBSPOT_ACCESS_TOKEN' in env)).toBe(true));
      return gateway.sandbox.calls.map(({ path, token }) => [path, token]);
    };
    expect(await calls({ HUBSPOT_ACCESS_TOKEN: 'pat-service' })).toEqual([
      ['/crm/v3/properties/contacts', 'pat-service'],
    ]);
    expect(await calls({ CALLER_AUTH: 'hubspot-token' })).toEqual([]);
    expect(await calls({})).toEqual([]);
  });
});

describe('a live schema', () => {
  const without = (...names: string[]) => definitions.filter(({ name }) => !names.includes(name));
  const typeOf = (schema: { readonly current: GraphQLSchema }) => schema.current.getType('ContactProperties');
  const fieldsOf = (schema: { readonly current: GraphQLSchema }) => {
    const type = typeOf(schema);
    return isObjectType(type) ? Object.keys(type.getFields()) : [];
  };

  it('is made of the account’s definitions at the start, and follows them', async () => {
    let theirs = without('fax');
    const onChange = vi.fn();
    const { lines, schema } = await open({ read: async () => theirs, live: true, onChange });
    const first = schema.current;
    expect(fieldsOf(schema)).not.toContain('fax');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(schema.current).toBe(first);
    theirs = without('phone');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fieldsOf(schema)).toContain('fax');
    expect(fieldsOf(schema)).not.toContain('phone');
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(lines).toMatchObject([{ level: 30, changes: { added: ['fax'], removed: ['phone'] } }]);
    expect(lines[0]?.msg).toMatch(/the schema with them[\s\S]*Breaks clients:\n.*phone/);
    schema.close();
  });

  it('does not start without the account’s definitions, and says why and what to do', async () => {
    const read = () => Promise.reject(new Error('no scopes.'));
    await expect(open({ read, live: true })).rejects.toThrow(
      /could not be read: no scopes\. To start with those of schema\/contact-properties\.json, set PROPERTIES=file/,
    );
  });

  it('starts with the committed definitions where it may, and takes the account’s as soon as it can', async () => {
    let read = () => Promise.reject<typeof definitions>(new Error('no scopes'));
    const { lines, schema } = await open({ read: () => read(), live: true, fallback: true });
    expect(fieldsOf(schema)).toContain('fax');
    expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining('no scopes') }]);
    read = async () => without('fax');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fieldsOf(schema)).not.toContain('fax');
    schema.close();
  });

  it('stays as it is while they cannot be read', async () => {
    let theirs: typeof definitions | null = definitions;
    const read = async () => theirs ?? Promise.reject(new Error('HubSpot answered 502.'));
    const { lines, schema } = await open({ read, live: true });
    const first = schema.current;
    theirs = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(schema.current).toBe(first);
    expect(lines).toMatchObject([{ level: 40, msg: expect.stringMatching(/stays as it is: HubSpot answered 502/) }]);
    schema.close();
  });
});
