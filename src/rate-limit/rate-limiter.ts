/** What a call is for. What finishes a write goes before new writes; those go before reads that were asked a moment earlier. */
export type Urgency = 'finish' | 'write' | 'read';

/** How much later, or earlier, than asked a call counts as asked, in ms. So nothing waits for ever behind what is more urgent. */
const HANDICAP_MS: Readonly<Record<Urgency, number>> = { finish: -1_000, write: 0, read: 100 };

/** A call that is to leave. */
export interface Departure {
  readonly urgency: Urgency;
  /** Since when its oldest input waits, on the clock of `performance.now()`. */
  since(): number;
  /** Whether it has room for more inputs. Only such a call waits for its turn when the quota is spent evenly. */
  hasRoom(): boolean;
  /** When it waits for more inputs no longer, on the clock of `performance.now()`: they are not worth its deadline. */
  until?(): number;
  /** Whether there is still something to send. If not, it is dropped and takes no token. */
  isWanted(): boolean;
  /** It leaves now, and its token is taken. */
  leave(token: Token): void;
  /** There was nothing to send any more. */
  dropped?(): void;
}

/** The right to make one call. One of the two is to be called, once. */
export interface Token {
  /** The call was answered, or failed: the token comes back one interval from now. */
  answered(): void;
  /** No call was made: the token is back at once. */
  unused(): void;
}

/** What the answer to a call says about the quota. A field is missing where the answer does not say. */
export interface ReportedLimits {
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  readonly intervalMs?: number | undefined;
}

/** What may leave: now, or `waitMs` from now. Without a token none is left, and asking again makes sense after `waitMs`. */
export interface Taken {
  readonly token: Token | null;
  readonly waitMs: number;
}

/** The tokens of one credential: as many as calls are allowed in any interval. */
export interface Tokens {
  /** `paced`: the call would rather wait than take more than its share of what is left. */
  take(paced: boolean): Taken | Promise<Taken>;
  /** A call leaves, whose turn is or was at this time, on the clock of `performance.now()`. */
  departed(at: number): void;
  /** Corrects the count by what an answer reports: others may use the same quota. */
  observe(reported: ReportedLimits): void;
  /** The share that is left, from 0 to 1, as far as it is known here. */
  readonly left: number;
  /** How long a new call would wait if so many calls left before it, in ms; a guess. */
  waitMs(callsBefore: number): number;
  /** No call is under way, and all tokens are back. */
  readonly idle: boolean;
  close(): Promise<void>;
}

/** Lets the calls of one credential leave: within the quota, evenly, and the most urgent first. */
export interface RateLimiter extends Pick<Tokens, 'observe' | 'left' | 'idle' | 'close' | 'waitMs'> {
  ask(departure: Departure): void;
  /** Looks again, because what a departure says of itself has changed. */
  again(): void;
  cancel(departure: Departure): void;
}

/** `open` makes the tokens; it is given what they call when more of them may be there than they have said. */
export function createRateLimiter(open: (onChange: () => void) => Tokens): RateLimiter {
  const asked = new Set<Departure>();
  /** A token that is taken, and when its call may leave: whichever is the most urgent then. */
  let held: { readonly token: Token; readonly departAt: number } | null = null;
  let taking = false;
  let emptyUntil = 0;
  let alarm: NodeJS.Timeout | undefined;
  const tokens = open(() => {
    emptyUntil = 0;
    next();
  });

  const waitsForMore = (departure: Departure): boolean =>
    departure.hasRoom() && performance.now() < (departure.until?.() ?? Number.POSITIVE_INFINITY);

  /** The one whose turn it is, of those that wait for more inputs, or of those that do not. */
  function first(waiting: boolean): Departure | undefined {
    let best: Departure | undefined;
    let bestAt = Number.POSITIVE_INFINITY;
    for (const departure of asked) {
      if (waitsForMore(departure) !== waiting) continue;
      const at = departure.since() + HANDICAP_MS[departure.urgency];
      if (at < bestAt || best === undefined) [best, bestAt] = [departure, at];
    }
    return best;
  }

  function dropUnwanted(): void {
    for (const departure of asked) {
      if (departure.isWanted()) continue;
      asked.delete(departure);
      departure.dropped?.();
    }
  }

  function next(): void {
    clearTimeout(alarm);
    while (!taking && step());
  }

  /** Lets one leave, or takes a token for it. Returns whether there is more to do now. */
  function step(): boolean {
    dropUnwanted();
    if (asked.size === 0) {
      giveBack();
      return false;
    }
    const [ready, patient] = [first(false), first(true)];
    const now = performance.now();
    const isEmpty = emptyUntil > now;
    // What is held is for a call that waits for more inputs, as long as there is one; others take the next token.
    if (held === null || (ready !== undefined && patient !== undefined && !isEmpty)) {
      if (isEmpty) wake(emptyUntil);
      else take(ready === undefined);
      return !isEmpty;
    }
    const { token, departAt } = held;
    const departure = ready ?? (departAt <= now ? patient : undefined);
    if (departure === undefined) {
      wake(departAt);
      return false;
    }
    held = null;
    // One that has become full before its turn has had its turn.
    leave(departure, token, Math.max(departAt, now));
    return true;
  }

  /** `at`: when its turn is or was. */
  function leave(departure: Departure, token: Token, at: number): void {
    asked.delete(departure);
    tokens.departed(at);
    departure.leave(token);
  }

  /** `paced`: for a call that waits for more inputs; otherwise for one that leaves at once, whatever else is held. */
  function take(paced: boolean): void {
    const taken = tokens.take(paced);
    if (!(taken instanceof Promise)) {
      took(taken, paced);
      return;
    }
    taking = true;
    void taken.then((answer) => {
      taking = false;
      took(answer, paced);
      next();
    });
  }

  function took({ token, waitMs }: Taken, paced: boolean): void {
    const at = performance.now() + waitMs;
    const ready = paced ? undefined : first(false);
    if (token === null) emptyUntil = at;
    else if (held === null) held = { token, departAt: at };
    else if (ready === undefined) token.unused();
    else leave(ready, token, performance.now());
  }

  function giveBack(): void {
    const token = held?.token;
    held = null;
    token?.unused();
  }

  /** Timers count whole milliseconds, and an early one would look again in vain. */
  function wake(at: number): void {
    clearTimeout(alarm);
    const until = [...asked].map((departure) => departure.until?.() ?? Number.POSITIVE_INFINITY);
    const now = performance.now();
    const waitMs = Math.min(at, ...until.filter((time) => time > now)) - now;
    if (waitMs < Number.POSITIVE_INFINITY) alarm = setTimeout(next, Math.max(0, Math.ceil(waitMs))).unref();
  }

  return {
    ask(departure) {
      asked.add(departure);
      next();
    },
    again: next,
    cancel(departure) {
      if (asked.delete(departure)) next();
    },
    observe: tokens.observe,
    waitMs: (callsBefore) => tokens.waitMs(callsBefore),
    get left() {
      return tokens.left;
    },
    get idle() {
      return asked.size === 0 && tokens.idle;
    },
    close() {
      clearTimeout(alarm);
      giveBack();
      return tokens.close();
    },
  };
}
