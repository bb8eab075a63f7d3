import type { Portal } from './portal.ts';
import type { Shuffle } from './shuffle.ts';
import type { Switches } from './switches.ts';

/** A REST request as the sandbox's handlers see it. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; the text itself when it is not JSON. */
  readonly body: unknown;
}

export interface SandboxAnswer {
  readonly status: number;
  /** An object is sent as JSON, a string as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What its headers tell about the limits, where that is not the usual. */
  readonly limitHeaders?: (usual: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

/** Who calls: a private app, or an OAuth app with a token that the sandbox issued. */
export interface Caller {
  readonly privateApp: boolean;
}

/** What handlers need to carry out a request. */
export interface SandboxContext {
  readonly portal: Portal;
  readonly shuffle: Shuffle;
  readonly switches: Readonly<Switches>;
  /** `v3`, `2026-03`, `2026-09`. */
  readonly apiVersion: string;
  /** When the request came. */
  readonly nowMs: number;
}
