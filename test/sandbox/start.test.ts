/** How the sandbox is started: alone, with a file, and by a gateway that needs it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

const ONE = '/crm/v3/objects/contacts/512';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env }, timeout: 25_000 };
    execFile(process.execPath, args, options, (error, out, err) => resolve({ code: error?.code, out, err }));
  });

describe('the sandbox does not start, and says why in a line', () => {
  it('with a file that cannot be used', async () => {
    const file = join(folder, 'text.sqlite');
    await writeFile(file, 'This is no database, however long the text may be. '.repeat(20));
    const problem = `SANDBOX_FILE=${file} cannot be used as a SQLite file of contacts: file is not a database.`;
    await expect(openSandbox({ file })).rejects.toMatchObject({ name: 'ConfigError', problems: [problem] });
    const nowhere = join(folder, 'no', 'contacts.sqlite');
    await expect(openSandbox({ file: nowhere })).rejects.toThrow('unable to open database file.');
    // Embedded, too.
    const embedded = await run(['src/main.ts'], { PORT: '0', SANDBOX_FILE: file });
    expect(embedded).toEqual({ code: 1, out: '', err: `The environment cannot be used:\n  - ${problem}\n` });
  });

  it('on a port that is taken', async () => {
    await using hubspot = await openSandbox();
    const port = Number(new URL(hubspot.sandbox.url).port);
    await expect(openSandbox({ port })).rejects.toMatchObject({
      problems: [`SANDBOX_PORT=${port} cannot be listened on: it is taken; set it to another one.`],
    });
  });

  it('alone, with a variable whose name is misspelt', async () => {
    const { code, err } = await run(['src/sandbox/main.ts'], { SANDBOX_PORT: '0', SANDBOX_LATENCY: '500' });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/SANDBOX_LATENCY is not a variable of .*SANDBOX_LATENCY_MS/),
    ]);
  });
});

describe('a sandbox with a file', () => {
  it('has its contacts again after a restart', async () => {
    const file = join(folder, 'restart.sqlite');
    await using first = await openSandbox({ file });
    await first.update({ id: '512', properties: { firstname: 'Ada' } });
    const created = await first.create({ properties: { firstname: 'Eve' } }, { properties: { firstname: 'Eva' } });
    await first.archive('513');
    first.sandbox.merge('514', '515');
    const before = first.sandbox.contact('512');
    await first.sandbox.close();
    await using second = await openSandbox({ file });
    expect(second.sandbox.contact('512')).toEqual(before);
    expect(second.sandbox.contact('513')?.archived).toBe(true);
    for (const { id, properties } of created.body.results) {
      expect(second.sandbox.contact(id)?.properties.firstname).toBe(properties.firstname);
    }
    expect(second.sandbox.contact('515')).toBeUndefined();
    expect((await second.send('GET', '/crm/v3/objects/contacts/515')).body.id).toBe('514');
    second.sandbox.reset();
    expect(second.sandbox.contact('512')?.properties.firstname).not.toBe('Ada');
  });

  it('that another process has locked answers 500, and neither memory nor file have half of the write', async () => {
    const complaint = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const file = join(folder, 'locked.sqlite');
    await using hubspot = await openSandbox({ file });
    const before = hubspot.sandbox.contact('512');
    using other = new DatabaseSync(file);
    const update = () =>
      hubspot.update({ id: '512', properties: { firstname: 'Ada' } }, { id: '513', properties: { firstname: 'Ada' } });
    other.exec('BEGIN IMMEDIATE');
    const failed = await update();
    expect([failed.status, failed.body.message, hubspot.sandbox.calls.at(-1)?.status]).toEqual([
      500,
      'internal error',
      500,
    ]);
    expect(complaint.mock.calls).toEqual([[expect.stringContaining('database is locked')]]);
    const email = 'new@example.com';
    expect((await hubspot.create({ properties: { email } }, { properties: {} })).status).toBe(500);
    expect((await hubspot.read({ idProperty: 'email', inputs: [{ id: email }] })).body.results).toEqual([]);
    complaint.mockRestore();
    expect(hubspot.sandbox.contact('512')).toEqual(before);
    expect((await hubspot.send('GET', ONE)).body.properties.firstname).not.toBe('Ada');
    other.exec('ROLLBACK');
    expect((await update()).status).toBe(200);
    await hubspot.sandbox.close();
    await using again = await openSandbox({ file });
    expect(again.sandbox.contact('513')?.properties.firstname).toBe('Ada');
  });
});

describe('the gateway', () => {
  /** Starts a gateway with each environment; says which modules of the sandbox were loaded after each start. */
  const STARTS = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) });
    const { startApp } = await import('./src/app.ts');
    const { readConfig } = await import('./src/config.ts');
    const { pino } = await import('pino');
    const sandbox = [];
    for (const env of JSON.parse(process.env.STARTS)) {
      const app = await startApp(readConfig({ PORT: '0', PROPERTIES_CHECK_MS: '0', ...env }), { log: pino({ level: 'silent' }) });
      await app.close();
      sandbox.push([...loaded].flatMap((url) => /src\\/sandbox\\/.*|node:sqlite/.exec(url)?.[0] ?? []));
    }
    console.log(JSON.stringify(sandbox));`;

  it('loads nothing of the sandbox but the names of its variables before it needs one', async () => {
    const starts = [
      { HUBSPOT_ACCESS_TOKEN: 'x', PROPERTIES: 'file' },
      { CALLER_AUTH: 'hubspot-token' },
      { HUBSPOT_BASE_URL: 'http://127.0.0.1:9', HUBSPOT_ACCESS_TOKEN: 'x' },
      {},
    ];
    const { out, err } = await run(['--input-type=module', '-e', STARTS], { STARTS: JSON.stringify(starts) });
    expect(err).toBe('');
    const [token, caller, address, embedded] = JSON.parse(out);
    const variables = ['src/sandbox/environment.ts'];
    expect([token, caller, address]).toEqual([variables, variables, variables]);
    expect(embedded).toEqual(expect.arrayContaining(['src/sandbox/sandbox.ts', 'node:sqlite']));
  });
});
