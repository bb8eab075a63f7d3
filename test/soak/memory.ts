// A million updates through the whole gateway and a sandbox; fails when the heap grows. `npm run test:soak` runs it.
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

const UPDATES = Number(process.env.SOAK_UPDATES ?? 1_000_000);
const PER_MUTATION = 50;
const CLIENTS = 20;
const REPORT_EVERY = UPDATES / 10;
/** Of the heap after the first report, when everything is warm. */
const ALLOWED_GROWTH = 1.2;

const rateLimit = { max: 1_000_000, intervalMs: 10_000 };
await using sandbox = await startSandbox({ rateLimit });
const config = readConfig({
  PORT: '0',
  HUBSPOT_BASE_URL: sandbox.url,
  HUBSPOT_ACCESS_TOKEN: 'soak',
  RATE_LIMIT: '100000',
});
const app = await startApp(config, { log: pino({ level: 'warn' }) });

const query = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename } }
}`;
let sent = 0;
let nextReport = REPORT_EVERY;
const heaps: number[] = [];

async function client(): Promise<void> {
  while (sent < UPDATES) {
    const inputs = Array.from({ length: PER_MUTATION }, () => {
      sent += 1;
      return { id: String(501 + (sent % 200)), properties: { firstname: `n${sent}` } };
    });
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { inputs } }),
    });
    const { data } = (await response.json()) as { data: { updateContacts: { results: { __typename: string }[] } } };
    const failed = data.updateContacts.results.find(({ __typename }) => __typename !== 'UpdateContactSuccess');
    if (failed) throw new Error(`An update was answered with ${failed.__typename}.`);
    if (sent >= nextReport) report();
  }
}

function report(): void {
  nextReport += REPORT_EVERY;
  sandbox.reset();
  globalThis.gc?.();
  const megabytes = process.memoryUsage().heapUsed / 1_048_576;
  heaps.push(megabytes);
  process.stdout.write(`${sent} updates: heap ${megabytes.toFixed(1)} MB\n`);
}

await Promise.all(Array.from({ length: CLIENTS }, client));
await app.close();
const [warm = 0] = heaps;
const last = heaps.at(-1) ?? Number.NaN;
const flat = last <= warm * ALLOWED_GROWTH;
process.stdout.write(`${flat ? 'flat' : 'NOT FLAT'}: ${warm.toFixed(1)} MB warm, ${last.toFixed(1)} MB at the end\n`);
process.exit(flat ? 0 : 1);
