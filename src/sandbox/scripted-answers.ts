import { z } from 'zod';
import * as refusals from './call-refusals.ts';
import { errorAnswer } from './error-bodies.ts';
import type { Caller, SandboxAnswer, SandboxRequest } from './rest.ts';

/** Which call a script is for; any call where nothing is said. */
interface Matching {
  readonly match?: {
    readonly method?: string;
    readonly path?: string | RegExp;
    readonly body?: (body: unknown) => boolean;
  };
  /** For how many calls. Default 1. */
  readonly times?: number;
  /** From when on it is not used any more, in epoch ms. Default: never. */
  readonly until?: number;
  /** Waits this long before the answer, in ms. */
  readonly delayMs?: number;
}

/** Answers this. `applied`: carries the call out first, as when an edge fails after the write. */
interface Instead extends Matching {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly applied?: boolean;
}

/** The same, with an answer that is made for each call anew: it has a correlation id of its own. */
interface Made extends Matching {
  readonly answer: (caller: Caller) => SandboxAnswer;
  readonly applied?: boolean;
}

/** Breaks the connection without an answer, or in the middle of it. */
interface Broken extends Matching {
  readonly breakConnection: true | 'half-body';
  readonly applied?: boolean;
}

/** Carries the call out and rewrites the answer: drops results, reorders them, leaves out trace ids. */
interface Rewritten extends Matching {
  readonly transform: (real: SandboxAnswer) => SandboxAnswer;
}

export type ScriptedAnswer = Instead | Made | Broken | Rewritten;

/** Scripts wait in line; a call is answered by the first that matches it. */
export class ScriptedAnswers {
  #waiting: { readonly script: ScriptedAnswer; left: number }[] = [];

  add(script: ScriptedAnswer): void {
    this.#waiting.push({ script, left: script.times ?? 1 });
  }

  take(request: SandboxRequest): ScriptedAnswer | undefined {
    const now = Date.now();
    const waiting = this.#waiting.find(({ script }) => now < (script.until ?? Infinity) && fits(script, request));
    if (waiting !== undefined) waiting.left -= 1;
    if (this.#waiting.length > 0) {
      this.#waiting = this.#waiting.filter(({ script, left }) => left > 0 && now < (script.until ?? Infinity));
    }
    return waiting?.script;
  }

  clear(): void {
    this.#waiting = [];
  }
}

function fits({ match }: ScriptedAnswer, { method, path, body }: SandboxRequest): boolean {
  if (match?.method !== undefined && match.method !== method) return false;
  if (match?.body?.(body) === false) return false;
  if (match?.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === path : match.path.test(path);
}

/** What can go wrong with HubSpot, by name: to be tried with one line of curl. */
const FAULTS: Readonly<Record<string, () => ScriptedAnswer>> = {
  'expired-token': () => {
    const expiredAtMs = Date.now();
    return { answer: () => refusals.expiredToken(expiredAtMs) };
  },
  'missing-scopes': () => ({ answer: refusals.missingScopes }),
  locked: () => ({ answer: refusals.locked }),
  'ten-secondly-limit': () => ({ answer: refusals.tenSecondlyLimit }),
  'secondly-limit': () => ({ answer: refusals.secondlyLimit }),
  'daily-limit': () => ({ answer: refusals.dailyLimit }),
  moving: () => ({ answer: refusals.moving }),
  'internal-error': () => ({ answer: refusals.internalError }),
  'bad-gateway': () => refusals.edgePage(502, 'Bad Gateway'),
  unavailable: () => refusals.edgePage(503, 'Service Temporarily Unavailable'),
  'timeout-after-write': () => ({ ...refusals.edgePage(524, 'A timeout occurred'), applied: true }),
  'no-answer': () => ({ breakConnection: true }),
  'no-answer-after-write': () => ({ breakConnection: true, applied: true }),
  'half-a-body': () => ({ breakConnection: 'half-body', applied: true }),
  'left-out': () => ({ transform: withoutResults }),
  slow: () => ({ transform: (real) => real, delayMs: 5_000 }),
};

/** Recorded for merged contacts: they are missing from an answer that says nothing about them. */
const withoutResults = ({ body, ...answer }: SandboxAnswer): SandboxAnswer => ({
  ...answer,
  body: typeof body === 'object' && body !== null && 'results' in body ? { ...body, results: [] } : body,
});

const names = Object.keys(FAULTS);

const faultRequest = z.strictObject({
  fault: z.enum(names, { error: `must be one of ${names.join(', ')}` }),
  times: z.int().min(1).max(1_000_000).optional(),
  seconds: z.number().positive().max(86_400).optional(),
  path: z.string().optional(),
});

/** `POST /sandbox/faults`: for the next calls, or for some seconds, HubSpot fails in this way. `DELETE`: not any more. */
export function answerFaults(scripts: ScriptedAnswers, { method, body }: SandboxRequest): SandboxAnswer {
  if (method === 'GET') return { status: 200, body: { faults: names } };
  if (method === 'DELETE') {
    scripts.clear();
    return { status: 200, body: { faults: names } };
  }
  if (method !== 'POST') return errorAnswer(405, 'Use GET, POST or DELETE.');
  const { data, error } = faultRequest.safeParse(body);
  if (data === undefined) return errorAnswer(400, z.prettifyError(error));
  scripts.add(scriptOf(data));
  return { status: 201, body: data };
}

function scriptOf({ fault, times, seconds, path }: z.infer<typeof faultRequest>): ScriptedAnswer {
  const script = FAULTS[fault]?.();
  if (script === undefined) throw new Error(`There is no fault ${fault}.`);
  return {
    ...script,
    // For some seconds means: for any number of calls.
    times: times ?? (seconds === undefined ? 1 : Infinity),
    ...(seconds === undefined ? {} : { until: Date.now() + seconds * 1000 }),
    ...(path === undefined ? {} : { match: { path } }),
  };
}
