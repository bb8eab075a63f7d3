/** What the benchmark's processes tell each other. */

/** A load of single or several updates, each request a mutation. */
export interface Load {
  readonly url: string;
  /** Clients, each with a connection and contacts of its own. */
  readonly clients: number;
  readonly seconds: number;
  /** Requests per second, whatever the answers do; null: each client sends the next when it has an answer. */
  readonly perSecond: number | null;
  /** They come at random, as those of people do, and all of them are waited for; otherwise at a steady rate. */
  readonly random: boolean;
  /** One more property is selected than is written, so that the gateway has to read it back. */
  readonly readBack: boolean;
  readonly inputsPerRequest: number;
  /** Every so many-th input has a value that HubSpot refuses; 0: none. */
  readonly badEvery: number;
  /** Credentials that the clients take turns with. */
  readonly credentials: number;
  /** Record ids to choose from. */
  readonly ids: readonly string[];
  /** Of one contact, first: requests for the hot contact among the others. */
  readonly hot: number;
  /** Requests in all; null: as many as the time allows. */
  readonly requests: number | null;
  /** To HubSpot itself instead of a gateway. */
  readonly direct: boolean;
}

/** What came of a load. */
export interface LoadResult {
  readonly seconds: number;
  /** Inputs answered, by the type of the answer. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of each request, in ms, in ascending order. */
  readonly times: readonly number[];
  /** CPU of the loading process, in s. */
  readonly cpuSeconds: number;
}

/** What the sandbox's process is told; it answers with its state. */
export interface SandboxQuestion {
  /** Time before each answer from now on. */
  readonly latencyMs?: number;
  /** Begins afresh, with so many calls in 10 s; null: with no such limit. */
  readonly quota?: number | null;
}

export interface SandboxState {
  readonly url: string;
  readonly ids: readonly string[];
  /** Calls answered since it began. */
  readonly calls: number;
  /** Of these, those answered 429. */
  readonly tooMany: number;
}
