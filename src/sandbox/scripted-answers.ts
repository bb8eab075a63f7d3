import type { SandboxAnswer, SandboxRequest } from './rest.ts';

/** Which call a script is for; any call where nothing is said. */
interface Matching {
  readonly match?: { readonly method?: string; readonly path?: string | RegExp };
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

/** Breaks the connection without an answer, or in the middle of it. */
interface Broken extends Matching {
  readonly breakConnection: true | 'half-body';
  readonly applied?: boolean;
}

/** Carries the call out and rewrites the answer: drops results, reorders them, leaves out trace ids. */
interface Rewritten extends Matching {
  readonly transform: (real: SandboxAnswer) => SandboxAnswer;
}

export type ScriptedAnswer = Instead | Broken | Rewritten;

/** Scripts wait in line; each is used for the first call it matches, once. */
export class ScriptedAnswers {
  readonly #waiting: ScriptedAnswer[] = [];

  add(script: ScriptedAnswer): void {
    this.#waiting.push(script);
  }

  take({ method, path }: SandboxRequest): ScriptedAnswer | undefined {
    const index = this.#waiting.findIndex(({ match }) => {
      if (match?.method !== undefined && match.method !== method) return false;
      if (match?.path === undefined) return true;
      return typeof match.path === 'string' ? match.path === path : match.path.test(path);
    });
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
