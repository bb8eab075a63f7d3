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

/** Behaviours of HubSpot that are not known for sure: a front end can be tried with either. */
export interface Switches {
  /**
   * What a value that cannot be written does to a batch update whose inputs all have trace ids: `item` (207, an error for
   * that input; documented for create, probed for upsert) or `batch` (400 for all; recorded without trace ids).
   */
  invalidValues: 'item' | 'batch';
  /** Whether results of a batch update repeat the trace ids (probed for upsert, not recorded for update). */
  echoTraceIds: boolean;
  /** Whether a batch update takes `idProperty: "email"`: documented, and recorded otherwise. */
  emailUpdates: 'refused' | 'accepted';
}

export const USUAL: Readonly<Switches> = { invalidValues: 'item', echoTraceIds: true, emailUpdates: 'refused' };

/** Puts a list into an order that means nothing. */
export type Shuffle = <T>(items: readonly T[]) => T[];
