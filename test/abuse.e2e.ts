import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from './gateway.ts';
import { rawRequest } from './raw-request.ts';

const MUTATION =
  'mutation ($inputs: [UpdateContactInput!]!) { updateContacts(inputs: $inputs) { results { __typename } } }';
const PATIENCE_MS = 500;
const json = { 'content-type': 'application/json' };

/** The heap that V8 takes in a container of 384 MiB. Without a limit it keeps garbage for as long as the machine has room. */
const HEAP = '--max-old-space-size=192';

/** The gateway in a process of its own, whose memory is its own too. */
async function startProcess(): Promise<{ child: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH ?? '', PORT: '0', REQUEST_TIMEOUT_MS: String(PATIENCE_MS), LOG_LEVEL: 'info' };
  const child = spawn(process.execPath, [HEAP, 'src/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text;
    const url = /http:\/\/[^\s"]+\/graphql/.exec(output)?.[0];
    if (url === undefined) continue;
    child.stdout.on('data', (more) => {
      log += more;
    });
    return { child, url };
  }
  throw new Error(output);
}

let gateway: Awaited<ReturnType<typeof startProcess>>;
let log = '';

/** How long a good request may take beside abuse: a second, on a machine that does nothing else. */
let patienceMs = 1000;

beforeAll(async () => {
  gateway = await startProcess();
  for (let i = 0; i < 20; i += 1) await saveOne();
  let usual = 0;
  for (let i = 0; i < 20; i += 1) usual = Math.max(usual, await saveOne());
  patienceMs = Math.max(1000, 50 * usual);
});
afterAll(async () => {
  gateway.child.kill('SIGKILL');
  await once(gateway.child, 'exit');
});

/** Resident memory of the gateway, in MB. */
function memory(): number {
  const { pid } = gateway.child;
  const proc = `/proc/${pid}/status`;
  const kilobytes = existsSync(proc)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(proc, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1000;
}

async function saveOne(): Promise<number> {
  const start = performance.now();
  const { data } = await request(gateway.url, MUTATION, { inputs: [{ id: '512', properties: { firstname: 'Ada' } }] });
  expect(data).toEqual({ updateContacts: { results: [{ __typename: 'UpdateContactSuccess' }] } });
  return performance.now() - start;
}

let longValueWritten: Promise<unknown> | null = null;

function writeLongValue(): Promise<unknown> {
  const otherProperties = [{ name: 'message', value: 'x'.repeat(3000) }];
  longValueWritten ??= request(gateway.url, MUTATION, { inputs: [{ id: '513', otherProperties }] });
  return longValueWritten;
}

async function askHealth(): Promise<number> {
  const start = performance.now();
  expect((await fetch(new URL('/health', gateway.url))).status).toBe(200);
  return performance.now() - start;
}

/** Runs the abuse, a good request beside it again and again, and gives the longest that one of these took. */
async function beside(abuse: () => Promise<unknown>): Promise<number> {
  let over = false;
  let longest = 0;
  const good = (async () => {
    while (!over) {
      longest = Math.max(longest, await saveOne(), await askHealth());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await abuse().finally(() => {
    over = true;
  });
  await good;
  return longest;
}

/** `count` times, at most `atOnce` of them at the same time. */
async function repeat(count: number, atOnce: number, one: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < count) {
      next += 1;
      await one(next);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}

const post = async (body: BodyInit) => {
  const response = await fetch(gateway.url, { method: 'POST', headers: json, body });
  const { errors = [] } = (await response.json()) as { errors?: { message: string }[] };
  return { status: response.status, message: errors[0]?.message ?? '' };
};
const operation = (query: string, variables: unknown = {}) => JSON.stringify({ query, variables });
const words = (count: number, word: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => word(i)).join(' ');
/** So that no two documents are the same, and none is remembered. */
const unlike = (i: number) => `# ${i}\n`;

const connectAndDrop = () =>
  new Promise<void>((resolve) => {
    const { port, hostname } = new URL(gateway.url);
    const socket = connect(Number(port), hostname, () => socket.destroy());
    socket.on('error', () => {}).on('close', () => resolve());
  });

const startOfBody = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`;

describe('the gateway under abuse', () => {
  it.each<[what: string, count: number, atOnce: number, abuse: (i: number) => Promise<unknown>]>([
    ['10,000 connections opened and dropped', 10_000, 100, connectAndDrop],
    [
      '200 bodies that arrive at a byte a second',
      200,
      200,
      async () => expect(await rawRequest(gateway.url, startOfBody)).toMatch(/^HTTP\/1\.1 408 |^$/),
    ],
    [
      '40 bodies of 5 MB',
      40,
      10,
      async () => {
        // Closed is a good answer too, when the machine is so busy that all of it does not arrive in time.
        const answer = await post('x'.repeat(5_000_000)).catch(() => null);
        if (answer !== null) expect(answer).toEqual({ status: 413, message: expect.stringContaining('larger than') });
      },
    ],
    [
      '100 documents of 1,000 aliases',
      100,
      10,
      async (i) => {
        const query = `${unlike(i)}{ ${words(1000, (n) => `a${n}: __typename`)} }`;
        expect((await post(operation(query))).message).toBe('');
      },
    ],
    [
      '100 documents of 50,000 tokens',
      100,
      10,
      async (i) => {
        const query = `${unlike(i)}{ ${words(50_000, () => 'id')} }`;
        expect((await post(operation(query))).message).toContain('more than 4000 tokens');
      },
    ],
    [
      '100 documents of as much as is allowed',
      100,
      10,
      async (i) => {
        const query = `${unlike(i)}{ contact(id: 1) { id } ${words(1900, (n) => `x${i}_${n}`)} }`;
        expect((await post(operation(query))).message).not.toBe('');
      },
    ],
    [
      '100 lists of 100,000 items',
      100,
      10,
      async () => {
        const body = operation('query ($ids: [ID!]!) { contacts(ids: $ids) { id } }', {
          ids: Array(100_000).fill('5'),
        });
        expect(await post(body)).toEqual({ status: 200, message: expect.stringContaining('has 100000 items') });
      },
    ],
    [
      '100 bodies of brackets in brackets',
      100,
      10,
      async () => {
        const body = `{"query":"{__typename}","variables":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`;
        expect(await post(body)).toEqual({ status: 400, message: expect.stringContaining('nested more than') });
      },
    ],
    [
      '100 bodies that are not UTF-8',
      100,
      10,
      async () => {
        const body = new Uint8Array(500_000).fill(0xff);
        expect(await post(body)).toEqual({ status: 400, message: expect.stringContaining('not valid UTF-8') });
      },
    ],
    [
      '100 times __proto__ and constructor',
      100,
      10,
      async () => {
        const values = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"512"}';
        const body = `{"query":${JSON.stringify(MUTATION)},"variables":{"__proto__":{"inputs":[]},"inputs":[${values}]}}`;
        expect((await post(body)).message).toContain('has no such field');
      },
    ],
    [
      '20 objects of 50,000 misspelt properties',
      20,
      2,
      async () => {
        const properties = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`firstnam${n}`, 1]));
        const { message } = await post(operation(MUTATION, { inputs: [{ id: '512', properties }] }));
        expect(message).toContain('has no such field');
      },
    ],
    [
      '20 lists that are given for a date a thousand times',
      20,
      2,
      async () => {
        const inputs = Array(1000).fill('$input').join(' ');
        const query = `mutation ($input: UpdateContactInput!) { updateContacts(inputs: [${inputs}]) { results { __typename } } }`;
        const input = { id: '512', properties: { closedate: Array(400_000).fill(1) } };
        expect((await post(operation(query, { input }))).message).toBe('');
      },
    ],
    [
      '40 lists of 8,000 misspelt properties',
      40,
      2,
      async () => {
        const properties = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`firstnam${n}`, 'x']));
        const { message } = await post(operation(MUTATION, { inputs: Array(200).fill({ id: '512', properties }) }));
        expect(message).toContain('has no such field');
      },
    ],
    [
      '20 answers of 300 MB',
      20,
      5,
      async () => {
        // Written once, for all calls have one quota, and a good request would wait for it.
        await writeLongValue();
        const query = `query ($ids: [ID!]!) { contacts(ids: $ids) { ${words(99, (n) => `a${n}: property(name: "message")`)} } }`;
        const { message } = await post(operation(query, { ids: Array(1000).fill('513') }));
        expect(message).toContain('The answer is larger than');
      },
    ],
    [
      '50 fields of 1,000 contacts each',
      50,
      10,
      async () => {
        const query = `query ($ids: [ID!]!) { ${words(50, (n) => `a${n}: contacts(ids: $ids) { id }`)} }`;
        const { message } = await post(operation(query, { ids: Array(1000).fill('512') }));
        expect(message).toContain('have 50000 items together');
      },
    ],
  ])(
    '%s: each is answered with a clear error or closed, and a good request still answers',
    { timeout: 20_000 },
    async (_what, count, atOnce, abuse) => {
      // As bodies and documents of this size are garbage soon, but not at once, memory may grow for a while.
      await repeat(Math.min(count, 20), Math.min(atOnce, 10), abuse);
      const before = memory();
      const longest = await beside(() => repeat(count, atOnce, abuse));
      expect(longest).toBeLessThan(patienceMs);
      expect(memory() - before).toBeLessThan(200);
      expect(gateway.child.exitCode).toBeNull();
    },
  );

  it('leaves nothing behind: not in memory, not in prototypes, and nothing in the log', async () => {
    await saveOne();
    expect(memory()).toBeLessThan(480);
    expect(log).not.toMatch(/"level":[56]0/);
    expect(log).not.toContain('Unexpected error');
  });
});
