import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPropertiesCheck } from '../src/properties-check.ts';
import { definitions } from './definitions.ts';
import { startGateway } from './gateway.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function check(read: () => Promise<typeof definitions>) {
  const lines: { level: number; msg: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { lines, checking: startPropertiesCheck({ ours: definitions, read, everyMs: 1_000, log }) };
}

describe('the check of property definitions', () => {
  it('says nothing as long as they are the same, at start and again and again, until it is closed', async () => {
    const read = vi.fn(async () => definitions);
    const { lines, checking } = check(read);
    await vi.advanceTimersByTimeAsync(2_500);
    expect([read.mock.calls.length, lines]).toEqual([3, []]);
    checking.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('warns with what differs and what to do', async () => {
    const { lines, checking } = check(async () => definitions.filter(({ name }) => name !== 'fax'));
    await vi.advanceTimersByTimeAsync(0);
    checking.close();
    expect(lines).toMatchObject([{ level: 40, changes: { removed: ['fax'] } }]);
    expect(lines[0]?.msg).toMatch(/npm run properties[\s\S]*Removed:\n {2}fax\nBreaks clients:/);
  });

  it('warns when they cannot be read, and goes on', async () => {
    const read = vi.fn(() => Promise.reject(new Error('no scopes')));
    const { lines, checking } = check(read);
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
