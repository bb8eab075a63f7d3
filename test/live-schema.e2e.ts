import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { readDefinitionsFile } from '../src/definitions-file.ts';
import { apiVersion, DEFINITIONS } from './api-version.ts';
import { startGateway } from './gateway.ts';

const shipped = readDefinitionsFile();
const LIVE = { HUBSPOT_ACCESS_TOKEN: 't', PROPERTIES: 'live' };
const own = (name: string, options: readonly string[]) => ({
  name,
  label: name,
  type: 'enumeration',
  fieldType: 'select',
  groupName: 'contactinformation',
  description: '',
  options: options.map((value) => ({ label: value, value, hidden: false })),
});
const ofAccount = (...options: string[]) => [...shipped, own('shoe_size', options)];

const SAVE = `mutation ($id: ID!, $properties: ContactPropertiesInput!) {
  updateContacts(inputs: [{ id: $id, properties: $properties }]) {
    results { __typename ... on UpdateContactSuccess { contact { properties { shoe_size } } } ... on ContactError { message } }
  }
}`;

type Gateway = Awaited<ReturnType<typeof startGateway>>;
const save = ({ request }: Gateway, id: string, properties: object) => request(SAVE, { id, properties });

describe.concurrent('PROPERTIES=live', () => {
  it('types the account’s own properties, without a pull, and reads them and the account’s number once', async () => {
    const options = { definitions: ofAccount('small', 'large') };
    await using gateway = await startGateway(LIVE, options);
    expect(gateway.sandbox.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${DEFINITIONS}`,
      `GET /account-info/${apiVersion}/details`,
    ]);
    expect((await save(gateway, '512', { shoe_size: 'large' })).data).toMatchObject({
      updateContacts: { results: [{ contact: { properties: { shoe_size: 'large' } } }] },
    });
  });

  it('takes a new option while 50 clients save, and no request fails for it', async () => {
    const env = { ...LIVE, PROPERTIES_CHECK_MS: '1000', RATE_LIMIT: '10000', METRICS_PORT: '0' };
    await using gateway = await startGateway(env, { definitions: ofAccount('small'), rateLimit: { max: 10_000 } });
    const failed: unknown[] = [];
    let stop = false;
    const clients = Array.from({ length: 50 }, async (_, index) => {
      while (!stop) {
        await wait(50);
        const { data, errors } = await save(gateway, String(520 + index), { shoe_size: 'small' });
        const [result] =
          (data as { updateContacts: { results: { __typename: string }[] } } | null)?.updateContacts.results ?? [];
        if (errors !== undefined || result?.__typename !== 'UpdateContactSuccess') failed.push(errors ?? result);
      }
    });
    try {
      expect((await save(gateway, '512', { shoe_size: 'huge' })).errors?.[0]?.message).toMatch(/"huge" does not exist/);
      const reads = () => gateway.sandbox.calls.filter(({ path }) => path === DEFINITIONS).length;
      const readBefore = reads();
      gateway.sandbox.define(ofAccount('small', 'huge'));
      const followed = () => gateway.logs.some((line) => line.includes('the schema with them'));
      await vi.waitFor(() => expect(followed()).toBe(true), { timeout: 20_000, interval: 5 });
      // The first check, or the second one where the first was under way.
      expect(reads() - readBefore).toBeLessThanOrEqual(2);
      expect((await save(gateway, '512', { shoe_size: 'huge' })).errors).toBeUndefined();
    } finally {
      stop = true;
      await Promise.all(clients);
    }
    expect(failed).toEqual([]);
    const metrics = await (await fetch(String(gateway.metricsUrl))).text();
    expect(metrics).toContain('contacts_gateway_schema_changes_total 1');
  });

  it('does not start where the definitions cannot be read, and says why', async () => {
    const refused = () => startGateway({ ...LIVE, HUBSPOT_BASE_URL: 'http://127.0.0.1:9', DEADLINE_MS: '1000' });
    await expect(refused()).rejects.toThrow(/property definitions could not be read: .* PROPERTIES_FALLBACK=file/s);
  });

  it('starts for an account that has none of the usual properties, and GraphiQL says which examples do not fit', async () => {
    const definitions = shipped.filter(({ name }) => name === 'email');
    await using gateway = await startGateway(LIVE, { definitions });
    const { data } = await gateway.request('{ contact(id: "512") { properties { email } } }');
    expect(data).toMatchObject({ contact: { properties: { email: expect.any(String) } } });
    const page = await (await fetch(gateway.url, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('This example does not fit the account as it is');
    expect(page).toContain('Cannot query field');
  });

  it('is the default with a token and nothing else, outside production', async () => {
    const { readConfig } = await import('../src/config.ts');
    const live = (env: Record<string, string>) => readConfig({ HUBSPOT_ACCESS_TOKEN: 't', ...env }).liveProperties;
    expect(live({})).toBe(true);
    expect(live({ PROPERTIES: 'file' })).toBe(false);
    expect(live({ NODE_ENV: 'production', CALLER_AUTH: 'none' })).toBe(false);
    expect(live({ HUBSPOT_BASE_URL: 'http://127.0.0.1:4010' })).toBe(false);
    expect(readConfig({}).liveProperties).toBe(false);
    expect(() => readConfig({ PROPERTIES: 'live', CALLER_AUTH: 'hubspot-token' })).toThrow(/tokens of many/);
  });
});

describe('a schema that changes again and again', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;

  it('leaves nothing behind of those before it', async () => {
    const env = { ...LIVE, PROPERTIES_CHECK_MS: '10', RATE_LIMIT: '10000' };
    await using gateway = await startGateway(env, { definitions: ofAccount('0'), rateLimit: { max: 10_000 } });
    const changes = () => gateway.logs.filter((line) => line.includes('the schema with them')).length;

    async function change(times: number): Promise<number> {
      for (let count = 0; count < times; count += 1) {
        const before = changes();
        gateway.sandbox.define(ofAccount(`option_${before}`));
        await vi.waitFor(() => expect(changes()).toBe(before + 1), { timeout: 10_000, interval: 2 });
        const { data } = await save(gateway, '512', { shoe_size: `option_${before}` });
        expect(data).toMatchObject({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
      }
      collectGarbage();
      return process.memoryUsage().heapUsed / 1e6;
    }
    const before = await change(20);
    // A hundred schemas would take some 70 MB.
    expect((await change(100)) - before).toBeLessThan(15);
  });
});
