import { expect, vi } from 'vitest';
import { openAccess } from '../../src/access.ts';
import { createQueueLimit } from '../../src/batching/queue-limit.ts';
import { type Credential, credentialOf } from '../../src/credential.ts';
import type { UpdatedContact } from '../../src/hubspot/contact-update.ts';
import { reportedLimits } from '../../src/hubspot/reported-limits.ts';
import { nobody } from '../../src/observer.ts';
import type { Outcome } from '../../src/outcome.ts';
import { createQuota } from '../../src/rate-limit/quota.ts';
import type { Operation, Schedule } from './schedules.ts';
import { createTruthfulServer, recordOf } from './truthful-server.ts';

const credentials = ['a', 'b', 'c'].map((token) => credentialOf(token) as Credential);

/** An operation with what came of it. */
interface Asked extends Operation {
  readonly number: number;
  /** The order in which it was accepted. */
  acceptedAs: number;
  outcomes: Outcome<UpdatedContact>[];
}

/** Plays a schedule in fake time and compares what callers were told with what the server knows. */
export async function checkSchedule(schedule: Schedule): Promise<void> {
  const { options } = schedule;
  const server = createTruthfulServer({
    timeoutMs: Math.ceil(options.deadlineMs / 2),
    latencyMs: (call) => schedule.latenciesMs[call % schedule.latenciesMs.length] ?? 0,
    fault: (call) => schedule.faults[call] ?? 'none',
    refusing: schedule.refusing,
  });
  const closing = new AbortController();
  const queueLimit = createQueueLimit(options.queueLimit);
  const openQuota = () => createQuota({ limit: options.rateLimit, intervalMs: options.rateLimitIntervalMs });
  const access = credentials.map((credential) => {
    const opened = openAccess(
      async (by, request) => {
        const answer = await server.call(by, request);
        opened.quota.observe(reportedLimits(answer));
        return answer;
      },
      credential,
      {
        ...options,
        openQuota,
        queueShare: queueLimit.share,
        emailCacheMs: 0,
        closing: closing.signal,
        observers: { updates: nobody, reads: nobody },
      },
    );
    return opened;
  });

  const asked = schedule.operations.map(
    (operation, number): Asked => ({ ...operation, number, acceptedAs: -1, outcomes: [] }),
  );
  let accepted = 0;
  for (const operation of asked) setTimeout(() => ask(operation), operation.atMs);

  function ask(operation: Asked): void {
    const gone = new AbortController();
    if (operation.cancelAfterMs !== null) setTimeout(() => gone.abort(), operation.cancelAfterMs);
    operation.acceptedAs = accepted++;
    void access[operation.credential]?.updates.load(updateOf(operation), { signal: gone.signal }).then((outcome) => {
      operation.outcomes.push(outcome);
    });
  }

  await vi.advanceTimersByTimeAsync(4_000);
  for (let rounds = 0; rounds < 40 && access.some(({ updates }) => updates.pending > 0); rounds += 1) {
    await vi.advanceTimersByTimeAsync(10_000);
  }

  checkAnswers(asked, server);
  checkBlame(asked, schedule);
  checkOrder(asked, server);
  checkAliases(server);
  checkCalls(schedule, server);
  expect(access.map(({ updates }) => updates.pending)).toEqual([0, 0, 0]);
}

type Server = ReturnType<typeof createTruthfulServer>;

/** Each operation writes a value of its own, by which the truth is read. */
const valueWritten = ({ kind, number }: Operation & { number: number }) =>
  `${kind === 'append' ? ';' : ''}op-${number}`;

const updateOf = (operation: Asked) => ({
  id: operation.byAlias ? `code-${operation.contact}` : String(operation.contact),
  idProperty: operation.byAlias ? 'code' : null,
  properties: {
    value: valueWritten(operation),
    ...(operation.kind === 'bad' ? { bad: 'x' } : {}),
    ...(operation.padding > 0 ? { padding: 'x'.repeat(operation.padding) } : {}),
  },
  onBatch: () => {},
});

const truthOf = (operation: Asked, { written }: Server): number => {
  const log = written.get(`${credentials[operation.credential]?.id}/${operation.contact}`) ?? [];
  return log.filter((value) => value === valueWritten(operation)).length;
};

/** One answer each; success only when it was written, NO only when it was not; an append at most once. */
function checkAnswers(asked: readonly Asked[], server: Server): void {
  for (const operation of asked) {
    const times = truthOf(operation, server);
    const [outcome] = operation.outcomes;
    expect(operation.outcomes, `answers to ${operation.number}`).toHaveLength(1);
    if (outcome?.ok) {
      expect(times, `writes of the successful ${operation.number}`).toBeGreaterThan(0);
      expect(outcome.value.id).toBe(recordOf(String(operation.contact)));
    } else if (outcome?.error.applied === 'NO') {
      expect(times, `writes of ${operation.number}, which was answered NO: ${outcome.error.message}`).toBe(0);
    }
    if (operation.kind === 'append') expect(times, `writes of the append ${operation.number}`).toBeLessThanOrEqual(1);
  }
}

const BLAMING = ['InvalidPropertiesError', 'InvalidInputError'];

/** Nobody is blamed for the bad input of another, and no bad input passes. */
function checkBlame(asked: readonly Asked[], { faults }: Schedule): void {
  const refusesAtRandom = faults.includes('opaque 400');
  for (const { number, kind, outcomes } of asked) {
    const [outcome] = outcomes;
    if (kind === 'bad') expect(outcome?.ok, `success of the bad ${number}`).toBe(false);
    else if (outcome?.ok === false && !refusesAtRandom) {
      expect(BLAMING, `blame for the good ${number}`).not.toContain(outcome.error.name);
    }
  }
}

/** Per contact and key, writes come in the order of acceptance; only a repeated attempt stands twice, side by side. */
function checkOrder(asked: readonly Asked[], { written }: Server): void {
  const byValue = new Map(asked.map((operation) => [`${operation.credential} ${valueWritten(operation)}`, operation]));
  for (const [index, credential] of credentials.entries()) {
    for (let contact = 0; contact < 6; contact += 1) {
      const log = written.get(`${credential.id}/${contact}`) ?? [];
      for (const byAlias of [false, true]) {
        const order = log
          .map((value) => byValue.get(`${index} ${value}`))
          .filter((operation) => operation?.byAlias === byAlias)
          .map((operation) => operation?.acceptedAs ?? -1);
        expect(order, `order of the writes to contact ${contact}`).toEqual(order.toSorted((a, b) => a - b));
      }
    }
  }
}

/** Two inputs of one call that turn out to be one record are written in the order in which they stood there. */
function checkAliases({ calls, written }: Server): void {
  for (const { credential, inputs } of calls) {
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
  for (const { inputs, bytes } of calls) {
    expect(inputs.length).toBeLessThanOrEqual(options.batchMaxSize);
    if (inputs.length > 1) expect(bytes).toBeLessThanOrEqual(options.maxBatchBytes);
    expect(new Set(inputs.map(({ id }) => id)).size, 'contacts of a call').toBe(inputs.length);
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
