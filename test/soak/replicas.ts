// Four replicas on one Redis at HubSpot's own quota. First 60 s of more load than that; Redis dies and comes back empty, and a
// replica stops. Then updates that come at random and that the quota can carry, beside one process that has it for itself;
// and once more, as a replica is killed and Redis dies and comes back. Fails on a 429, on an update that was lost, when less
// than 90 % of the quota is used, and when callers wait longer than they should. `npm run test:soak` runs it.
import { setTimeout as wait } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startRedis } from '../redis-server.ts';
import { end, loadReplicas, send, startReplica, writtenBy } from '../replicas-under-load.ts';

const LIMIT = 100;
const INTERVAL_MS = 10_000;
const RATES = (process.env.SOAK_RATES ?? '20,200,800').split(',').map(Number);
const SECONDS = Number(process.env.SOAK_SECONDS ?? 60);

const problems: string[] = [];
const say = (line: string) => process.stdout.write(`${line}\n`);
function demand(holds: boolean, what: string): void {
  if (!holds) problems.push(what);
}

async function overload(): Promise<void> {
  const load = { limit: LIMIT, intervalMs: INTERVAL_MS, loadMs: SECONDS * 1_000 };
  const { calls, allowed, refused, saves, written, stoppedCode } = await loadReplicas(load);
  const succeeded = saves.filter(({ answer }) => answer === 'UpdateContactSuccess');
  const lost = succeeded.filter(({ contact, value }) => !written.has(`${contact} ${value}`));
  const refusedConnections = saves.filter(({ answer }) => answer === 'refused').length;
  const broken = saves.filter(({ answer }) => answer === 'broken');
  const cut = broken.filter(({ contact, value }) => written.has(`${contact} ${value}`));
  say(`${calls} calls of ${allowed} (${((calls / allowed) * 100).toFixed(1)} %), answered 429: ${refused}`);
  say(`${saves.length} updates, answered as success: ${succeeded.length}, of these lost: ${lost.length}`);
  say(`connections refused: ${refusedConnections}, broken without an answer: ${broken.length}, written: ${cut.length}`);
  say(`the stopped replica ended with code ${stoppedCode}`);
  demand(refused === 0 && calls / allowed >= 0.9, 'the quota under overload');
  demand(lost.length === 0 && cut.length === 0 && stoppedCode === 0, 'what is lost under overload');
}

/** So many updates in a second, at random, each of a contact of its own, to all replicas in turn. */
async function pace(rate: number, count: number, trouble = false) {
  await using started = new AsyncDisposableStack();
  const redis = started.use(await startRedis());
  const rateLimit = { max: LIMIT, intervalMs: INTERVAL_MS };
  const sandbox = started.use(await startSandbox({ rateLimit, latencyMs: 30 }));
  const contacts = Array.from({ length: 5_000 }, () => sandbox.addContact({}));
  const env = { HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'pat-na1-secret', RATE_LIMIT: String(LIMIT) };
  const shared: Record<string, string> = count > 1 ? { REDIS_URL: redis.url } : {};
  const replicas = await Promise.all(Array.from({ length: count }, () => startReplica({ ...env, ...shared })));
  started.defer(async () => void (await Promise.all(replicas.map(({ child }) => end(child)))));
  await wait(2_500);
  await Promise.all(replicas.map(({ url }, n) => send(url, { contact: contacts[n] ?? '', value: 'warm' })));

  const saves: { contact: string; value: string; answer: string; ms: number; replica: number }[] = [];
  async function save(number: number, dueAt: number): Promise<void> {
    const contact = contacts[number % contacts.length] ?? '';
    const isKilled = replicas[0]?.child.killed === true && count > 1;
    const replica = isKilled ? 1 + (number % (count - 1)) : number % count;
    const update = { contact, value: `n${number}` };
    const answer = await send(replicas[replica]?.url ?? '', update);
    saves.push({ ...update, answer, ms: performance.now() - dueAt, replica });
  }

  const startedAt = performance.now();
  const seconds = Math.min(24, SECONDS);
  async function cause(): Promise<void> {
    await wait((seconds * 1_000) / 3);
    replicas[0]?.child.kill('SIGKILL');
    await wait(1_000);
    await redis.kill();
    await wait(3_000);
    await redis.start();
  }
  const troubled = trouble ? cause() : Promise.resolve();
  const under: Promise<void>[] = [];
  const next = () => (-Math.log(1 - Math.random()) * 1_000) / rate;
  for (let dueAt = startedAt + next(); dueAt < startedAt + seconds * 1_000; ) {
    for (; dueAt <= performance.now(); dueAt += next()) under.push(save(under.length, dueAt));
    await wait(1);
  }
  await Promise.all([...under, troubled]);

  const written = writtenBy(sandbox.calls);
  const good = saves.filter(({ answer }) => answer === 'UpdateContactSuccess');
  const times = good.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (part: number) => times[Math.ceil(times.length * part) - 1] ?? 0;
  const refused = sandbox.calls.filter(({ status }) => status === 429).length;
  const lost = good.filter(({ contact, value }) => !written.has(`${contact} ${value}`)).length;
  // Only the killed one may leave its callers without an answer.
  const failed = saves.filter(
    ({ answer, replica }) => answer !== 'UpdateContactSuccess' && !(trouble && replica === 0),
  );
  const what = `${rate}/s, ${trouble ? 'trouble, ' : ''}${count} process${count > 1 ? 'es' : ''}`;
  const ms = [0.5, 0.99, 1].map((part) => Math.round(at(part))).join(', ');
  say(
    `${what}: p50, p99, max ${ms} ms; ${sandbox.calls.length} calls, 429: ${refused}, lost: ${lost}, failed: ${failed.length}`,
  );
  demand(refused + lost + failed.length === 0, `${what}: 429, lost or failed`);
  return { p99: at(0.99), max: at(1) };
}

if (process.env.SOAK_RATES === undefined) await overload();
for (const rate of RATES) {
  const one = await pace(rate, 1);
  const four = await pace(rate, 4);
  demand(four.p99 <= one.p99 + 100, `${rate}/s: four replicas`);
  demand((await pace(rate, 4, true)).max <= 2_000, `${rate}/s: the wait in trouble`);
}
say(problems.length === 0 ? 'good' : `falls short: ${problems.join('; ')}`);
process.exit(problems.length === 0 ? 0 : 1);
