import type { ContactAccess } from '../contacts/access.ts';
import type { Credential } from '../credential.ts';
import type { RequestRef } from '../observer.ts';
import type { AnswerLimit } from './answer-limit.ts';

/** What resolvers are given: who is calling, and the ways to HubSpot. */
export interface GatewayContext {
  /** Throws a GraphQL error (UNAUTHENTICATED, HTTP 401) when the request does not say who is calling. */
  readonly credential: () => Credential;
  /** The request that the operation came with. */
  readonly request: RequestRef;
  /** How many of so many inputs the caller may send now: the first ones go on, the rest may come later. */
  readonly admit: (inputs: number) => Promise<Admission>;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  readonly accessOf: (credential: Credential) => ContactAccess;
  /** What the answers to the request may hold. */
  readonly answer: AnswerLimit;
  /** Told of failures that the caller is shown only in masked form. */
  readonly reportBug: (error: unknown) => void;
  /** Told of each mutation that is carried out. */
  readonly watchMutation: (name: string, inputs: number) => MutationWatch;
}

/** Watches one mutation. */
export interface MutationWatch {
  /** What its inputs bring along on their way. */
  readonly request: RequestRef;
  /** Told in the end: for each answer, the name of its type. */
  answered(types: readonly string[]): void;
}

/** What a limit leaves of a list of inputs. */
export interface Admission {
  readonly inputs: number;
  /** When the rest may come. */
  readonly retryAfterMs: number;
}
