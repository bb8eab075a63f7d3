// A lone update on an idle gateway, next to the REST call itself: what the gateway adds. `npm run bench` runs it.
//
// Gateway, sandbox and this client are processes of their own. The two ways take turns, so that what else the machine does
// falls on both alike.
import { startGatewayProcess, startSandboxProcess } from './processes.ts';

const ROUNDS = 200;
const WARM_UP = 50;
const ALLOWED_MS = 3;

await using sandbox = await startSandboxProcess();
await using gateway = await startGatewayProcess(sandbox.url);

const query = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename ... on UpdateContactSuccess { contact { id } } } }
}`;

async function post(url: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer bench' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.text();
}

const update = (round: number) => ({ id: String(501 + (round % 200)), properties: { firstname: `n${round}` } });
const direct = (round: number) =>
  post(`${sandbox.url}/crm/v3/objects/contacts/batch/update`, {
    inputs: [{ ...update(round), objectWriteTraceId: String(round) }],
  });
const throughGateway = (round: number) => post(gateway.url, { query, variables: { inputs: [update(round)] } });

async function time(call: (round: number) => Promise<string>, round: number): Promise<number> {
  const started = performance.now();
  const answer = await call(round);
  const took = performance.now() - started;
  if (!/"id":"\d+"/.test(answer)) throw new Error(`The update failed: ${answer}`);
  return took;
}

const directMs: number[] = [];
const gatewayMs: number[] = [];
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  const [a, b] = [await time(direct, round), await time(throughGateway, round)];
  if (round >= WARM_UP) {
    directMs.push(a);
    gatewayMs.push(b);
  }
}

const quantile = (times: number[], q: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * q)] ?? Number.NaN;
const row = (name: string, times: number[]) =>
  `${name.padEnd(24)} median ${quantile(times, 0.5).toFixed(2)} ms   p90 ${quantile(times, 0.9).toFixed(2)} ms\n`;
const added = quantile(gatewayMs, 0.5) - quantile(directMs, 0.5);
process.stdout.write(row('the REST call itself', directMs) + row('through the gateway', gatewayMs));
process.stdout.write(`added: ${added.toFixed(2)} ms (allowed: ${ALLOWED_MS} ms)\n`);
process.exitCode = added <= ALLOWED_MS ? 0 : 1;
