import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxCall, startSandbox } from '../src/sandbox/sandbox.ts';
import { apiVersion } from './api-version.ts';
import { startRedis } from './redis-server.ts';

const REPLICAS = 4;
/** Each saves a contact of its own again and again, so that there is more to send than the quota allows. */
const CLIENTS_PER_REPLICA = 16;
const FIRST_CONTACT = 501;
const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';

export interface LoadOptions {
  /** Calls allowed in an interval; the sandbox enforces it. */
  readonly limit: number;
  readonly intervalMs: number;
  /** How long there is load, in ms. Redis dies at a third of it, a replica gets a SIGTERM at two thirds. */
  readonly loadMs: number;
}

/** One update, and what its caller was told. */
interface Save {
  readonly contact: string;
  readonly value: string;
  readonly replica: number;
  /** The type of the result; "refused": no connection was made; "broken": it ended without an answer. */
  readonly answer: string;
}

/** A gateway in a process of its own. */
export async function startReplica(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', PROPERTIES_CHECK_MS: '0', HUBSPOT_API_VERSION: apiVersion, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const logs: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void logs.push(text));
  for (;;) {
    const url = /http:\/\/[^\s"]+\/graphql/.exec(logs.join(''))?.[0];
    if (url !== undefined) return { child, url, logs };
    if (child.exitCode !== null) throw new Error(logs.join(''));
    await wait(10);
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Four replicas on one Redis, with more load than the quota allows; meanwhile Redis dies and comes back empty, and a replica stops. */
export async function loadReplicas({ limit, intervalMs, loadMs }: LoadOptions) {
  await using started = new AsyncDisposableStack();
  const redis = started.use(await startRedis());
  const rateLimit = { max: limit, intervalMs };
  const sandbox = started.use(await startSandbox({ rateLimit, latencyMs: 20 }));
  const env = {
    REDIS_URL: redis.url,
    HUBSPOT_BASE_URL: sandbox.url,
    HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret',
    RATE_LIMIT: String(limit),
    RATE_LIMIT_INTERVAL_MS: String(intervalMs),
    BATCH_MAX_SIZE: '4',
  };
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => startReplica(env)));
  started.defer(async () => void (await Promise.all(replicas.map(({ child }) => end(child)))));
  // An empty Redis hands out nothing at first.
  await wait(2_500);

  const startedAt = performance.now();
  const over = () => performance.now() - startedAt >= loadMs;
  const saves: Save[] = [];
  async function client(number: number): Promise<void> {
    const contact = String(FIRST_CONTACT + number);
    let replica = number % REPLICAS;
    for (let round = 1; !over(); round += 1) {
      const save = { contact, value: `${number}-${round}`, replica };
      const answer = await send(replicas[replica]?.url ?? '', save);
      saves.push({ ...save, answer });
      if (answer === 'refused' || answer === 'broken') replica = (replica + 1) % REPLICAS;
    }
  }

  const clients = Array.from({ length: CLIENTS_PER_REPLICA * REPLICAS }, (_, number) => client(number));
  await wait(loadMs / 3);
  await redis.kill();
  await wait(Math.min(3_000, loadMs / 8));
  await redis.start();
  await wait((loadMs * 2) / 3 - (performance.now() - startedAt));
  const [stopped] = replicas;
  stopped?.child.kill('SIGTERM');
  const [stoppedCode] = stopped ? ((await once(stopped.child, 'exit')) as [number | null]) : [null];
  const callsAtEnd = wait(loadMs - (performance.now() - startedAt)).then(() => sandbox.calls.length);
  await Promise.all(clients);

  return {
    calls: await callsAtEnd,
    /** The most that the quota allows. */
    allowed: (loadMs / intervalMs) * limit,
    refused: sandbox.calls.filter(({ status }) => status === 429).length,
    saves,
    written: writtenBy(sandbox.calls),
    stoppedCode,
    fallbacks: replicas.map(({ logs }) => logs.join('').split('cannot be used').length - 1),
    returns: replicas.map(({ logs }) => logs.join('').split('is back').length - 1),
    redisHolds: await redis.dump(),
    logs: replicas.map(({ logs }) => logs.join('')),
  };
}

export async function send(url: string, { contact, value }: Pick<Save, 'contact' | 'value'>): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: MUTATION,
        variables: { inputs: [{ id: contact, properties: { firstname: value } }] },
      }),
    });
    const { data } = (await response.json()) as { data: { updateContacts: { results: { __typename: string }[] } } };
    return data.updateContacts.results[0]?.__typename ?? 'nothing';
  } catch (error) {
    const { code } = (error as { cause?: { code?: string } }).cause ?? {};
    return code === 'ECONNREFUSED' ? 'refused' : 'broken';
  }
}

/** What the sandbox has written, as "contact value". */
export function writtenBy(calls: readonly SandboxCall[]): ReadonlySet<string> {
  const inputs = calls
    .filter(({ status }) => status === 200 || status === 207)
    .flatMap(({ body }) => (body as { inputs?: { id: string; properties: { firstname: string } }[] }).inputs ?? []);
  return new Set(inputs.map(({ id, properties }) => `${id} ${properties.firstname}`));
}
