import { describe, expect, it } from 'vitest';
import type { SandboxCall } from '../src/sandbox/sandbox.ts';
import { startGateway } from './gateway.ts';

const SAVE = `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) {
    results { __typename ... on UpdateContactSuccess { contact { id property(name: "company") } } }
  }
}`;

/** Time of the load, in ms; `TWO_CREDENTIALS_MS=30000` loads longer. */
const LOAD_MS = Number(process.env.TWO_CREDENTIALS_MS ?? 3_000);
const CLIENTS = 300;

const FAULTS = [
  { status: 503, body: '' },
  { status: 400, body: { message: 'no', category: 'VALIDATION_ERROR' } },
  { breakConnection: true },
  { status: 423, body: { message: 'locked' } },
] as const;

/** Inputs of all kinds: each value says with whose token it is to be written. */
function inputsOf(number: number, owner: string): object[] {
  const update = { id: String(501 + (number % 200)), properties: { firstname: owner } };
  const kinds = [
    [{ ...update, id: 'second.521@example.com', idProperty: 'email' }],
    [update, { ...update, id: '999999' }],
    [{ ...update, otherProperties: [{ name: 'no_such_property', value: 'x' }] }],
    [{ ...update, id: '820' }],
    [update],
  ];
  return kinds[number % kinds.length] ?? [];
}

/** The owners of what a call wrote. */
function ownersIn({ body }: SandboxCall): string[] {
  const { inputs = [body], properties } = body as { inputs?: unknown[]; properties?: unknown };
  const written = properties === undefined || Array.isArray(properties) ? inputs : [body];
  return written.flatMap((input) => (input as { properties?: { firstname?: string } }).properties?.firstname ?? []);
}

describe('two credentials under a mixed load of 300 clients', () => {
  it('never share a REST call, whatever HubSpot does meanwhile', { timeout: LOAD_MS + 60_000 }, async () => {
    const mixed: SandboxCall[] = [];
    const writes = { even: 0, odd: 0 };
    const options = {
      rateLimit: { max: 1_000_000, daily: 1_000_000_000 },
      onAnswered(call: SandboxCall) {
        const owners = ownersIn(call);
        if (owners.some((owner) => call.token !== `token-of-${owner}`)) mixed.push(call);
        for (const owner of owners) writes[owner as keyof typeof writes] += 1;
      },
    };
    await using gateway = await startGateway({ CALLER_AUTH: 'hubspot-token', RATE_LIMIT: '100000' }, options);
    gateway.sandbox.latencyMs = 20;
    const until = performance.now() + LOAD_MS;
    let answers = 0;

    async function client(number: number): Promise<void> {
      const owner = number % 2 === 0 ? 'even' : 'odd';
      const headers = { authorization: `Bearer token-of-${owner}` };
      for (let turn = 0; performance.now() < until; turn += 1) {
        const fault = FAULTS[turn % FAULTS.length];
        if (number < 2 && fault) gateway.sandbox.answerNext(fault);
        const { data } = await gateway.request(SAVE, { inputs: inputsOf(number * 7 + turn, owner) }, headers);
        if (data) answers += 1;
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));

    expect(mixed).toEqual([]);
    expect(answers).toBeGreaterThan(CLIENTS);
    expect(writes.even).toBeGreaterThan(100);
    expect(writes.odd).toBeGreaterThan(100);
  });
});
