import type { Batcher } from '../batching/batcher.ts';
import type { Credential } from '../credential.ts';
import type { ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import type { ContactReader } from '../hubspot/read-contacts.ts';
import type { PropertyDefinition } from '../hubspot/wire.ts';

/** What resolvers are given: who is calling, and the ways to HubSpot. Each way takes the credential it acts for. */
export interface GatewayContext {
  /** Throws a GraphQL error (UNAUTHENTICATED, HTTP 401) when the request says not who is calling. */
  readonly credential: () => Credential;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  readonly updatesFor: (credential: Credential) => Batcher<ContactUpdate, UpdatedContact>;
  readonly contactsFor: (credential: Credential) => ContactReader;
  readonly readDefinitions: (credential: Credential) => Promise<readonly PropertyDefinition[]>;
  /** Inputs that one mutation, or ids that one query may bring. */
  readonly maxInputs: number;
  /** Told of failures that the caller is shown only in masked form. */
  readonly reportBug: (error: unknown) => void;
}
