import { expect, vi } from 'vitest';
import { type AnswerOptions, answerInputs, type Success } from '../../src/graphql/answer-inputs.ts';
import type { Failure } from '../../src/graphql/contact-errors.ts';
import { archiving, creating, updating, upserting } from '../../src/graphql/contact-mutations.ts';
import type { LifecycleSchedule, ModelInput, ModelRequest, OutsideWrite } from './lifecycle-schedules.ts';
import { contextOf, credentials, type ModelGateway, openGateway, untyped } from './model-gateway.ts';
import { createSmallHubSpot, type SmallHubSpot, type StoredContact, type Written } from './small-hubspot.ts';

type Told = Success<{ readonly id: string; readonly created?: boolean }>;
type Answer = Failure | Told;

/** An input with what came of it. */
interface Asked extends ModelInput {
  readonly number: number;
  readonly request: ModelRequest;
  readonly portal: string;
  /** The order in which its request was accepted. */
  acceptedAs: number;
  askedAt: number;
  answeredAt: number;
  answers: readonly Answer[];
}

/** So many contacts are there at the beginning, each with an email. */
const FIRST = 2;

const portalOf = (credential: number): string => credentials[credential]?.id ?? '';

/** Plays a schedule in fake time and compares what callers were told with what HubSpot knows. */
export async function checkLifecycle(schedule: LifecycleSchedule): Promise<void> {
  const { options, latenciesMs, faults, giveUpAtMs } = schedule;
  const hubspot = createSmallHubSpot({
    timeoutMs: Math.ceil(options.deadlineMs / 2),
    latencyMs: (call) => latenciesMs[call % latenciesMs.length] ?? 0,
    fault: (call) => faults[call] ?? 'none',
  });
  for (const portal of [portalOf(0), portalOf(1)]) {
    for (let key = 0; key < FIRST; key += 1) hubspot.add(portal, `mail-${key}`, key === 0 ? null : 'code-0');
  }
  const gateway = openGateway(options, hubspot);
  for (const write of schedule.outside) setTimeout(() => writeOutside(write, hubspot), write.atMs);
  const asked = askAll(schedule, gateway);
  if (giveUpAtMs !== null) setTimeout(() => giveUp(gateway), giveUpAtMs);

  await vi.advanceTimersByTimeAsync(4_000);
  for (let rounds = 0; rounds < 40 && gateway.access.some(({ pending }) => pending > 0); rounds += 1) {
    await vi.advanceTimersByTimeAsync(10_000);
  }

  expect(gateway.bugs).toEqual([]);
  expect(gateway.access.map(({ pending }) => pending)).toEqual([0, 0, 0]);
  for (const input of asked) {
    checkAnswer(input, schedule);
    checkCreation(input, hubspot);
    const [answer] = input.answers;
    if (answer === undefined) continue;
    if (!('contact' in answer)) checkFailure(input, answer, hubspot, schedule);
    else if (input.request.operation === 'archive') checkArchived(input, answer, hubspot);
    else checkSuccess(input, answer, hubspot);
  }
  checkOrder(asked, hubspot);
  checkArchives(asked, hubspot);
  checkOneAtATime(hubspot);
  checkCalm(asked, schedule);
}

function writeOutside({ credential, does, email, other }: OutsideWrite, hubspot: SmallHubSpot): void {
  const portal = portalOf(credential);
  const holderOf = (key: number) => hubspot.find(portal, { id: `mail-${key}`, idProperty: 'email' });
  const contact = holderOf(email);
  if (contact === undefined) {
    if (does === 'create') hubspot.add(portal, `mail-${email}`, null);
  } else if (does === 'archive') hubspot.archive(contact);
  else if (does === 'give another email' && holderOf(other) === undefined) {
    contact.emails.push({ email: `mail-${other}`, since: performance.now() });
  }
}

function giveUp({ closing, access }: ModelGateway): void {
  closing.abort();
  for (const opened of access) opened.giveUp();
}

const MUTATIONS = { create: creating, upsert: upserting, update: updating, archive: archiving };

/** Has every request asked at its time. */
function askAll({ requests }: LifecycleSchedule, gateway: ModelGateway): Asked[] {
  let accepted = 0;
  let count = 0;

  async function ask(request: ModelRequest, inputs: readonly Asked[]): Promise<void> {
    const gone = new AbortController();
    if (request.cancelAfterMs !== null) setTimeout(() => gone.abort(), request.cancelAfterMs);
    accepted += 1;
    for (const input of inputs) Object.assign(input, { acceptedAs: accepted, askedAt: performance.now() });
    const context = contextOf(gateway, request.credential, gone.signal);
    const results = await answersTo(request, inputs.map(shapeOf), { selected: [], encode: untyped, context });
    for (const [index, input] of inputs.entries()) {
      input.answeredAt = performance.now();
      input.answers = results.filter(({ inputIndex }) => inputIndex === index);
    }
  }

  return requests.flatMap((request) => {
    const inputs = request.inputs.map((input): Asked => {
      const unasked = { acceptedAs: -1, askedAt: -1, answeredAt: Number.POSITIVE_INFINITY, answers: [] };
      return { ...input, ...unasked, number: count++, request, portal: portalOf(request.credential) };
    });
    setTimeout(() => void ask(request, inputs), request.atMs);
    return inputs;
  });
}

type Shape = ReturnType<typeof shapeOf>;

async function answersTo(
  { operation }: ModelRequest,
  inputs: readonly Shape[],
  options: AnswerOptions,
): Promise<readonly Answer[]> {
  // Each mutation has types of its own.
  if (operation === 'create') return (await answerInputs(MUTATIONS.create, inputs, options)).results;
  if (operation === 'upsert') return (await answerInputs(MUTATIONS.upsert, inputs, options)).results;
  if (operation === 'update') return (await answerInputs(MUTATIONS.update, inputs, options)).results;
  return (await answerInputs(MUTATIONS.archive, inputs, options)).results;
}

/** Each input writes a value of its own, by which the truth is read. */
const valueBy = ({ number }: Asked): string => `value-${number}`;
const nameOf = ({ number, request, by, key }: Asked): string =>
  `${request.operation} ${number} by ${by} ${by === 'nothing' ? '' : key}`.trim();

/** As it is stored. */
const addressOf = ({ by, key }: ModelInput): string =>
  by === 'id' ? String(key + 1) : by === 'email' ? `mail-${key}` : by === 'code' ? `code-${key}` : '';

function shapeOf(input: Asked) {
  const { by, loud, bad, request } = input;
  const address = loud ? addressOf(input).toUpperCase() : addressOf(input);
  const email = request.operation === 'create' && by === 'email' ? [{ name: 'email', value: address }] : [];
  const refused = bad ? [{ name: 'bad', value: 'x' }] : [];
  return {
    id: address,
    idProperty: by === 'id' ? undefined : by,
    otherProperties: [{ name: 'value', value: valueBy(input) }, ...email, ...refused],
  };
}

const writesOf = (input: Asked, { written }: SmallHubSpot): readonly Written[] =>
  written.filter(({ value }) => value === valueBy(input));
const callsOf = (input: Asked, { calls }: SmallHubSpot) =>
  calls.filter(({ inputs }) => inputs.some(({ properties }) => properties?.value === valueBy(input)));

/** One answer, in time: at once when the gateway gives up. */
function checkAnswer(input: Asked, { giveUpAtMs, options }: LifecycleSchedule): void {
  const { askedAt, answeredAt, answers } = input;
  const name = nameOf(input);
  expect(answers, `answers to ${name}`).toHaveLength(1);
  // A millisecond for each timer that one hands over to the next.
  expect(answeredAt - askedAt, `time of ${name}`).toBeLessThanOrEqual(options.deadlineMs + 3);
  const latest = Math.max(askedAt, giveUpAtMs ?? Number.POSITIVE_INFINITY);
  expect(answeredAt, `when ${name} was answered`).toBeLessThanOrEqual(latest);
}

/**
 * No input creates two contacts, and a create is sent again only where it was certainly refused before. (HubSpot's own upsert
 * is sent again after an attempt without an answer, and creates another contact where that one was archived in between.)
 */
function checkCreation(input: Asked, hubspot: SmallHubSpot): void {
  const created = writesOf(input, hubspot).filter(
    (write) => write.created && (input.by !== 'code' || write.contact.archivedAt === null),
  );
  expect(created.length, `contacts created by ${nameOf(input)}`).toBeLessThanOrEqual(1);
  const attempts = callsOf(input, hubspot).filter(({ endpoint }) => endpoint === 'create');
  const inDoubt = attempts.slice(0, -1).filter(({ refused }) => !refused.has(valueBy(input)));
  expect(inDoubt.length, `creates of ${nameOf(input)} that were repeated in doubt`).toBe(0);
}

/** What is answered as written was written to the contact that is named, which the input addresses. */
function checkSuccess(input: Asked, { contact }: Told, hubspot: SmallHubSpot): void {
  const { by, bad, request } = input;
  const name = nameOf(input);
  const own = writesOf(input, hubspot).filter((write) => write.contact.id === contact.id);
  expect(own.length, `writes of ${name} to ${contact.id}, its answer`).toBeGreaterThan(0);
  expect(bad, `${name} was written with a bad value`).toBe(false);
  const stored = own[0]?.contact as StoredContact;
  expect(stored.portal, `portal of ${name}`).toBe(input.portal);
  if (by !== 'nothing') expect(isAddressed(stored, input), `${name} is answered by ${contact.id}`).toBe(true);
  const created = own.some((write) => write.created);
  if (request.operation === 'create') expect(created, `${name} is answered by what it created`).toBe(true);
  if (request.operation !== 'upsert') return;
  // After an attempt without an answer HubSpot's upsert finds what that attempt has created.
  const maybeBefore = by === 'code' && callsOf(input, hubspot).length > 1;
  if (contact.created === true || !maybeBefore) expect(contact.created, `created by ${name}`).toBe(created);
}

/** Whether an input addresses a contact: by an email that it had at some time while the caller waited. */
function isAddressed(contact: StoredContact, input: Asked): boolean {
  const address = addressOf(input);
  if (input.by !== 'email') return address === (input.by === 'id' ? contact.id : contact.code);
  return holdsOf(contact, address).some(({ since, until }) => since <= input.answeredAt && until >= input.askedAt);
}

/** The times in which a contact was there and had an email. */
const holdsOf = ({ emails, archivedAt }: StoredContact, address: string) =>
  emails.flatMap(({ email, since }, place) => {
    const until = emails[place + 1]?.since ?? archivedAt ?? Number.POSITIVE_INFINITY;
    return email === address ? [{ since, until }] : [];
  });

/** NO only where nothing was written, unless it was to a contact that has gone since: who is not found was not updated. */
function checkFailure(input: Asked, failure: Failure, hubspot: SmallHubSpot, { faults }: LifecycleSchedule): void {
  const { applied, name, message } = failure;
  const { by, bad, request, portal, askedAt, answeredAt } = input;
  if (applied !== 'NO') return;
  const said = `${nameOf(input)}, which was answered ${name}, NO: ${message}`;
  const writes = writesOf(input, hubspot).filter(
    ({ contact, created }) => created || contact.archivedAt === null || contact.archivedAt > answeredAt,
  );
  expect(writes.length, `writes of ${said}`).toBe(0);
  if (request.operation !== 'upsert' || by !== 'email' || bad || faults.includes('refused whole')) return;
  // It is neither too late nor too early for an upsert, unless its contact goes while it is looked at, again and again.
  const gone = hubspot.contacts
    .flatMap((contact) => (contact.portal === portal ? holdsOf(contact, addressOf(input)) : []))
    .filter(({ until }) => until >= askedAt && until <= answeredAt);
  if (name === 'ContactConflictError') expect(gone.length, `contacts that made way for ${said}`).toBeGreaterThan(0);
  if (name === 'InvalidInputError') expect(gone.length, `contacts that went before ${said}`).toBeGreaterThan(1);
}

/** The contact that is named was addressed, and was gone, or not there yet, at some time while the caller waited. */
function checkArchived(input: Asked, { contact: { id } }: Told, hubspot: SmallHubSpot): void {
  const stored = hubspot.contacts.find((contact) => contact.portal === input.portal && contact.id === id);
  if (stored === undefined) return;
  const { archivedAt, emails } = stored;
  const wasGone = archivedAt !== null && archivedAt <= input.answeredAt;
  expect(wasGone || (emails[0]?.since ?? 0) >= input.askedAt, `${nameOf(input)} archived ${id}`).toBe(true);
  expect(isAddressed(stored, input), `${nameOf(input)} is about ${id}`).toBe(true);
}

/** What was archived was asked for, and not all who asked for it were told that it was not. */
function checkArchives(asked: readonly Asked[], { archivedByCalls }: SmallHubSpot): void {
  for (const contact of archivedByCalls) {
    const askers = asked.filter(
      (each) => each.portal === contact.portal && each.request.operation === 'archive' && isAddressed(contact, each),
    );
    const mayHave = askers.filter(
      ({ answers: [answer] }) => answer !== undefined && ('contact' in answer || answer.applied !== 'NO'),
    );
    expect(mayHave.length, `whose archiving of ${contact.id} it was`).toBeGreaterThan(0);
  }
}

/** Upserts of one email are written in the order in which they were accepted. */
function checkOrder(asked: readonly Asked[], hubspot: SmallHubSpot): void {
  const upserts = asked
    .filter(({ by, request, answers: [answer] }) => {
      return by === 'email' && request.operation === 'upsert' && answer !== undefined && 'contact' in answer;
    })
    .toSorted((a, b) => a.acceptedAs - b.acceptedAs || a.number - b.number);
  const { written } = hubspot;
  for (const line of Map.groupBy(upserts, ({ portal, key }) => `${portal} ${key}`).values()) {
    for (const [place, later] of line.entries()) {
      const earlier = line[place - 1];
      if (earlier === undefined) continue;
      const last = written.findLastIndex(({ value }) => value === valueBy(earlier));
      const first = written.findIndex(({ value }) => value === valueBy(later));
      expect(last, `${nameOf(earlier)} was written before ${nameOf(later)}`).toBeLessThan(first);
    }
  }
}

/** No two writes of a record id are on their way at the same time, whichever operation they come by. */
function checkOneAtATime({ calls }: SmallHubSpot): void {
  const writes = calls.filter(({ endpoint }) => endpoint === 'update' || endpoint === 'archive');
  for (const [place, later] of writes.entries()) {
    const atOnce = writes
      .slice(0, place)
      .filter(({ portal, endedAt }) => portal === later.portal && later.beganAt < endedAt);
    const under = new Set(atOnce.flatMap(({ inputs }) => inputs.map(({ id }) => id)));
    const twice = later.inputs.filter(({ id }) => under.has(id));
    expect(twice, 'contacts that are written twice at once').toEqual([]);
  }
}

/** Where HubSpot works and there is time everybody hears what became of it; and those who are alone with an email succeed. */
function checkCalm(asked: readonly Asked[], { faults, options, outside, giveUpAtMs }: LifecycleSchedule): void {
  const { deadlineMs, rateLimit, queueLimit } = options;
  const plenty = deadlineMs === 30_000 && rateLimit >= 10 && queueLimit === 1000 && giveUpAtMs === null;
  if (!plenty || faults.some((fault) => fault !== 'none')) return;
  for (const input of asked) {
    const { request, portal, by, key, bad, answers } = input;
    const [answer] = answers;
    if (request.cancelAfterMs !== null || answer === undefined) continue;
    const failure = 'contact' in answer ? null : answer;
    expect(failure?.applied, `what is known of ${nameOf(input)}`).not.toBe('UNKNOWN');
    const isArchived = asked.some(
      (other) => other !== input && other.portal === portal && other.request.operation === 'archive',
    );
    const others = outside.filter(({ credential }) => portalOf(credential) === portal).length;
    if (bad || by !== 'email' || isArchived || others > (request.operation === 'upsert' ? 1 : 0)) continue;
    const before = asked.filter((other) => {
      const isSame = other.portal === portal && other.by === 'email' && other.key === key;
      return isSame && (other.acceptedAs - input.acceptedAs || other.number - input.number) < 0;
    });
    const isThere =
      key < FIRST || before.some(({ request, answers: [told] }) => makes(request) && told && 'contact' in told);
    const isFree = key >= FIRST && !before.some((other) => makes(other.request));
    const succeeds = { create: isFree, upsert: true, update: isThere, archive: isThere }[request.operation];
    if (succeeds) expect(failure, `failure of ${nameOf(input)}`).toBeNull();
  }
}

const makes = ({ operation }: ModelRequest): boolean => operation === 'create' || operation === 'upsert';
