import { createBatcher, type LoadOptions } from '../batching/batcher.ts';
import { createCircuit } from '../batching/circuit-breaker.ts';
import { createKeyQueues } from '../batching/key-queue.ts';
import { perKey } from '../batching/per-key.ts';
import type { QueueShare } from '../batching/queue-limit.ts';
import type { Config } from '../config.ts';
import type { Credential } from '../credential.ts';
import { reportedLimits } from '../hubspot/answer.ts';
import { type ArchivedContact, archiveContacts } from '../hubspot/archive-contacts.ts';
import { type Client, isSearch, type RestAnswer, type RestRequest } from '../hubspot/client.ts';
import {
  bytesOf,
  type ContactUpdate,
  type ContactWrite,
  contactKeys,
  isRepeatable,
  type WrittenContact,
} from '../hubspot/contact-write.ts';
import { type ContactRead, readContact, readContacts, sameRead } from '../hubspot/read-contacts.ts';
import { readDefinitions } from '../hubspot/read-definitions.ts';
import { readHubId } from '../hubspot/read-hub-id.ts';
import { readPropertyRules } from '../hubspot/read-property-rules.ts';
import { SEARCH_QUOTA } from '../hubspot/search-contacts.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { atMostOnce, updateContact, writeContacts } from '../hubspot/write-contacts.ts';
import type { BatchingObserver, FromRequest } from '../observer.ts';
import { type SendBatch, unwrap } from '../outcome.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import type { Quota } from '../rate-limit/rate-limiters.ts';
import { createDefinitions, createPropertyRules } from './definitions.ts';
import { matchByReading } from './match-by-reading.ts';
import { createMergedIds } from './merged-ids.ts';
import { type Calls, pipeline } from './pipeline.ts';
import { createSearches } from './searches.ts';
import { createTurns } from './turns.ts';

/** Who waits, since when, and for which request. */
export type WaitingCaller = LoadOptions & FromRequest & { readonly since: number };

export interface ContactReader {
  /**
   * The contact, or null where there is none. `idProperty`: the unique property that `read.id` is a value of, or null
   * when it is a record id. Rejects with a `SendError` when HubSpot cannot be read.
   */
  load(idProperty: string | null, read: ContactRead, options?: LoadOptions): Promise<ContactRecord | null>;
}

export interface AccessOptions extends Pick<Config, 'batchMaxSize' | 'maxBatchBytes' | 'deadlineMs'> {
  /** Opens the quota of a credential: that of all its calls, or another one. Others may count their calls in it, too. */
  readonly openLimiter: (credential: Credential, quota?: Quota) => RateLimiter;
  /** Makes a share of the places in the queue. */
  readonly queueShare: () => QueueShare;
  /** The same for what waits outside of it, for its turn. */
  readonly lineShare: () => QueueShare;
  /** Aborted when waiting makes no more sense: nothing is accepted from then on, nor tried again. */
  readonly closing: AbortSignal;
  /** Told when HubSpot begins to fail again and again, so that updates are held back, and when that is over. */
  readonly onOutage?: (begins: boolean) => void;
  readonly observe: (kind: Kind) => BatchingObserver;
}

/** What batches carry. */
export type Kind = 'update' | 'create' | 'upsert' | 'archive' | 'read' | 'search';

/** Few, because callers invent the names of properties; and no name may stand for reads by record id. */
const READERS = 20;

/** What one credential can do, and what is known of it. */
export type Access = ReturnType<typeof openAccess>;
/** What it can do with contacts. */
export type ContactAccess = Pick<
  Access,
  'contacts' | 'search' | 'lookUp' | 'lookUpMs' | 'order' | 'turns' | 'mergedIds' | 'definitions' | 'propertyRules'
> & { readonly [Writer in 'updates' | 'creates' | 'upserts' | 'archives']: Pick<Access[Writer], 'load'> };

/** A credential has all of this for itself, so that nothing of two credentials can ever meet in a call. Only a quota may be shared. */
export function openAccess(hubspot: Pick<Client, 'as'>, credential: Credential, options: AccessOptions) {
  const call = hubspot.as(credential);
  const { closing, observe, deadlineMs } = options;
  const limiter = options.openLimiter(credential);
  const circuit = createCircuit(options.onOutage);
  const readCircuit = createCircuit();
  const searchLimiter = options.openLimiter(credential, SEARCH_QUOTA);
  let refused = false;

  const common = { credential, limiter, closing };
  const reading = { ...common, circuit: readCircuit, urgency: 'read', observer: observe('read') } as const;
  /** Of all writes, whichever operation they come by. */
  const order = createKeyQueues();
  const turns = createTurns({ share: options.lineShare(), deadlineMs, closing });

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

  function writer<W extends ContactWrite, Out>(kind: Exclude<Kind, 'read' | 'search'>, calls: Calls<W, Out>) {
    const writing = { ...common, circuit, urgency: 'finish', observer: observe(kind) } as const;
    return createBatcher<W, Out>(pipeline(calls, writing), {
      ...gathering,
      urgency: 'write',
      untilUseful: circuit.untilUseful,
      keysOf: contactKeys,
      order,
      bytesOf,
      repeatable: isRepeatable,
      writes: true,
    });
  }

  const updates = writer<ContactUpdate, WrittenContact>('update', {
    batch: writeContacts(call, 'update'),
    single: updateContact(call),
    match: (send) => matchByReading(send, { read: readAddressed }),
  });
  const create = atMostOnce<ContactWrite>(writeContacts(call, 'create'));
  const creates = writer('create', { batch: create, single: create });
  const upsert = writeContacts<ContactUpdate>(call, 'upsert');
  const upserts = writer('upsert', { batch: upsert, single: atMostOnce(upsert) });
  const archive = archiveContacts(call);
  const archives = writer<ContactUpdate, ArchivedContact>('archive', { batch: archive, single: archive });
  const writers = [updates, creates, upserts, archives] as const;

  // Reads take the same path, one for each way of addressing a contact, because a call of batch/read knows only one.
  const readers = perKey(({ idProperty }: { readonly id: string; readonly idProperty: string | null }) => {
    const [batch, single] = [readContacts(call, idProperty), readContact(call, idProperty)];
    return createBatcher<ContactRead, ContactRecord | null>(pipeline({ batch, single, sameAs: sameRead }, reading), {
      ...gatheringReads,
      // Names that reads have in common are counted more than once: a few hundred still leave room for all of a batch.
      bytesOf: ({ id, properties }) => Buffer.byteLength(JSON.stringify([id, properties])),
    });
  }, READERS);

  /** For what a call reads of the whole account, however many ask for it. */
  function accountReader<T>(readAll: SendBatch<null, T>) {
    const batcher = createBatcher<null, T>(pipeline({ batch: readAll, single: readAll }, reading), {
      ...gatheringReads,
      bytesOf: () => 0,
    });
    const read = async (signal?: AbortSignal, withinMs?: number) =>
      unwrap(await batcher.load(null, { signal, withinMs }));
    return { batcher, read };
  }

  const definitionReads = accountReader(readDefinitions(call));
  const definitions = createDefinitions(definitionReads.read);
  const ruleReads = accountReader(readPropertyRules(call));
  const propertyRules = createPropertyRules(ruleReads.read);
  const hubIdReads = accountReader(readHubId(call));

  const searches = createSearches(call, {
    sending: { ...common, limiter: searchLimiter, urgency: 'read', observer: observe('search') },
    gathering: { ...gatheringReads, limiter: searchLimiter },
  });

  const mergedIds = createMergedIds();
  const contacts: ContactReader = {
    async load(idProperty, wanted, loading) {
      const name = idProperty === null ? 'id' : `by ${idProperty}`;
      const contact = unwrap(await readers.get({ id: name, idProperty }).load(wanted, loading));
      const id = contact?.id;
      // Whichever way it was found, the record is there, and was merged into no other.
      if (id !== undefined) mergedIds.learn(idProperty === null ? wanted.id : id, id);
      return contact;
    },
  };

  function readAddressed({ idProperty, id, request }: ContactUpdate, withinMs: number) {
    return contacts.load(idProperty, { id, properties: [], request }, { withinMs });
  }

  /** How long a caller's look-up may take, in ms: half of the time it has left, because the write needs the rest. */
  const lookUpMs = ({ since }: { readonly since: number }) => (deadlineMs - (performance.now() - since)) / 2;

  const accountReads = [definitionReads.batcher, ruleReads.batcher, hubIdReads.batcher];
  const batchers = () => [...writers, ...accountReads, ...readers.all(), searches.batcher];
  const queued = () => batchers().reduce((sum, { pending }) => sum + pending, 0);

  return {
    updates,
    creates,
    /** By the value of a unique property. HubSpot takes emails as well, but then writes all properties or none. */
    upserts,
    /** By record id. */
    archives,
    /** Reads contacts; reads of concurrent requests share calls. */
    contacts,
    /** Searches contacts; equal searches of concurrent requests share calls. */
    search: searches.find,
    /**
     * The contact that has the value of a unique property, or the email, now; null where there is none. Asks HubSpot each time,
     * together with others who ask at the same time.
     */
    lookUp(idProperty: string, id: string, { signal, since, request, holds }: WaitingCaller) {
      const withinMs = lookUpMs({ since });
      return contacts.load(idProperty, { id, properties: [], request }, { signal, withinMs, holds });
    },
    lookUpMs,
    /** The account's number; null where the token may not read it, or HubSpot does not say it in time. */
    hubId: (withinMs: number): Promise<number | null> => hubIdReads.read(undefined, withinMs).catch(() => null),
    /** Of writes. */
    order,
    /** Of what is looked up before it is a write, and of creates, by the value that they name. */
    turns,
    mergedIds,
    definitions,
    propertyRules,
    /** Learns from the answer to any call of the credential. That to a search says nothing of the quota of other calls. */
    observe(request: RestRequest, answer: RestAnswer): void {
      if (!isSearch(request)) limiter.observe(reportedLimits(answer));
      if (request.writes === true) searches.written();
      refused = answer.status === 401;
    },
    /** Everything accepted and not done with yet, and what has to be remembered of its quota. */
    get pending() {
      // Calls that HubSpot refuses for their token need no counting.
      return queued() + ((limiter.idle && searchLimiter.idle) || refused ? 0 : 1);
    },
    /** Inputs and reads accepted and not done with yet. */
    get queued() {
      return queued();
    },
    /** The share of the quota that is left, from 0 to 1. */
    get quotaLeft() {
      return limiter.left;
    },
    /** Whether HubSpot fails again and again, so that updates are held back. */
    get circuitOpen() {
      return circuit.isOutage;
    },
    /** From now on nothing waits for company; resolves when everything accepted is done with. */
    async drain() {
      await Promise.all(batchers().map((batcher) => batcher.drain()));
    },
    /** Answers whatever is still open: as not written where that is known. */
    giveUp() {
      for (const batcher of batchers()) batcher.giveUp();
      turns.giveUp();
    },
    close: async () => void (await Promise.all([limiter.close(), searchLimiter.close()])),
  };
}
