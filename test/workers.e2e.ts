import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { portalDefinitions } from '../src/graphql/portal-definitions.ts';
import { type SandboxOptions, startSandbox } from '../src/sandbox/sandbox.ts';

const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';

/** The gateway with workers, as `npm start` runs it. */
async function startWorkers(env: Record<string, string>, command = [process.execPath, 'src/main.ts']) {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', PORT: '0', WORKERS: '3', PROPERTIES_CHECK_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  while (!/"msg":"listening"/.test(output) && child.exitCode === null) await wait(10);
  const exit = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode, null]);
  return {
    child,
    url: /http:\/\/[^\s"]+\/graphql/.exec(output)?.[0] ?? '',
    output: () => output,
    exit: exit as Promise<[number | null, string | null]>,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exit;
    },
  };
}

async function real(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({ definitions: portalDefinitions, ...options });
  return {
    sandbox,
    env: { HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret' },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** Each on a connection of its own, so that they are spread over the workers. */
async function save(url: string, id: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: MUTATION, variables: { inputs: [{ id, properties: { firstname: 'Ada' } }] } }),
  });
  const { data } = (await response.json()) as { data: { updateContacts: { results: { __typename: string }[] } } };
  return data.updateContacts.results[0]?.__typename ?? '';
}

const contacts = (count: number) => Array.from({ length: count }, (_, number) => String(501 + number));

function childrenOf({ pid }: ChildProcess): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

describe.runIf(process.platform === 'linux')('WORKERS', { timeout: 30_000 }, () => {
  it('serves one port by several processes, which one line tells', async () => {
    await using gateway = await startWorkers({});
    expect(await Promise.all(contacts(12).map((id) => save(gateway.url, id)))).toEqual(
      Array(12).fill('UpdateContactSuccess'),
    );
    expect(childrenOf(gateway.child)).toHaveLength(3);
    expect(gateway.output().match(/"hubspot":"sandbox"/g)).toHaveLength(1);
  });

  it('says once in the log, and in every worker’s /ready, that the sandbox serves', async () => {
    await using gateway = await startWorkers({});
    const ready = await Promise.all(contacts(6).map(() => fetch(new URL('/ready', gateway.url))));
    const texts = await Promise.all(ready.map((response) => response.text()));
    expect(texts).toEqual(Array(6).fill('ready, on the sandbox: nothing reaches a HubSpot account\n'));
    expect(gateway.output().match(/"level":40.*the embedded sandbox answers/g)).toHaveLength(1);
  });

  it('tells the metrics of all of them at one address', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await using gateway = await startWorkers({ METRICS_PORT: String(port) });
    await Promise.all(contacts(12).map((id) => save(gateway.url, id)));
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('contacts_gateway_inputs_total{result="UpdateContactSuccess"} 12\n');
    expect(metrics).toMatch(/contacts_gateway_quota_left_ratio 0?\.?[0-9]+/);
  });

  it('shares one quota: no 429, and all of it is used', async () => {
    const intervalMs = 1_000;
    await using hubspot = await real({ rateLimit: { max: 20, intervalMs }, latencyMs: 10 });
    const quota = { RATE_LIMIT: '20', RATE_LIMIT_INTERVAL_MS: String(intervalMs), BATCH_MAX_SIZE: '1' };
    await using gateway = await startWorkers({ ...hubspot.env, ...quota });
    expect(await Promise.all(contacts(100).map((id) => save(gateway.url, id)))).toEqual(
      Array(100).fill('UpdateContactSuccess'),
    );
    expect(hubspot.sandbox.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(hubspot.sandbox.calls).toHaveLength(100);
  });

  it.each([
    ['SIGTERM', [process.execPath, 'src/main.ts']],
    ['SIGINT', [process.execPath, 'src/main.ts']],
    ['SIGTERM', ['npm', 'start', '--silent']],
  ] as const)('answers on %s what every worker has in flight, then ends with code 0 (%j)', async (signal, command) => {
    await using hubspot = await real({ latencyMs: 500 });
    await using gateway = await startWorkers(hubspot.env, [...command]);
    const answers = contacts(12).map((id) => save(gateway.url, id));
    while (hubspot.sandbox.calls.length < 3) await wait(5);
    await wait(100);
    gateway.child.kill(signal);
    expect(await Promise.all(answers)).toEqual(Array(12).fill('UpdateContactSuccess'));
    expect(await gateway.exit).toEqual([0, null]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'answers what is in flight when the workers get %s as well',
    async (signal) => {
      await using hubspot = await real({ latencyMs: 500 });
      await using gateway = await startWorkers(hubspot.env);
      const answers = contacts(12).map((id) => save(gateway.url, id));
      while (hubspot.sandbox.calls.length < 3) await wait(5);
      await wait(100);
      for (const pid of childrenOf(gateway.child)) process.kill(pid, signal);
      gateway.child.kill(signal);
      expect(await Promise.all(answers)).toEqual(Array(12).fill('UpdateContactSuccess'));
      expect(await gateway.exit).toEqual([0, null]);
    },
  );

  it('ends at once on a signal that comes more than a second after the first, workers too', async () => {
    await using hubspot = await real({ latencyMs: 60_000 });
    await using gateway = await startWorkers(hubspot.env);
    const workers = childrenOf(gateway.child);
    const answer = save(gateway.url, '501').catch(() => 'cut');
    while (hubspot.sandbox.calls.length === 0) await wait(5);
    gateway.child.kill('SIGTERM');
    await wait(300);
    gateway.child.kill('SIGTERM');
    await wait(900);
    expect(gateway.child.exitCode).toBeNull();
    gateway.child.kill('SIGTERM');
    expect(await gateway.exit).toEqual([143, null]);
    expect(await answer).toBe('cut');
    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });

  it('replaces a worker that crashes, and says so', async () => {
    await using hubspot = await real();
    await using gateway = await startWorkers(hubspot.env);
    const before = childrenOf(gateway.child);
    process.kill(before[1] ?? 0, 'SIGKILL');
    await expect.poll(() => gateway.output(), { timeout: 5_000 }).toContain('a worker ended by itself (SIGKILL)');
    await expect.poll(() => childrenOf(gateway.child).length, { timeout: 5_000 }).toBe(3);
    await wait(500);
    expect(await Promise.all(contacts(12).map((id) => save(gateway.url, id)))).toEqual(
      Array(12).fill('UpdateContactSuccess'),
    );
    gateway.child.kill('SIGTERM');
    expect(await gateway.exit).toEqual([0, null]);
  });

  it('ends in time on a signal that comes while a worker is starting', async () => {
    await using hubspot = await real();
    await using gateway = await startWorkers({ ...hubspot.env, DRAIN_MS: '60000' });
    process.kill(childrenOf(gateway.child)[1] ?? 0, 'SIGKILL');
    await expect.poll(() => childrenOf(gateway.child).length, { timeout: 5_000, interval: 5 }).toBe(2);
    await expect.poll(() => childrenOf(gateway.child).length, { timeout: 5_000, interval: 5 }).toBe(3);
    gateway.child.kill('SIGTERM');
    expect(await gateway.exit).toEqual([0, null]);
  });

  it('drains the workers when the primary is killed', async () => {
    await using hubspot = await real({ latencyMs: 500 });
    await using gateway = await startWorkers(hubspot.env);
    const workers = childrenOf(gateway.child);
    const answer = save(gateway.url, '501');
    while (hubspot.sandbox.calls.length === 0) await wait(5);
    gateway.child.kill('SIGKILL');
    expect(await answer).toBe('UpdateContactSuccess');
    await expect.poll(() => workers.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  });

  it('refuses a port that is taken with one line and code 1', async () => {
    await using hubspot = await real();
    await using gateway = await startWorkers({ ...hubspot.env, PORT: new URL(hubspot.sandbox.url).port });
    expect(await gateway.exit).toEqual([1, null]);
    expect(gateway.output().match(/is taken/g)).toHaveLength(1);
  });
});

/** One that has ended and that nobody has asked about yet, a zombie, does not count. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
