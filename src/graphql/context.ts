import type { Batcher, Caller } from '../batching/batcher.ts';
import type { ListOrder } from '../batching/list-order.ts';
import type { Credential } from '../credential.ts';
import type { ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import type { MergedIds } from '../hubspot/merged-ids.ts';
import type { ContactRead } from '../hubspot/read-contacts.ts';
import type { UniqueKeys } from '../hubspot/unique-keys.ts';
import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import type { Origin } from '../observer.ts';
import type { AnswerLimit } from './answer-limit.ts';
import type { WaitingCaller } from './by-record-id.ts';

/** What resolvers are given: who is calling, and the ways to HubSpot. */
export interface GatewayContext {
  /** Throws a GraphQL error (UNAUTHENTICATED, HTTP 401) when the request says not who is calling. */
  readonly credential: () => Credential;
  /** The request that the operation came with. */
  readonly origin: Origin;
  /** How many of so many inputs the caller may send now: the first ones go on, the rest may come later. */
  readonly admit: (inputs: number) => Promise<Admission>;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  readonly accessOf: (credential: Credential) => ContactAccess;
  readonly readDefinitions: (credential: Credential, caller?: Caller) => Promise<readonly PropertyDefinition[]>;
  /** What the answers to the request may hold. */
  readonly answer: AnswerLimit;
  /** Told of failures that the caller is shown only in masked form. */
  readonly reportBug: (error: unknown) => void;
  /** Told of each mutation that is carried out. */
  readonly watchMutation: (inputs: number) => MutationWatch;
}

/** Watches one mutation. */
export interface MutationWatch {
  /** What its inputs bring along on their way. */
  readonly origin: Origin;
  /** Told in the end: for each answer, the name of its type. */
  answered(types: readonly string[]): void;
}

/** What a limit leaves of a list of inputs. */
export interface Admission {
  readonly inputs: number;
  /** When the rest may come. */
  readonly retryAfterMs: number;
}

/** The ways to the contacts of one credential. */
export interface ContactAccess {
  readonly updates: Batcher<ContactUpdate, UpdatedContact>;
  readonly contacts: ContactReader;
  /**
   * The record id of the contact that has the value of a unique property, or the email, now; null where there is none. Asks
   * HubSpot each time, together with others who ask at the same time.
   */
  readonly lookUp: (idProperty: string, value: string, caller: WaitingCaller) => Promise<string | null>;
  /** Of lists that wait for the same look-ups. */
  readonly lookUpOrder: ListOrder;
  readonly mergedIds: MergedIds;
  readonly uniqueKeys: UniqueKeys;
}

/** Reads contacts; reads of concurrent requests share calls. */
export interface ContactReader {
  /**
   * The contact, or null where there is none. `idProperty`: the unique property that `read.id` is a value of, or null
   * when it is a record id. Rejects with a `WriteError` when HubSpot cannot be read.
   */
  load(idProperty: string | null, read: ContactRead, caller?: Caller): Promise<ContactRecord | null>;
}
