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
