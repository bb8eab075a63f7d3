import type { Credential } from '../../src/credential.ts';
import type { RestAnswer, RestRequest } from '../../src/hubspot/client.ts';
import { HubSpotUnavailableError, OutcomeUnknownError } from '../../src/hubspot/contact-errors.ts';
import type { BatchUpdateInput, BatchWriteRequest } from '../../src/hubspot/wire.ts';

/** What the server does with a call, beside or instead of carrying it out. */
export type Fault =
  | 'none'
  | 'reordered'
  | 'no trace echo'
  | 'no trace echo, no keys'
  | 'a wrong id'
  | '202'
  | 'results missing, although written'
  | 'inputs dropped, not written'
  | 'opaque 400'
  | 401
  | 403
  | 423
  | 477
  | 'burst 429'
  | 'daily 429'
  | 'secondly 429'
  | 500
  | 'html 502, not written'
  | 'html 504, written'
  | 'html 200, written'
  | 'truncated, written'
  | 'silence, not written'
  | 'silence, written'
  | 'refused connection';

export const faults: readonly Fault[] = [
  'reordered',
  'no trace echo',
  'no trace echo, no keys',
  'a wrong id',
  '202',
  'results missing, although written',
  'inputs dropped, not written',
  'opaque 400',
  401,
  403,
  423,
  477,
  'burst 429',
  'daily 429',
  'secondly 429',
  500,
  'html 502, not written',
  'html 504, written',
  'html 200, written',
  'truncated, written',
  'silence, not written',
  'silence, written',
  'refused connection',
];

/** What an input does to each call that carries it, alone or with others: nothing of the call is written. */
export type Poison = 'missing scope' | 'page of an edge' | 'unknown value' | 'too large' | 'locked' | 'internal error';

export const poisons: readonly Poison[] = [
  'missing scope',
  'page of an edge',
  'unknown value',
  'too large',
  'locked',
  'internal error',
];

/** How a bad value is refused. */
export type Refusing = 'item' | 'batch, naming the property' | 'batch, naming nothing';

export interface ServerOptions {
  readonly timeoutMs: number;
  readonly latencyMs: (call: number) => number;
  readonly fault: (call: number) => Fault;
  readonly refusing: Refusing;
  readonly poison: Poison;
  /** When each email becomes that of the next contact; null: never. */
  readonly emailsMoveAtMs: number | null;
}

export interface ServerCall {
  readonly credential: string;
  /** When HubSpot counted it. */
  readonly countedAt: number;
  readonly beganAt: number;
  readonly endedAt: number;
  /** Whether it only reads. */
  readonly reads: boolean;
  readonly inputs: readonly BatchUpdateInput[];
  readonly bytes: number;
}

const JSON_HEADERS = new Headers({ 'content-type': 'application/json' });

/** The record that an input addresses: "7", "07" or "+7", its alias, the unique value "code-7", and its emails "mail-7" and "second-7". */
export const recordOf = (id: string): string => String(Number(id.replace(/^[a-z]+-/i, '')));

/** Their record ids are 1 to this. */
export const CONTACTS = 6;

/** The contact that the emails of this one move to. */
export const heirOf = (contact: number): number => (contact % CONTACTS) + 1;

/** A HubSpot without HTTP that keeps the truth: what was really written, in which order. */
export function createTruthfulServer(options: ServerOptions) {
  const calls: ServerCall[] = [];
  /** The values written to each record of each credential, in order. */
  const written = new Map<string, string[]>();

  function write(credential: string, { id, properties }: BatchUpdateInput): void {
    const record = `${credential}/${recordOf(id)}`;
    const log = written.get(record) ?? [];
    written.set(record, log);
    log.push(properties.value ?? '');
  }

  function carryOut(credential: string, inputs: readonly BatchUpdateInput[], fault: Fault): RestAnswer {
    const duplicates = inputs.filter(({ id }, place) =>
      inputs.some((other, before) => before < place && recordOf(other.id) === recordOf(id)),
    );
    if (duplicates.length > 0) {
      const ids = duplicates.map(({ id }) => id);
      return refuse({ message: 'Duplicate IDs found in batch input', context: { ids }, category: 'VALIDATION_ERROR' });
    }
    const bad = inputs.filter(({ properties }) => properties.bad !== undefined);
    if (bad.length > 0 && options.refusing !== 'item') {
      const problems = JSON.stringify([{ name: 'bad', error: 'PROPERTY_DOESNT_EXIST', message: 'no' }]);
      const named = options.refusing === 'batch, naming the property';
      return refuse({ message: named ? `Property values were not valid: ${problems}` : 'Something is wrong.' });
    }

    const results: object[] = [];
    const errors: object[] = [];
    for (const [place, input] of inputs.entries()) {
      if (fault === 'inputs dropped, not written' && place % 2 === 0) continue;
      const trace = input.objectWriteTraceId;
      if (input.properties.bad !== undefined) {
        const context = { objectWriteTraceId: [trace] };
        errors.push({ category: 'VALIDATION_ERROR', message: 'bad value', context });
        continue;
      }
      write(credential, input);
      if (fault === 'results missing, although written' && place % 2 === 0) continue;
      results.push(resultOf(input, fault));
    }
    if (fault === 'reordered') results.reverse();
    const body = { status: 'COMPLETE', results, ...(errors.length > 0 ? { errors, numErrors: 1 } : {}) };
    const status = fault === '202' ? 202 : errors.length > 0 ? 207 : 200;
    return { status, headers: JSON_HEADERS, body };
  }

  async function call(credential: Credential, request: RestRequest): Promise<RestAnswer> {
    const number = calls.length;
    const inputs = inputsOf(request);
    const fault = options.fault(number);
    const latencyMs = options.latencyMs(number);
    const half = Math.floor(latencyMs / 2);
    const arrival: { -readonly [Key in keyof ServerCall]: ServerCall[Key] } = {
      credential: credential.id,
      countedAt: Number.NaN,
      beganAt: performance.now(),
      endedAt: Number.POSITIVE_INFINITY,
      reads: request.method === 'get' || request.path === 'batch/read',
      inputs,
      bytes: JSON.stringify(request.json ?? '').length,
    };
    calls.push(arrival);
    if (fault === 'refused connection') arrival.endedAt = arrival.beganAt;
    if (fault === 'refused connection') throw new HubSpotUnavailableError('refused', { resend: 'backoff' });
    await pass(half);
    arrival.countedAt = performance.now();
    const answer = answerTo(arrival, request.path?.startsWith('batch/') !== true, fault);
    await pass(answer === null ? options.timeoutMs : latencyMs - half);
    arrival.endedAt = performance.now();
    if (answer === null) {
      const Meaning = arrival.reads ? HubSpotUnavailableError : OutcomeUnknownError;
      throw new Meaning('no whole answer', { resend: 'backoff' });
    }
    return answer;
  }

  function answerTo({ credential, reads, inputs }: ServerCall, single: boolean, fault: Fault): RestAnswer | null {
    if (!reads && inputs.some(({ properties }) => properties.poison !== undefined)) return poisoned(options.poison);
    switch (fault) {
      case 'opaque 400':
        return refuse({ message: 'Something is wrong.' });
      case 401:
      case 403:
      case 423:
      case 477:
      case 500:
        return { status: fault, headers: JSON_HEADERS, body: { status: 'error', message: String(fault) } };
      case 'burst 429':
        return tooMany({ policyName: 'TEN_SECONDLY_ROLLING' });
      case 'daily 429':
        return tooMany({ policyName: 'DAILY' });
      case 'secondly 429':
        return tooMany({ category: 'RATE_LIMITS' });
      case 'html 502, not written':
        return { status: 502, headers: new Headers(), body: '<html>' };
      case 'silence, not written':
        return null;
    }
    const carryOutAny = single ? carryOutSingle : carryOut;
    const carriedOut = reads ? readAny(inputs, single, fault, ownerOf) : carryOutAny(credential, inputs, fault);
    switch (fault) {
      case 'html 504, written':
        return { status: 504, headers: new Headers(), body: '<html>' };
      case 'html 200, written':
        return { status: 200, headers: new Headers(), body: '<html>' };
      case 'truncated, written':
      case 'silence, written':
        return null;
      default:
        return carriedOut;
    }
  }

  /** The record that an input of a read addresses, at this moment. */
  function ownerOf(id: string): string {
    const moved = options.emailsMoveAtMs !== null && performance.now() >= options.emailsMoveAtMs;
    return moved && /^(mail|second)-/i.test(id) ? String(heirOf(Number(recordOf(id)))) : recordOf(id);
  }

  function carryOutSingle(credential: string, [input]: readonly BatchUpdateInput[]): RestAnswer {
    if (input === undefined || input.properties.bad !== undefined) return refuse({ message: 'Something is wrong.' });
    write(credential, input);
    return { status: 200, headers: JSON_HEADERS, body: record(input, undefined) };
  }

  return { call, calls, written };
}

function poisoned(poison: Poison): RestAnswer {
  const answer = (status: number, body: unknown) => ({ status, headers: JSON_HEADERS, body });
  switch (poison) {
    case 'missing scope':
      return answer(403, { status: 'error', message: 'scopes', category: 'MISSING_SCOPES' });
    case 'page of an edge':
      return answer(403, '<html>');
    case 'unknown value':
      return answer(404, { status: 'error', message: 'not found' });
    case 'too large':
      return answer(413, '<html>');
    case 'locked':
      return answer(423, { status: 'error', message: 'locked' });
    case 'internal error':
      return answer(500, { status: 'error', message: 'internal error' });
  }
}

/** The answer to one input of a batch, as it is or spoilt. */
function resultOf(input: BatchUpdateInput, fault: Fault): object {
  const echo = fault === 'no trace echo' || fault === 'no trace echo, no keys' ? undefined : input.objectWriteTraceId;
  const result = record(input, echo);
  // Of an input that is addressed by a unique value nobody could tell.
  if (fault === 'a wrong id' && input.idProperty === undefined) return { ...result, id: `${Number(result.id) + 1}` };
  return fault === 'no trace echo, no keys' ? { ...result, properties: {} } : result;
}

/** Every contact that is asked for is there. */
function readAny(
  inputs: readonly BatchUpdateInput[],
  single: boolean,
  fault: Fault,
  ownerOf: (id: string) => string,
): RestAnswer {
  const leavesOut = fault === 'inputs dropped, not written' || fault === 'results missing, although written';
  const results = inputs
    .filter((_, place) => single || !leavesOut || place % 2 === 1)
    .map(({ id }) => {
      const properties = { email: `mail-${recordOf(id)}`, hs_additional_emails: `second-${recordOf(id)}` };
      return record({ id: ownerOf(id), properties }, undefined);
    });
  return { status: 200, headers: JSON_HEADERS, body: single ? results[0] : { status: 'COMPLETE', results } };
}

const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function inputsOf({ path = '', json, searchParams }: RestRequest): readonly BatchUpdateInput[] {
  if (path.startsWith('batch/')) return (json as BatchWriteRequest<BatchUpdateInput>).inputs;
  const id = decodeURIComponent(path.split('/').at(-1) ?? '');
  return [{ id, ...searchParams, ...(json as Pick<BatchUpdateInput, 'properties'>) }];
}

const record = ({ id, properties }: BatchUpdateInput, trace: string | undefined) => ({
  id: recordOf(id),
  properties: { ...properties, code: `code-${recordOf(id)}` },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  archived: false,
  ...(trace === undefined ? {} : { objectWriteTraceId: trace }),
});

const refuse = (body: object): RestAnswer => ({
  status: 400,
  headers: JSON_HEADERS,
  body: { status: 'error', ...body },
});
const tooMany = (body: object): RestAnswer => ({
  status: 429,
  headers: JSON_HEADERS,
  body: { message: 'limit', ...body },
});
