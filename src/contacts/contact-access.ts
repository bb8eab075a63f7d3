import type { Batcher, Caller } from '../batching/batcher.ts';
import type { ListOrder } from '../batching/list-order.ts';
import type { ContactUpdate, UpdatedContact } from '../hubspot/contact-update.ts';
import type { ContactRead } from '../hubspot/read-contacts.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import type { Originated } from '../observer.ts';
import type { MergedIds } from './merged-ids.ts';
import type { UniqueKeys } from './unique-keys.ts';

/** Who waits, since when, and for which request. */
export type WaitingCaller = Caller & Originated & { readonly since: number };

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
