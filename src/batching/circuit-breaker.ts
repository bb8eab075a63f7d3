import { failed, type Pause, pauseForAll, type SendBatch, WriteError } from '../outcome.ts';
import type { Ticket } from './ticket.ts';

/** So many batches that have no input in common must fail in a row to open the circuit. */
const FAILURES = 2;
/** How long after it opened the first batch probes, in ms; the wait doubles with each probe that fails. */
const FIRST_PROBE_MS = 1_000;
const LONGEST_PROBE_MS = 5_000;
/** Keys that are remembered because their inputs fail while others are answered. */
const MAX_BAD_KEYS = 1_000;

type AnyTicket = Pick<Ticket<unknown, unknown>, 'keys' | 'attempts' | 'decided' | 'expiresAt' | 'outcome' | 'decide'>;
type Tickets = readonly AnyTicket[];

/**
 * Holds batches back while the other side is down: nothing is sent but one batch at a time, to find out whether it is up
 * again. Meanwhile the inputs lose nothing but time, and can be withdrawn. A pause that the other side asks for is kept in
 * the same way; who has not the time for it is told at once what was said.
 */
export function breaker<In, Out>(
  circuit: Circuit,
  send: SendBatch<Ticket<In, Out>, Out>,
): SendBatch<Ticket<In, Out>, Out> {
  return async (tickets) => {
    // At once where nothing is in the way: whoever sends counts on it that the token is taken before the next batch leaves.
    const turn = circuit.isOpen ? await circuit.turn(tickets as Tickets) : 'usual';
    const before = attemptsOf(tickets as Tickets);
    const ended = (error: unknown) => {
      const nothingSent = error === null && tickets.length > 0 && attemptsOf(tickets as Tickets) === before;
      circuit.ended(tickets as Tickets, { error, nothingSent, isProbe: turn === 'probe' });
    };
    try {
      const outcomes = await send(tickets);
      ended(null);
      return outcomes;
    } catch (error) {
      ended(error);
      throw error;
    }
  };
}

const attemptsOf = (tickets: Tickets): number => tickets.reduce((sum, { attempts }) => sum + attempts, 0);

interface End {
  /** What was thrown, or null. */
  readonly error: unknown;
  /** None of the inputs was to be sent any more. */
  readonly nothingSent: boolean;
  readonly isProbe: boolean;
}

export type Circuit = ReturnType<typeof createCircuit>;

/** What is known of the other side, for one credential. */
export function createCircuit() {
  /** Batches that have failed since the last answer, no two of them with an input in common: evidence of an outage. */
  let failing: ReadonlySet<AnyTicket>[] = [];
  /** All that was in them, and whether they may all be parts of one batch. */
  let suspects = new Set<AnyTicket>();
  let fromOne = false;
  /** They failed, and others were answered then: when they fail again that is no evidence. */
  const badInputs = new WeakSet<AnyTicket>();
  const badKeys = new Set<string>();
  let succeededAt = Number.NEGATIVE_INFINITY;
  /** When the next batch may probe; null while the circuit is closed. */
  let probeAt: number | null = null;
  /** Whether that time has come, and nobody probes yet. */
  let probeDue = false;
  /** Whether somebody who has nothing to do with the failures may be sent at once, to tell one bad batch from an outage. */
  let secondOpinion = false;
  let waitMs = FIRST_PROBE_MS;
  let pause: { readonly error: WriteError; readonly resend: Pause; readonly since: number } | null = null;
  let waiting: { readonly resume: () => void; readonly tried: boolean }[] = [];
  let alarm: NodeJS.Timeout | undefined;

  /** What was not sent so far comes first, for what failed before may be to blame itself. */
  function wake(): void {
    const woken = waiting.toSorted((a, b) => Number(a.tried) - Number(b.tried));
    waiting = [];
    for (const { resume } of woken) resume();
  }

  function letOneProbe(): void {
    probeDue = true;
    wake();
  }

  function open(forMs: number): void {
    probeAt = performance.now() + forMs;
    probeDue = false;
    clearTimeout(alarm);
    alarm = setTimeout(letOneProbe, forMs).unref();
    // Some may not have the time to wait for so long.
    wake();
  }

  const isBad = (ticket: AnyTicket) => badInputs.has(ticket) || ticket.keys.some((key) => badKeys.has(key));

  /** Whoever failed until now was not to blame an outage for it; whoever was carried out is not bad. */
  function tellApart(carriedOut: Tickets): void {
    if (badKeys.size > MAX_BAD_KEYS) badKeys.clear();
    for (const ticket of suspects) {
      badInputs.add(ticket);
      for (const key of ticket.keys) badKeys.add(key);
    }
    for (const ticket of carriedOut) {
      badInputs.delete(ticket);
      for (const key of ticket.keys) badKeys.delete(key);
    }
    failing = [];
    suspects = new Set();
  }

  function answered(tickets: Tickets, { error, isProbe }: End): void {
    if (error === null) succeededAt = performance.now();
    tellApart(error === null ? tickets : []);
    // What was sent before a pause was asked for says nothing of its end.
    if (pause !== null && !isProbe) return;
    pause = null;
    probeAt = null;
    waitMs = FIRST_PROBE_MS;
    clearTimeout(alarm);
    wake();
  }

  const isSuspect = (ticket: AnyTicket) => suspects.has(ticket);

  /** Failures of one batch count once, in whatever parts it is sent: the reason may lie in one of its inputs. */
  function noteFailure(tickets: Tickets): void {
    // An empty batch may be refused for being empty.
    if (tickets.every(isBad)) return;
    fromOne = failing.length === 0 || (fromOne && tickets.some(isSuspect));
    for (const ticket of tickets) suspects.add(ticket);
    const known = failing.findIndex((batch) => tickets.some((ticket) => batch.has(ticket)));
    failing[known === -1 ? failing.length : known] = new Set(tickets);
  }

  function failedAsInOutage(tickets: Tickets, isProbe: boolean): void {
    if (probeAt === null) noteFailure(tickets);
    if (probeAt === null ? failing.length < FAILURES : !isProbe) return;
    pause = null;
    secondOpinion = fromOne && !isProbe;
    open(waitMs);
    waitMs = Math.min(LONGEST_PROBE_MS, waitMs * 2);
  }

  function tellThoseWithoutTime(tickets: Tickets): void {
    if (pause === null || probeAt === null) return;
    const error = pause.error.unsent().later(performance.now() - pause.since);
    for (const ticket of tickets) {
      if (pause.resend.tellNow === true || ticket.expiresAt <= probeAt) ticket.decide(failed(error));
    }
  }

  return {
    /** Whether batches wait. */
    get isOpen() {
      return probeAt !== null;
    },
    /** Whether they wait because the other side fails, and not for a pause that it asked for. */
    get isOutage() {
      return probeAt !== null && pause === null;
    },
    /** When a batch was last carried out, on the clock of `performance.now()`. */
    get succeededAt() {
      return succeededAt;
    },
    /** Waits until a batch may be sent, or none of its inputs is to be sent any more. */
    async turn(tickets: Tickets): Promise<'usual' | 'probe'> {
      for (;;) {
        if (probeAt === null) return 'usual';
        if (probeDue) {
          probeDue = false;
          return 'probe';
        }
        if (secondOpinion && tickets.length > 0 && !tickets.some(isSuspect)) {
          secondOpinion = false;
          return 'usual';
        }
        tellThoseWithoutTime(tickets);
        if (tickets.length > 0 && tickets.every(({ decided }) => decided !== null)) return 'usual';
        const woken = new Promise<void>((resume) => waiting.push({ resume, tried: attemptsOf(tickets) > 0 }));
        const decided = tickets.length > 0 ? [Promise.allSettled(tickets.map(({ outcome }) => outcome))] : [];
        await Promise.race([woken, ...decided]);
      }
    },
    ended(tickets: Tickets, end: End): void {
      const { error, nothingSent, isProbe } = end;
      const asked = pauseForAll(error);
      if (error instanceof WriteError && error.resend === 'backoff') failedAsInOutage(tickets, isProbe);
      else if (asked !== null) {
        secondOpinion = false;
        pause = { error: error as WriteError, resend: asked, since: performance.now() };
        open(asked.afterMs);
      } else if (!nothingSent) answered(tickets, end);
      else if (isProbe) letOneProbe();
    },
  };
}
