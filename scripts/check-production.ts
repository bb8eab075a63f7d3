// What the Dockerfile does, without Docker: the same files and the same install in an empty folder, started in production
// against a sandbox, have to answer a mutation and to stop when they are told.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portalDefinitions } from '../src/graphql/portal-definitions.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'contacts-gateway-'));

/** The files that the Dockerfile copies from the project. */
function copiedFiles(): string[] {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n');
  const copies = lines.filter((line) => /^COPY (?!--from)/.test(line));
  return copies.flatMap((line) => line.split(/\s+/).slice(1, -1));
}

function install(): void {
  for (const path of copiedFiles()) cpSync(join(root, path), join(folder, path), { recursive: true });
  execFileSync('npm', ['ci', '--omit=dev', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Resolves with the address that the process prints. */
function address(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    gateway.stdout?.on('data', (chunk) => {
      out += chunk;
      const url = /http:\S+\/graphql/.exec(out)?.[0];
      if (url !== undefined) resolve(url);
    });
    gateway.once('exit', (code) => reject(new Error(`The gateway ended with code ${code} before it was ready.`)));
  });
}

async function mutate(url: string, token: string): Promise<string> {
  const query =
    'mutation { updateContacts(inputs: [{ id: "512", properties: { firstname: "x" } }]) { results { __typename } } }';
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.text();
}

async function startAndStop(): Promise<void> {
  await using sandbox = await startSandbox({ definitions: portalDefinitions });
  const env = {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    PORT: '0',
    CALLER_AUTH: 'hubspot-token',
    HUBSPOT_BASE_URL: sandbox.url,
  };
  const gateway = spawn(process.execPath, ['src/main.ts'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const answer = await mutate(await address(gateway), 'pat-of-a-caller');
    if (!answer.includes('"UpdateContactSuccess"')) throw new Error(`The gateway answered ${answer}`);
    gateway.kill('SIGTERM');
    const [code] = await once(gateway, 'exit');
    if (code !== 0) throw new Error(`The gateway stopped with code ${code}.`);
  } finally {
    gateway.kill('SIGKILL');
  }
}

try {
  install();
  await startAndStop();
  process.stdout.write('A production install starts, serves and stops.\n');
} finally {
  rmSync(folder, { recursive: true });
}
