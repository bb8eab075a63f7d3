// What the Dockerfile does, without Docker: the same files and the same install in an empty folder, started in production
// against a sandbox, have to answer a mutation and to stop when they are told.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { startProcess } from '../test/start-process.ts';

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
  // Strict: the pinned Node.js, which is the image's too, must be one that `engines` and all packages allow.
  execFileSync('npm', ['ci', '--omit=dev', '--engine-strict', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
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
  await using sandbox = await startSandbox();
  const env = { NODE_ENV: 'production', CALLER_AUTH: 'hubspot-token', HUBSPOT_BASE_URL: sandbox.url };
  await using gateway = startProcess(env, { cwd: folder });
  const answer = await mutate(await gateway.url(), 'pat-of-a-caller');
  if (!answer.includes('"UpdateContactSuccess"')) throw new Error(`The gateway answered ${answer}`);
  gateway.child.kill('SIGTERM');
  const code = await gateway.ended();
  if (code !== 0) throw new Error(`The gateway stopped with code ${code}: ${gateway.output()}`);
}

try {
  install();
  await startAndStop();
  process.stdout.write('A production install starts, serves and stops.\n');
} finally {
  rmSync(folder, { recursive: true });
}
