import { expect, vi } from 'vitest';
import type { CompleteContact } from '../../src/contacts/read-back.ts';
import { type Answers, answerInputs } from '../../src/graphql/answer-inputs.ts';
import { updating } from '../../src/graphql/contact-mutations.ts';
import { contextOf, credentials, type ModelGateway, openGateway, untyped } from './model-gateway.ts';
import type { Operation, Request, Schedule } from './schedules.ts';
import {
  CONTACTS,
  createTruthfulServer,
  type Fault,
  heirOf,
  type Poison,
  recordOf,
  type ServerCall,
} from './truthful-server.ts';

const contacts = Array.from({ length: CONTACTS }, (_, index) => index + 1);

/** An operation with what came of it. */
interface Asked extends Operation {
  readonly number: number;
  readonly request: Request;
  /** The order in which its request was accepted. */
  acceptedAs: number;
  askedAt: number;
  answeredAt: number;
  answers: Answers<CompleteContact>['results'][number][];
}

/** Plays a schedule in fake time and compares what callers were told with what the server knows. */
export async function checkSchedule(schedule: Schedule, isCalm = false): Promise<void> {
  const { options, giveUpAtMs } = schedule;
  const server = createTruthfulServer({
    timeoutMs: Math.ceil(options.deadlineMs / 2),
    latencyMs: (call) => schedule.latenciesMs[call % schedule.latenciesMs.length] ?? 0,
    fault: (call) => schedule.faults[call] ?? 'none',
    refusing: schedule.refusing,
    poison: schedule.poison,
    emailsMoveAtMs: schedule.emailsMoveAtMs,
  });
  const gateway: Gateway = { ...openGateway(options, server), callsWhenGivenUp: null };
  const asked = askAll(schedule, gateway);
  if (giveUpAtMs !== null) setTimeout(() => giveUp(gateway, server), giveUpAtMs);

  await vi.advanceTimersByTimeAsync(isCalm ? 16_000 : 4_000);
  for (let rounds = 0; rounds < 40 && gateway.access.some(({ pending }) => pending > 0); rounds += 1) {
    await vi.advanceTimersByTimeAsync(10_000);
  }

  expect(gateway.bugs).toEqual([]);
  checkAnswers(asked, server, schedule);
  if (isCalm) checkPace(asked, server, schedule);
  checkBlame(asked, schedule);
  checkInnocents(asked, schedule);
  checkOrder(asked, server);
  checkAliases(schedule, server);
  checkCalls(schedule, server);
  checkOneAtATime(server);
  if (giveUpAtMs !== null) checkGivingUp(asked, gateway, server, giveUpAtMs);
  expect(gateway.access.map(({ pending }) => pending)).toEqual([0, 0, 0]);
}

type Server = ReturnType<typeof createTruthfulServer>;

type Gateway = ModelGateway & { callsWhenGivenUp: number | null };

/** Has every request asked at its time. */
function askAll({ requests }: Schedule, gateway: Gateway): Asked[] {
  let accepted = 0;
  let count = 0;

  function ask(request: Request, operations: readonly Asked[]): void {
    const gone = new AbortController();
    if (request.cancelAfterMs !== null) setTimeout(() => gone.abort(), request.cancelAfterMs);
    accepted += 1;
    for (const operation of operations) {
      operation.acceptedAs = accepted;
      operation.askedAt = performance.now();
    }
    const context = contextOf(gateway, request.credential, gone.signal);
    void answerInputs(updating, operations.map(inputOf), { selected: [], encode: untyped, context }).then(
      ({ results }) => {
        for (const [index, operation] of operations.entries()) {
          operation.answeredAt = performance.now();
          operation.answers.push(...results.filter(({ inputIndex }) => inputIndex === index));
        }
      },
    );
  }

  return requests.flatMap((request) => {
    const operations = request.operations.map((operation): Asked => {
      const unasked = { acceptedAs: -1, askedAt: -1, answeredAt: -1, answers: [] };
      return { ...operation, ...unasked, number: count++, request };
    });
    setTimeout(() => ask(request, operations), request.atMs);
    return operations;
  });
}

/** The gateway stops waiting. */
function giveUp(gateway: Gateway, { calls }: Server): void {
  gateway.closing.abort();
  for (const opened of gateway.access) opened.giveUp();
  gateway.callsWhenGivenUp = calls.length;
}

/** From then on no call leaves, and what was asked before or is asked later is answered at once. */
function checkGivingUp(asked: readonly Asked[], { callsWhenGivenUp }: Gateway, { calls }: Server, atMs: number): void {
  expect(calls, 'calls').toHaveLength(callsWhenGivenUp ?? -1);
  for (const { number, askedAt, answeredAt } of asked) {
    expect(answeredAt, `when ${number} was answered`).toBeLessThanOrEqual(Math.max(askedAt, atMs));
  }
}

/** Each operation writes a value of its own, by which the truth is read. */
const valueWritten = ({ kind, number }: Operation & { number: number }) =>
  `${kind === 'append' ? ';' : ''}op-${number}`;

const PREFIX = { id: '', alias: 'code-', email: 'mail-', 'second email': 'SECOND-' };
const idOf = ({ by, contact, spelling }: Operation): string =>
  by === 'id' ? `${spelling}${contact}` : `${PREFIX[by]}${contact}`;

const inputOf = (operation: Asked) => ({
  id: idOf(operation),
  idProperty: operation.by === 'id' ? undefined : operation.by === 'alias' ? 'code' : 'email',
  otherProperties: [
    { name: 'value', value: valueWritten(operation) },
    ...(operation.kind === 'bad' ? [{ name: 'bad', value: 'x' }] : []),
    ...(operation.kind === 'poison' ? [{ name: 'poison', value: 'x' }] : []),
    ...(operation.padding > 0 ? [{ name: 'padding', value: 'x'.repeat(operation.padding) }] : []),
  ],
});

const logOf = (credential: number, contact: number, { written }: Server): readonly string[] =>
  written.get(`${credentials[credential]?.id}/${contact}`) ?? [];

/** The contacts that an operation may be about: an email is whose it was at some time after it was asked. */
function contactsOf({ contact, by, askedAt, answeredAt }: Asked, { emailsMoveAtMs }: Schedule): readonly number[] {
  if (!by.includes('email') || emailsMoveAtMs === null || answeredAt < emailsMoveAtMs) return [contact];
  const heir = heirOf(contact);
  return askedAt > emailsMoveAtMs ? [heir] : [contact, heir];
}

/** How often it was written, to whichever contact. */
const truthOf = (operation: Asked, server: Server): number =>
  [...new Set([...contacts, operation.contact])]
    .flatMap((contact) => logOf(operation.request.credential, contact, server))
    .filter((value) => value === valueWritten(operation)).length;

/** One answer each, in time; success only when it was written, NO only when it was not; an append at most once. */
function checkAnswers(asked: readonly Asked[], server: Server, schedule: Schedule): void {
  const { options } = schedule;
  for (const operation of asked) {
    const times = truthOf(operation, server);
    const [answer] = operation.answers;
    expect(operation.answers, `answers to ${operation.number}`).toHaveLength(1);
    // A millisecond for each timer that one hands over to the next.
    const tookMs = operation.answeredAt - operation.askedAt;
    expect(tookMs, `time of ${operation.number}`).toBeLessThanOrEqual(options.deadlineMs + 2);
    if (answer !== undefined && 'contact' in answer) {
      expect(times, `writes of the successful ${operation.number}`).toBeGreaterThan(0);
      const contact = Number(answer.contact.id);
      expect(contactsOf(operation, schedule)).toContain(contact);
      expect(logOf(operation.request.credential, contact, server)).toContain(valueWritten(operation));
    } else if (answer?.applied === 'NO') {
      expect(times, `writes of ${operation.number}, which was answered NO: ${answer.message}`).toBe(0);
    }
    if (operation.kind === 'append') expect(times, `writes of the append ${operation.number}`).toBeLessThanOrEqual(1);
  }
}

/**
 * Where HubSpot works and there is time, what is good is written, whatever it travels with. (What appends is not sent again
 * after an internal error, which leaves its fate open; and what comes after a poison of the same contact waits for it.)
 */
function checkInnocents(asked: readonly Asked[], schedule: Schedule): void {
  const { faults, giveUpAtMs, options } = schedule;
  const { deadlineMs, rateLimit, rateLimitIntervalMs, queueLimit, queueBytes } = options;
  const hasRoom = queueLimit === 1000 && queueBytes >= 100_000;
  const plenty = deadlineMs === 30_000 && rateLimit >= 10 && rateLimitIntervalMs <= 1000 && hasRoom;
  if (faults.length > 0 || giveUpAtMs !== null || !plenty) return;
  const poisons = asked.filter(({ kind }) => kind === 'poison');
  const poisoned = new Set(poisons.flatMap((operation) => contactsOf(operation, schedule)));
  for (const operation of asked) {
    const { number, kind, request, answers } = operation;
    const isBehind = contactsOf(operation, schedule).some((contact) => poisoned.has(contact));
    if (kind !== 'overwrite' || request.cancelAfterMs !== null || isBehind) continue;
    expect(answers, `the good ${number}`).toMatchObject([{ contact: {} }]);
  }
}

/** Times of two timers that hand over to one another. */
const ROUNDING_MS = 5;
/** The longest gathering, and half the longest call. */
const GATHERING_MS = 75 + 200;

/**
 * As long as what came within an interval would fit into four fifths of the quota as full batches, no update waits longer than
 * five times its part of the interval. (It may, when more than a batch comes at once after single updates have used the quota
 * up; and when the quota is spent as fast as batches form, it waits for up to all of the interval.)
 */
function checkPace(asked: readonly Asked[], { calls }: Server, { options }: Schedule): void {
  const { batchMaxSize, rateLimit, rateLimitIntervalMs } = options;
  const firstCall = new Map<string, ServerCall>();
  for (const call of calls.toReversed())
    for (const { properties } of call.inputs) firstCall.set(properties.value ?? '', call);
  const within = (atMs: number) =>
    asked.filter(({ askedAt }) => askedAt > atMs - rateLimitIntervalMs && askedAt <= atMs).length;
  for (const operation of asked) {
    const { askedAt, number } = operation;
    const sentAt = firstCall.get(valueWritten(operation))?.beganAt ?? Number.POSITIVE_INFINITY;
    const times = [askedAt, ...asked.map((other) => other.askedAt).filter((at) => at > askedAt && at <= sentAt)];
    const busiest = Math.max(...times.map(within));
    if (Math.ceil(busiest / batchMaxSize) > 0.8 * rateLimit) continue;
    const longestMs = (5 * rateLimitIntervalMs) / rateLimit + GATHERING_MS + ROUNDING_MS;
    expect(sentAt - askedAt, `time of ${number} until it was sent`).toBeLessThanOrEqual(longestMs);
  }
}

const BLAMING = ['InvalidPropertiesError', 'InvalidInputError'];

/** Nobody is blamed for the bad input of another, and no bad input passes. */
function checkBlame(asked: readonly Asked[], { faults }: Schedule): void {
  const refusesAtRandom = faults.includes('opaque 400');
  for (const { number, kind, answers } of asked) {
    const [answer] = answers;
    const error = answer !== undefined && !('contact' in answer) ? answer : null;
    if (kind === 'bad' || kind === 'poison') expect(error, `error of the bad ${number}`).not.toBeNull();
    else if (!refusesAtRandom) expect(BLAMING, `blame for the good ${number}`).not.toContain(error?.name);
  }
}

/**
 * Whether `one` must be written before `other`: it stands before it in its list; or its list came first, and had nothing to
 * look up, or an email in common with the other list.
 */
function precedes(one: Asked, other: Asked): boolean {
  if (one.request === other.request) return one.number < other.number;
  const emails = emailsOf(one.request);
  const inOrder = emails.length === 0 || emailsOf(other.request).some((email) => emails.includes(email));
  return inOrder && one.acceptedAs < other.acceptedAs;
}

const emailsOf = ({ operations }: Request): readonly string[] =>
  operations.filter(({ by }) => by.includes('email')).map(idOf);

/**
 * Per contact, writes come in the order of the lists and of acceptance, and one after the other. What is addressed by a
 * unique value has an order of its own, for which contact it is shows only in the answer.
 */
function checkOrder(asked: readonly Asked[], server: Server): void {
  for (const [credential] of credentials.entries()) {
    const own = asked.filter(({ request }) => request.credential === credential);
    const byValue = new Map(own.map((operation) => [valueWritten(operation), operation]));
    for (const contact of contacts) {
      const log = logOf(credential, contact, server).flatMap((value) => byValue.get(value) ?? []);
      for (const byAlias of [false, true]) checkSequence(log.filter(({ by }) => (by === 'alias') === byAlias));
    }
  }
}

function checkSequence(log: readonly Asked[]): void {
  const numbers = log.map(({ number }) => number);
  for (const [place, later] of log.entries()) {
    const wrong = log.slice(0, place).filter((earlier) => precedes(later, earlier));
    expect(
      wrong.map(({ number }) => number),
      `written before ${later.number} in ${numbers}`,
    ).toEqual([]);
    // Only a repeated attempt stands twice, side by side.
    const between = numbers.slice(numbers.indexOf(later.number), place);
    expect(new Set(between).size, `attempts at ${later.number} in ${numbers}`).toBeLessThanOrEqual(1);
  }
}

/** After these a batch is sent again in parts, and what failed goes last: the reason may lie in one of its inputs. */
const SPLITTING: ReadonlySet<Fault | Poison> = new Set<Fault | Poison>([
  'locked',
  'internal error',
  423,
  500,
  'html 502, not written',
  'html 504, written',
  'html 200, written',
  'truncated, written',
  'silence, not written',
  'silence, written',
  'refused connection',
]);

/** Two inputs of one call that turn out to be one record are written in the order in which they stood there. */
function checkAliases({ faults, poison, requests }: Schedule, { calls, written }: Server): void {
  const isPoisoned = requests.some(({ operations }) => operations.some(({ kind }) => kind === 'poison'));
  if (faults.some((fault) => SPLITTING.has(fault)) || (isPoisoned && SPLITTING.has(poison))) return;
  for (const { credential, inputs, reads } of calls) {
    if (reads) continue;
    for (const [place, later] of inputs.entries()) {
      const earlier = inputs.slice(0, place).find(({ id }) => recordOf(id) === recordOf(later.id));
      if (earlier === undefined) continue;
      const log = written.get(`${credential}/${recordOf(later.id)}`) ?? [];
      const [first, second] = [earlier, later].map(({ properties }) => log.lastIndexOf(properties.value ?? ''));
      if (second !== -1) expect(first, `place of ${earlier.properties.value} in ${log}`).toBeLessThan(second ?? -1);
    }
  }
}

/** No call with two credentials, a contact twice, too many inputs or bytes; no more calls than the quota. */
function checkCalls({ options }: Schedule, { calls }: Server): void {
  for (const call of calls) {
    const { inputs, bytes } = call;
    expect(inputs.length).toBeLessThanOrEqual(options.batchMaxSize);
    if (inputs.length > 1) expect(bytes).toBeLessThanOrEqual(options.maxBatchBytes);
    expect(new Set(addressesOf(call)).size, 'contacts of a call').toBe(inputs.length);
  }
  for (const { id } of credentials) {
    const times = calls
      .filter(({ credential, countedAt }) => credential === id && !Number.isNaN(countedAt))
      .map(({ countedAt }) => countedAt)
      .sort((a, b) => a - b);
    for (const [index, time] of times.entries()) {
      const earlier = times[index - options.rateLimit];
      if (earlier !== undefined) expect(time - earlier).toBeGreaterThanOrEqual(options.rateLimitIntervalMs);
    }
  }
}

/** What HubSpot takes for one contact, as far as it can be told from the address. */
const addressesOf = ({ inputs, reads }: ServerCall): string[] =>
  inputs.map(({ id, idProperty }) =>
    reads || idProperty !== undefined ? `${idProperty}=${id.toLowerCase()}` : String(Number(id)),
  );

/** No two writes of a contact are on their way at the same time. */
function checkOneAtATime({ calls }: Server): void {
  const writes = calls.filter(({ reads }) => !reads);
  for (const [place, later] of writes.entries()) {
    const atOnce = writes
      .slice(0, place)
      .filter(({ credential, endedAt }) => credential === later.credential && later.beganAt < endedAt);
    const under = new Set(atOnce.flatMap(addressesOf));
    expect(addressesOf(later).filter((address) => under.has(address))).toEqual([]);
  }
}
