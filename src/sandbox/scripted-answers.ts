/** Answers other than the usual: those that a test scripts, and faults that are set by name. */
import { z } from 'zod';
import { dailyLimit, expiredToken, secondlyLimit, tenSecondlyLimit } from './access-tokens.ts';
import { errorAnswer, internalError } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';

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

/** Answers this, or breaks the connection without an answer or in the middle of it. */
type Instead = (
  | (Omit<SandboxAnswer, 'body'> & { readonly body?: unknown })
  | { readonly breakConnection: true | 'half-body' }
) & {
  /** Carries the call out first, as when an edge fails after the write. */
  readonly applied?: boolean;
};

/** Carries the call out and rewrites the answer: drops results, reorders them, leaves out trace ids. */
interface Rewritten {
  readonly transform: (real: SandboxAnswer) => SandboxAnswer;
}

export type ScriptedAnswer = Matching & (Instead | Rewritten);

/** Scripts wait in line; a call is answered by the first that matches it. */
export class ScriptedAnswers {
  #waiting: { readonly script: ScriptedAnswer; left: number }[] = [];

  add(script: ScriptedAnswer): void {
    this.#waiting.push({ script, left: script.times ?? 1 });
  }

  /** `byPath`: only a script that names a path. */
  take(request: SandboxRequest, byPath = false): ScriptedAnswer | undefined {
    const now = Date.now();
    this.#waiting = this.#waiting.filter(({ script, left }) => left > 0 && now < (script.until ?? Infinity));
    const waiting = this.#waiting.find(
      ({ script }) => fits(script, request) && (!byPath || script.match?.path !== undefined),
    );
    if (waiting !== undefined) waiting.left -= 1;
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
  'expired-token': () => expiredToken(Date.now()),
  'missing-scopes': () => missingScopes(),
  // Documented: too many writes at once, for about two seconds. The body is inferred.
  locked: () => errorAnswer(423, 'The resource is locked; wait at least 2 seconds before trying again.'),
  'ten-secondly-limit': tenSecondlyLimit,
  'secondly-limit': secondlyLimit,
  'daily-limit': dailyLimit,
  // Documented: the account moves to another data centre. The body is inferred.
  moving: () => errorAnswer(477, 'This account is being migrated between data centers.', {}, { 'retry-after': '60' }),
  'internal-error': internalError,
  'bad-gateway': () => edgePage(502, 'Bad Gateway'),
  unavailable: () => edgePage(503, 'Service Temporarily Unavailable'),
  'timeout-after-write': () => ({ ...edgePage(524, 'A timeout occurred'), applied: true }),
  'no-answer': () => ({ breakConnection: true }),
  'no-answer-after-write': () => ({ breakConnection: true, applied: true }),
  'half-a-body': () => ({ breakConnection: 'half-body', applied: true }),
  'left-out': () => ({ transform: withoutResults }),
  slow: () => ({ transform: (real) => real, delayMs: 5_000 }),
};

/** Documented; the names of its keys are recorded. */
const missingScopes = () =>
  errorAnswer(
    403,
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: ['crm.objects.contacts.write'] },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      category: 'MISSING_SCOPES',
    },
  );

/** Inferred: what stands in front of HubSpot answers with pages, not with JSON. */
const edgePage = (status: number, title: string): SandboxAnswer => ({
  status,
  body: `<html>\n<head><title>${status} ${title}</title></head>\n<body><center><h1>${status} ${title}</h1></center><hr><center>cloudflare</center></body>\n</html>\n`,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
});

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
  if (method === 'DELETE') scripts.clear();
  if (method !== 'POST') return { status: 200, body: { faults: names } };
  const { data, error } = faultRequest.safeParse(body);
  if (data === undefined) return errorAnswer(400, z.prettifyError(error));
  const { fault, seconds, path } = data;
  const script = FAULTS[fault]?.();
  if (script === undefined) throw new Error(`There is no fault ${fault}.`);
  scripts.add({
    ...script,
    // For some seconds means: for any number of calls.
    times: data.times ?? (seconds === undefined ? 1 : Infinity),
    until: Date.now() + (seconds ?? Infinity) * 1000,
    match: path === undefined ? {} : { path },
  });
  return { status: 201, body: data };
}
