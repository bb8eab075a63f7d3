import type { Credential } from '../../src/credential.ts';
import type { RestAnswer, RestRequest } from '../../src/hubspot/client.ts';
import { HubSpotUnavailableError, OutcomeUnknownError } from '../../src/hubspot/contact-errors.ts';
import type { BatchUpdateInput } from '../../src/hubspot/wire.ts';

/** What becomes of a call, beside or instead of carrying it out. */
export const faults = [
  'refused connection',
  'silence, not written',
  'silence, written',
  'broken, written',
  'html 502, not written',
  'html 502, written',
  429,
  423,
  503,
  // As HubSpot does without trace ids.
  'refused whole',
  'reordered',
  'no trace echo',
  'no trace echo, no values',
  'results missing, although written',
  'inputs dropped, not written',
] as const;
export type Fault = (typeof faults)[number] | 'none';

/** After these alone there is no doubt that nothing was written. */
const CERTAIN: ReadonlySet<Fault> = new Set<Fault>([429, 423, 'refused whole', 'refused connection']);

export interface StoredContact {
  readonly portal: string;
  readonly id: string;
  readonly code: string | null;
  /** Each email that it had, and since when. The last one is its own now. */
  readonly emails: { readonly email: string | null; readonly since: number }[];
  archivedAt: number | null;
}

/** A value that was written. */
export interface Written {
  readonly value: string;
  readonly contact: StoredContact;
  readonly created: boolean;
}

type Input = Pick<BatchUpdateInput, 'idProperty' | 'objectWriteTraceId'> &
  Partial<Pick<BatchUpdateInput, 'id' | 'properties'>>;

export interface SmallCall {
  readonly portal: string;
  readonly endpoint: 'read' | 'create' | 'update' | 'upsert' | 'archive';
  readonly inputs: readonly Input[];
  readonly beganAt: number;
  endedAt: number;
  /** Values of the inputs of which the answer said for certain that they were not written. */
  readonly refused: Set<string>;
}

export interface SmallHubSpotOptions {
  readonly timeoutMs: number;
  readonly latencyMs: (call: number) => number;
  readonly fault: (call: number) => Fault;
}

/** A HubSpot without HTTP whose contacts come and go. It keeps what was written by whom, and who had which email when. */
export function createSmallHubSpot({ timeoutMs, latencyMs, fault: faultOf }: SmallHubSpotOptions) {
  const contacts: StoredContact[] = [];
  /** In the order of the writes. */
  const written: Written[] = [];
  const calls: SmallCall[] = [];
  const archivedByCalls = new Set<StoredContact>();

  const live = (portal: string) => contacts.filter((each) => each.portal === portal && each.archivedAt === null);

  function find(portal: string, { id, idProperty }: Input): StoredContact | undefined {
    return live(portal).find((contact) => {
      if (idProperty === undefined) return contact.id === id;
      return id?.toLowerCase() === (idProperty === 'email' ? emailOf(contact) : contact.code);
    });
  }

  function add(portal: string, email: string | null, code: string | null): StoredContact {
    const id = String(contacts.filter((each) => each.portal === portal).length + 1);
    const emails = [{ email, since: performance.now() }];
    const contact: StoredContact = { portal, id, code, emails, archivedAt: null };
    contacts.push(contact);
    return contact;
  }

  function archive(contact: StoredContact): void {
    contact.archivedAt = performance.now();
  }

  /** What stands against a write; null: it is carried out. */
  function problemOf(input: Input, portal: string, endpoint: SmallCall['endpoint'], echoes = true): object | null {
    const { properties = {}, objectWriteTraceId: trace = '' } = input;
    const context = echoes ? { objectWriteTraceId: [trace] } : {};
    if (endpoint === 'update' && find(portal, input) === undefined) {
      const message = 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.';
      return { category: 'OBJECT_NOT_FOUND', message, context: { ...context, ids: [input.id] } };
    }
    if (properties.bad !== undefined) return { category: 'VALIDATION_ERROR', message: 'A bad value.', context };
    const owner = endpoint === 'create' ? find(portal, { id: properties.email ?? '', idProperty: 'email' }) : undefined;
    if (owner === undefined) return null;
    const message = `Contact already exists. Existing ID: ${owner.id}`;
    return { category: 'CONFLICT', message, context: { ...context, existingId: [owner.id] } };
  }

  function write(input: Input, { portal, endpoint }: SmallCall): Written {
    const { properties = {}, id, idProperty } = input;
    const found = endpoint === 'create' ? undefined : find(portal, input);
    const code = idProperty === 'code' ? (id?.toLowerCase() ?? null) : null;
    const contact = found ?? add(portal, properties.email?.toLowerCase() ?? null, code);
    const entry = { value: properties.value ?? '', contact, created: found === undefined };
    written.push(entry);
    return entry;
  }

  /** The answer to a batch of writes. */
  function writeBatch(call: SmallCall, fault: Fault): RestAnswer {
    const { inputs, portal, endpoint } = call;
    const addresses = inputs.flatMap((input) => (endpoint === 'create' ? [] : (find(portal, input)?.id ?? [])));
    const ids = addresses.filter((id, place) => addresses.indexOf(id) < place);
    if (ids.length > 0) {
      for (const { properties } of inputs) call.refused.add(properties?.value ?? '');
      return answerOf(400, { message: 'Duplicate IDs found in batch input', context: { ids } });
    }
    const results: object[] = [];
    const errors: object[] = [];
    const echoes = fault !== 'no trace echo' && fault !== 'no trace echo, no values';
    for (const [place, input] of inputs.entries()) {
      if (fault === 'inputs dropped, not written' && place % 2 === 0) continue;
      const problem = problemOf(input, portal, endpoint, echoes);
      if (problem !== null) {
        errors.push(problem);
        call.refused.add(input.properties?.value ?? '');
        continue;
      }
      const { contact, created } = write(input, call);
      if (fault === 'results missing, although written' && place % 2 === 0) continue;
      const properties = { ...input.properties, ...(endpoint === 'upsert' && { code: contact.code }) };
      const echo = echoes ? { objectWriteTraceId: input.objectWriteTraceId } : {};
      const told = fault === 'no trace echo, no values' ? {} : properties;
      results.push({ id: contact.id, properties: told, ...echo, ...(endpoint === 'upsert' && { new: created }) });
    }
    if (fault === 'reordered') results.reverse();
    return batchAnswer(results, errors);
  }

  function readBatch({ inputs, portal }: SmallCall, fault: Fault): RestAnswer {
    const leavesOut = fault === 'results missing, although written' || fault === 'inputs dropped, not written';
    const told = inputs.filter((_, place) => !leavesOut || place % 2 === 1);
    const ids = told.filter((input) => find(portal, input) === undefined).map(({ id }) => id);
    const results = told.flatMap((input) => recordOf(find(portal, input)) ?? []);
    return batchAnswer(results, ids.length > 0 ? [{ category: 'OBJECT_NOT_FOUND', context: { ids } }] : []);
  }

  function single(call: SmallCall): RestAnswer {
    const [input = {}] = call.inputs;
    const contact = find(call.portal, input);
    if (contact === undefined) return answerOf(404, { message: 'resource not found' });
    if (call.endpoint === 'read') return { ...OK, body: recordOf(contact) };
    if (input.properties?.bad !== undefined) return answerOf(400, { message: 'A bad value.' });
    write(input, call);
    return { ...OK, body: { id: contact.id, properties: input.properties } };
  }

  /** Refuses the call for what is wrong with one of its inputs, if anything is. */
  function refuseWhole({ inputs, portal, endpoint }: SmallCall): RestAnswer {
    const [problem] = inputs.flatMap((input) => problemOf(input, portal, endpoint) ?? []);
    if (problem === undefined || !('message' in problem)) return answerOf(400, { message: 'Something is wrong.' });
    return answerOf('category' in problem && problem.category === 'CONFLICT' ? 409 : 400, {
      message: problem.message,
    });
  }

  function carryOut(call: SmallCall, fault: Fault, isBatch: boolean): RestAnswer {
    if (!isBatch) return single(call);
    if (call.endpoint === 'read') return readBatch(call, fault);
    if (call.endpoint !== 'archive') return writeBatch(call, fault);
    for (const input of call.inputs) {
      const contact = find(call.portal, input);
      if (contact === undefined) continue;
      archive(contact);
      archivedByCalls.add(contact);
    }
    return { ...OK, status: 204, body: undefined };
  }

  /** Null: there is no answer. */
  function answerTo(call: SmallCall, fault: Fault, isBatch: boolean): RestAnswer | null {
    if (CERTAIN.has(fault)) for (const { properties } of call.inputs) call.refused.add(properties?.value ?? '');
    if (fault === 429) return answerOf(429, { message: 'limit', policyName: 'TEN_SECONDLY_ROLLING' });
    if (fault === 423 || fault === 503) return answerOf(fault, { message: 'not now' });
    if (fault === 'refused whole') return refuseWhole(call);
    if (fault === 'silence, not written' || fault === 'refused connection') return null;
    const carriedOut = fault === 'html 502, not written' ? null : carryOut(call, fault, isBatch);
    if (fault === 'silence, written' || fault === 'broken, written') return null;
    return fault.toString().startsWith('html 502') ? { ...OK, status: 502, body: '<html>' } : carriedOut;
  }

  return {
    contacts,
    written,
    calls,
    archivedByCalls,
    add,
    archive,
    find,
    async call({ id: portal }: Credential, request: RestRequest): Promise<RestAnswer> {
      if (request.resource === 'contact-properties') return DEFINITIONS;
      const [fault, latency] = [faultOf(calls.length), latencyMs(calls.length)];
      const call: SmallCall = {
        portal,
        ...readRequest(request),
        beganAt: performance.now(),
        endedAt: Number.POSITIVE_INFINITY,
        refused: new Set(),
      };
      calls.push(call);
      await pass(latency / 2);
      const answer = answerTo(call, fault, request.path?.startsWith('batch/') === true);
      await pass(fault.toString().startsWith('silence') ? timeoutMs : latency / 2);
      call.endedAt = performance.now();
      if (answer !== null) return answer;
      if (fault === 'refused connection') throw new HubSpotUnavailableError('refused', { resend: 'backoff' });
      const Meaning = call.endpoint === 'read' ? HubSpotUnavailableError : OutcomeUnknownError;
      throw new Meaning('no whole answer', { resend: 'backoff' });
    },
  };
}

export type SmallHubSpot = ReturnType<typeof createSmallHubSpot>;

const emailOf = ({ emails }: StoredContact): string | null => emails.at(-1)?.email ?? null;

const recordOf = (contact: StoredContact | undefined): object | undefined =>
  contact && { id: contact.id, properties: { email: emailOf(contact), code: contact.code } };

const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function readRequest({ method, path = '', json, searchParams }: RestRequest): Pick<SmallCall, 'endpoint' | 'inputs'> {
  if (path.startsWith('batch/')) {
    const { inputs, idProperty } = json as { inputs: readonly Input[]; idProperty?: string };
    const addressed = idProperty === undefined ? inputs : inputs.map((input) => ({ ...input, idProperty }));
    return { endpoint: path.slice('batch/'.length) as SmallCall['endpoint'], inputs: addressed };
  }
  const { idProperty } = searchParams ?? {};
  const input = { ...(json as Input | undefined), id: decodeURIComponent(path), ...(idProperty && { idProperty }) };
  return { endpoint: method === 'get' ? 'read' : 'update', inputs: [input] };
}

const OK = { status: 200, headers: new Headers({ 'content-type': 'application/json' }) };
const answerOf = (status: number, body: object): RestAnswer => ({ ...OK, status, body: { status: 'error', ...body } });
const batchAnswer = (results: readonly object[], errors: readonly object[]): RestAnswer => ({
  ...OK,
  status: errors.length > 0 ? 207 : 200,
  body: { status: 'COMPLETE', results, ...(errors.length > 0 && { errors, numErrors: errors.length }) },
});
const DEFINITIONS: RestAnswer = { ...OK, body: { results: [{ name: 'code', hasUniqueValue: true }] } };
