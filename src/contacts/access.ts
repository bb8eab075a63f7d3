import { type Batcher, createBatcher, type LoadOptions } from '../batching/batcher.ts';
import { createCircuit } from '../batching/circuit-breaker.ts';
import { createKeyQueues, type KeyQueues } from '../batching/key-queue.ts';
import { perKey } from '../batching/per-key.ts';
import type { QueueShare } from '../batching/queue-limit.ts';
import type { Config } from '../config.ts';
import type { Credential } from '../credential.ts';
import { reportedLimits } from '../hubspot/answer.ts';
import type { Client, RestAnswer } from '../hubspot/client.ts';
import {
  bytesOf,
  type ContactUpdate,
  contactKeys,
  isRepeatable,
  type UpdatedContact,
} from '../hubspot/contact-update.ts';
import { type ContactRead, readContact, readContacts, sameRead } from '../hubspot/read-contacts.ts';
import { readDefinitions } from '../hubspot/rest-read.ts';
import { updateContact, updateContacts } from '../hubspot/update-contacts.ts';
import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import type { BatchingObserver, FromRequest } from '../observer.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import { createDefinitions, type Definitions } from './definitions.ts';
import { matchByReading } from './match-by-reading.ts';
import { createMergedIds, type MergedIds } from './merged-ids.ts';
import { pipeline } from './pipeline.ts';

/** Who waits, since when, and for which request. */
export type WaitingCaller = LoadOptions & FromRequest & { readonly since: number };

/** What one credential can do with contacts. */
export interface ContactAccess {
  readonly updates: Batcher<ContactUpdate, UpdatedContact>;
  /** Reads contacts; reads of concurrent requests share calls. */
  readonly contacts: ContactReader;
  /**
   * The record id of the contact that has the value of a unique property, or the email, now; null where there is none. Asks
   * HubSpot each time, together with others who ask at the same time.
   */
  lookUp(idProperty: string, value: string, caller: WaitingCaller): Promise<string | null>;
  /** How long a caller's look-up may take: half of the time it has left, because the write needs the rest. */
  lookUpMs(caller: { readonly since: number }): number;
  /** Of lists that wait for the same look-ups. */
  readonly lookUpOrder: KeyQueues;
  readonly mergedIds: MergedIds;
  readonly definitions: Definitions;
}

/** It has all of this for itself, so that nothing of two credentials can ever meet in a call. */
export interface Access extends ContactAccess {
  /** Learns from the answer to any call of the credential. */
  observe(answer: RestAnswer): void;
  /** Everything accepted and not done with yet, and what has to be remembered of its quota. */
  readonly pending: number;
  /** Inputs and reads accepted and not done with yet. */
  readonly queued: number;
  /** The share of the quota that is left, from 0 to 1. */
  readonly quotaLeft: number;
  /** Whether HubSpot fails again and again, so that updates are held back. */
  readonly circuitOpen: boolean;
  /** From now on nothing waits for company; resolves when everything accepted is done with. */
  drain(): Promise<void>;
  /** Answers whatever is still open: as not written where that is known. */
  giveUp(): void;
  close(): Promise<void>;
}

export interface ContactReader {
  /**
   * The contact, or null where there is none. `idProperty`: the unique property that `read.id` is a value of, or null
   * when it is a record id. Rejects with a `SendError` when HubSpot cannot be read.
   */
  load(idProperty: string | null, read: ContactRead, options?: LoadOptions): Promise<ContactRecord | null>;
}

export interface AccessOptions extends Pick<Config, 'batchMaxSize' | 'maxBatchBytes' | 'deadlineMs'> {
  /** Opens the quota of a credential. */
  readonly openLimiter: (credential: Credential) => RateLimiter;
  /** Makes a share of the places in the queue. */
  readonly queueShare: () => QueueShare;
  /** Aborted when waiting makes no more sense: nothing is accepted from then on, nor tried again. */
  readonly closing: AbortSignal;
  readonly observers: { readonly updates: BatchingObserver; readonly reads: BatchingObserver };
}

/** Few, because callers invent the names of properties; and no name may stand for reads by record id. */
const READERS = 20;

export function openAccess(hubspot: Pick<Client, 'as'>, credential: Credential, options: AccessOptions): Access {
  const call = hubspot.as(credential);
  const { closing, observers, deadlineMs } = options;
  const limiter = options.openLimiter(credential);
  const circuit = createCircuit();
  const readCircuit = createCircuit();
  let refused = false;

  const common = { credential, limiter, closing };
  const writing = { ...common, circuit, urgency: 'finish', observer: observers.updates } as const;
  const reading = { ...common, circuit: readCircuit, urgency: 'read', observer: observers.reads } as const;

  const gathering = {
    limiter,
    // One share for all its batchers: a credential that addresses contacts in many ways is still one.
    share: options.queueShare(),
    maxSize: options.batchMaxSize,
    maxBytes: options.maxBatchBytes,
    deadlineMs,
    closing,
  };
  const gatheringReads = {
    ...gathering,
    urgency: 'read',
    untilUseful: readCircuit.untilUseful,
    keysOf: null,
    repeatable: () => true,
    writes: false,
  } as const;

  const updates = createBatcher(
    pipeline(
      {
        batch: updateContacts(call),
        single: updateContact(call),
        match: (send) => matchByReading(send, { read: readAddressed }),
      },
      writing,
    ),
    {
      ...gathering,
      urgency: 'write',
      untilUseful: circuit.untilUseful,
      keysOf: contactKeys,
      bytesOf,
      repeatable: isRepeatable,
      writes: true,
    },
  );

  // Reads take the same path, one for each way of addressing a contact, because a call of batch/read knows only one.
  const readers = perKey(({ idProperty }: { readonly id: string; readonly idProperty: string | null }) => {
    const [batch, single] = [readContacts(call, idProperty), readContact(call, idProperty)];
    return createBatcher<ContactRead, ContactRecord | null>(pipeline({ batch, single, sameAs: sameRead }, reading), {
      ...gatheringReads,
      // Names that reads have in common are counted more than once: a few hundred still leave room for all of a batch.
      bytesOf: ({ id, properties }) => Buffer.byteLength(JSON.stringify([id, properties])),
    });
  }, READERS);

  const readAll = readDefinitions(call);
  const definitionReads = createBatcher<null, readonly PropertyDefinition[]>(
    pipeline({ batch: readAll, single: readAll }, reading),
    { ...gatheringReads, bytesOf: () => 0 },
  );
  const definitions = createDefinitions(async (signal) => {
    const outcome = await definitionReads.load(null, { signal });
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  });

  const mergedIds = createMergedIds();
  const contacts: ContactReader = {
    async load(idProperty, wanted, loading) {
      const name = idProperty === null ? 'id' : `by ${idProperty}`;
      const outcome = await readers.get({ id: name, idProperty }).load(wanted, loading);
      if (!outcome.ok) throw outcome.error;
      const id = outcome.value?.id;
      // Whichever way it was found, the record is there, and was merged into no other.
      if (id !== undefined) mergedIds.learn(idProperty === null ? wanted.id : id, id);
      return outcome.value;
    },
  };

  function readAddressed({ idProperty, id, request }: ContactUpdate, withinMs: number) {
    return contacts.load(idProperty, { id, properties: [], request }, { withinMs });
  }

  const lookUpMs = ({ since }: { readonly since: number }) => (deadlineMs - (performance.now() - since)) / 2;

  const batchers = () => [updates, definitionReads, ...readers.all()];

  return {
    updates,
    contacts,
    async lookUp(idProperty, id, { signal, since, request, holds }) {
      const withinMs = lookUpMs({ since });
      const read = { id, properties: [], request };
      return (await contacts.load(idProperty, read, { signal, withinMs, holds }))?.id ?? null;
    },
    lookUpMs,
    lookUpOrder: createKeyQueues(),
    mergedIds,
    definitions,
    observe(answer) {
      limiter.observe(reportedLimits(answer));
      refused = answer.status === 401;
    },
    get pending() {
      // Calls that HubSpot refuses for their token need no counting.
      return this.queued + (limiter.idle || refused ? 0 : 1);
    },
    get queued() {
      return batchers().reduce((sum, { pending }) => sum + pending, 0);
    },
    get quotaLeft() {
      return limiter.left;
    },
    get circuitOpen() {
      return circuit.isOutage;
    },
    async drain() {
      await Promise.all(batchers().map((batcher) => batcher.drain()));
    },
    giveUp() {
      for (const batcher of batchers()) batcher.giveUp();
    },
    close: () => limiter.close(),
  };
}
