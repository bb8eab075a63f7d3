// `npm run demo`: a hundred people save a contact at the same moment, one of them a bad value. Then it says what became of it.
// It starts a gateway of its own on a sandbox of its own; `npm run demo -- http://127.0.0.1:4000/graphql` takes one that runs.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

/** No example of GraphiQL changes any of these contacts. */
const FIRST_ID = 601;
const COUNT = 100;
const LAST_ID = FIRST_ID + COUNT - 1;
const BAD_EMAIL = 'grace';
/** In ms. About as long as HubSpot takes. */
const LATENCY_MS = '100';

const MUTATION = `mutation Save($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results { __typename ... on ContactError { message applied } }
    batches { size }
  }
}`;

const answerSchema = z.object({
  errors: z.array(z.object({ message: z.string() })).default([]),
  data: z
    .object({
      updateContacts: z.object({
        results: z
          .array(z.object({ __typename: z.string(), message: z.string().optional(), applied: z.string().optional() }))
          .length(1),
        batches: z.array(z.object({ size: z.number() })),
      }),
    })
    .nullish(),
});

/** What cannot be shown, in words for the person who started it. */
class NotShown extends Error {}

/** Never somewhere else than where it was asked to go. */
const reach = (url: URL | string, init?: RequestInit) =>
  fetch(url, { ...init, redirect: 'error' }).catch(({ cause, message }: Error) => {
    throw new NotShown(`${url} cannot be reached: ${cause instanceof Error ? cause.message : message}.`);
  });

/** Sends one mutation, as one person's front end does. */
async function save(url: string, input: { readonly id: string; readonly properties: object }) {
  const startedAt = performance.now();
  const body = JSON.stringify({ query: MUTATION, variables: { inputs: [input] } });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await reach(url, { method: 'POST', headers, body });
  const { data: answer } = answerSchema.safeParse(await response.json().catch(() => null));
  const payload = answer?.data?.updateContacts;
  const result = payload?.results[0];
  if (result === undefined) {
    throw new NotShown(`${url} answers with status ${response.status}. ${answer?.errors[0]?.message ?? ''}`);
  }
  return { id: input.id, ...result, batches: payload?.batches ?? [], waitedMs: performance.now() - startedAt };
}

/** Refuses to write to what may be a real account, unless that is asked for. */
async function checkTarget(url: string, anyAccount: boolean): Promise<void> {
  if (anyAccount) return;
  // Behind a proxy, other paths may lead to other gateways than the one that is asked.
  if (new URL(url).pathname !== '/graphql') {
    throw new NotShown(`Nothing was sent: ${url} is not the address of a gateway, which ends with its /graphql.`);
  }
  const response = await reach(new URL('/ready', url));
  const [state = ''] = (await response.text()).split('\n');
  if (state.startsWith('ready, on the sandbox')) return;
  throw new NotShown(
    `Nothing was sent: ${url} may write to a real account, for it does not say that it is on the embedded sandbox. It says: ${state.slice(0, 200)}
With --any-account the demo changes contacts ${FIRST_ID} to ${LAST_ID - 1} there, whosever they are.`,
  );
}

/** Sends them all and reports. Throws when the outcome is not as promised. */
async function show(url: string): Promise<void> {
  const jobtitle = `Analyst since ${new Date().toLocaleTimeString('en-GB')}`;
  process.stdout.write(`${COUNT} people save one contact each, by ${COUNT} requests at once, to ${url}
Contacts ${FIRST_ID} to ${LAST_ID - 1} get the job title "${jobtitle}", and ${LAST_ID} an invalid email, "${BAD_EMAIL}".\n\n`);

  let answered = 0;
  const saves = Array.from({ length: COUNT }, async (_, index) => {
    const id = String(FIRST_ID + index);
    const answer = await save(url, { id, properties: id === String(LAST_ID) ? { email: BAD_EMAIL } : { jobtitle } });
    answered += 1;
    const bar = '#'.repeat((answered / COUNT) * 40).padEnd(40, '.');
    if (process.stdout.isTTY) process.stdout.write(`\r[${bar}] ${answered} answered${answered < COUNT ? '' : '\n\n'}`);
    return answer;
  });
  const answers = await Promise.all(saves);

  const errors = answers.filter(({ __typename }) => __typename !== 'UpdateContactSuccess');
  // All n callers of a batch are told that it had n inputs. Of calls that HubSpot refused as a whole nobody is told.
  const shares = answers.flatMap(({ batches }) => (batches.length === 0 ? [1] : batches.map(({ size }) => 1 / size)));
  const sum = Math.round(shares.reduce((a, b) => a + b, 0));
  const calls = answers.some(({ batches }) => batches.length === 0) ? `at least ${sum}` : sum;
  const waits = answers.map(({ waitedMs }) => Math.round(waitedMs)).toSorted((a, b) => a - b);
  const lines = errors.slice(0, 5).map((e) => `  ${e.id}: ${e.__typename}, applied: ${e.applied}, ${e.message}\n`);
  process.stdout.write(`${COUNT} mutations, ${calls} REST calls, ${COUNT - errors.length} written, typed errors: ${errors.length}
${lines.join('')}Waited for an answer: ${waits[COUNT / 2]} ms (median), ${waits.at(-1)} ms (slowest)
With one call for each it would have been ${COUNT} calls: all that HubSpot allows in 10 seconds.\n`);

  const [bad] = errors;
  const isAsPromised =
    errors.length === 1 && bad?.id === String(LAST_ID) && bad.__typename === 'InvalidPropertiesError';
  if (!isAsPromised) throw new NotShown(`Expected ${COUNT - 1} written, and an error for contact ${LAST_ID} alone.`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'any-account': { type: 'boolean' } },
  });
  const [url] = positionals;
  if (url === undefined) {
    // Not from the environment, which may have the token of an account.
    const config = { PORT: '0', LOG_LEVEL: 'silent', PROPERTIES_CHECK_MS: '0', SANDBOX_LATENCY_MS: LATENCY_MS };
    const gateway = await startApp(readConfig(config));
    await show(gateway.url).finally(gateway.close);
  } else if (URL.canParse(url)) {
    await checkTarget(url, values['any-account'] === true);
    await show(url);
  } else throw new NotShown(`${url} is no address such as http://127.0.0.1:4000/graphql.`);
} catch (error) {
  if (!(error instanceof NotShown)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
