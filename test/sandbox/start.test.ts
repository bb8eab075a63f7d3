/** The sandbox alone, as `npm run sandbox` starts it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

/** Processes take their time to start on a busy machine. */
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (env: Record<string, string>, main = 'src/sandbox/main.ts') =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env }, timeout: 15_000 };
    execFile(process.execPath, [main], options, (error, out, err) => resolve({ code: error?.code, out, err }));
  });

describe('the sandbox does not start, and says why in a line', () => {
  it.each([
    ['src/sandbox/main.ts', { SANDBOX_PORT: '0' }],
    ['src/main.ts', { PORT: '0' }],
  ])('with a file that cannot be used: %s', async (main, env) => {
    const file = join(folder, 'text.sqlite');
    await writeFile(file, 'This is no database, however long the text may be. '.repeat(20));
    expect(await start({ ...env, SANDBOX_FILE: file }, main)).toEqual({
      code: 1,
      out: '',
      err: `The environment cannot be used:\n  - SANDBOX_FILE=${file} cannot be used as a SQLite file of contacts: file is not a database.\n`,
    });
    const nowhere = join(folder, 'no', 'contacts.sqlite');
    expect((await start({ ...env, SANDBOX_FILE: nowhere }, main)).err).toContain('unable to open database file.\n');
  });

  it('with a variable whose name is misspelt', async () => {
    const { code, err } = await start({ SANDBOX_PORT: '0', SANDBOX_LATENCY: '500' });
    expect([code, err]).toEqual([1, expect.stringMatching(/SANDBOX_LATENCY is no variable .*SANDBOX_LATENCY_MS/)]);
  });

  it('on a port that is taken', async () => {
    await using hubspot = await openSandbox();
    const { port } = new URL(hubspot.sandbox.url);
    expect(await start({ SANDBOX_PORT: port })).toEqual({
      code: 1,
      out: '',
      err: `The environment cannot be used:\n  - SANDBOX_PORT=${port} cannot be listened on: it is taken; set it to another one.\n`,
    });
  });
});

describe('the gateway', () => {
  const LOADED = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import('./src/app.ts');
    console.log(JSON.stringify(loaded));`;

  it('loads no sandbox before it needs one', async () => {
    const loaded: string[] = await new Promise((resolve, reject) => {
      execFile(process.execPath, ['--input-type=module', '-e', LOADED], (error, out) =>
        error ? reject(error) : resolve(JSON.parse(out)),
      );
    });
    expect(loaded.some((url) => url.endsWith('src/batching/batcher.ts'))).toBe(true);
    expect(loaded.filter((url) => /src\/sandbox\/(sandbox|portal|routes|http)\.ts$|node:sqlite/.test(url))).toEqual([]);
  });
});
