import { type Batcher, createBatcher } from '../batching/batcher.ts';
import { breaker, type Circuit, createCircuit } from '../batching/circuit-breaker.ts';
import { isolation } from '../batching/isolation.ts';
import { kept } from '../batching/kept.ts';
import { createListOrder } from '../batching/list-order.ts';
import { liveOnly } from '../batching/live-only.ts';
import { oneByOne } from '../batching/one-by-one.ts';
import { perKey } from '../batching/per-key.ts';
import type { QueueShare } from '../batching/queue-limit.ts';
import { retries } from '../batching/retries.ts';
import type { Ticket } from '../batching/ticket.ts';
import type { Config } from '../config.ts';
import type { Credential } from '../credential.ts';
import { reportedLimits } from '../hubspot/answer.ts';
import { type Client, type RestAnswer, withFreshToken } from '../hubspot/client.ts';
import { bytesOf, type ContactUpdate, contactKeys, isRepeatable } from '../hubspot/contact-update.ts';
import { type ContactRead, readContact, readContacts, sameRead } from '../hubspot/read-contacts.ts';
import { readDefinitions } from '../hubspot/rest-read.ts';
import { updateContact, updateContacts } from '../hubspot/update-contacts.ts';
import type { ContactRecord, PropertyDefinition } from '../hubspot/wire.ts';
import type { BatchingObserver, Originated } from '../observer.ts';
import type { SendBatch } from '../outcome.ts';
import type { Quota } from '../rate-limit/quota.ts';
import { rateLimit } from '../rate-limit/rate-limit.ts';
import type { ContactAccess, ContactReader } from './contact-access.ts';
import { matchByReading } from './match-by-reading.ts';
import { createMergedIds } from './merged-ids.ts';
import { createUniqueKeys } from './unique-keys.ts';

/** What one credential has of its own, so that nothing of two credentials can ever meet in a call. */
export interface Access extends ContactAccess {
  readonly quota: Quota;
  /** The property definitions of its portal: whoever asks for them at the same time, or soon after, shares one call. */
  readonly definitions: Batcher<null, readonly PropertyDefinition[]>;
  /** Learns from the answer to any call of the credential. */
  observe(answer: RestAnswer): void;
  /** Everything accepted and not done with yet, and what has to be remembered of its quota. */
  readonly pending: number;
  /** Inputs and reads accepted and not done with yet. */
  readonly queued: number;
  /** Whether HubSpot fails again and again, so that updates are held back. */
  readonly circuitOpen: boolean;
  /** From now on nothing waits for company; resolves when everything accepted is done with. */
  drain(): Promise<void>;
  /** Answers whatever is still open: as not written where that is known. */
  giveUp(): void;
  /** Gives back what others may use of its quota. */
  close(): Promise<void>;
}

/** Long enough for a form that is drawn, short enough for one that was changed. */
const KEEP_DEFINITIONS_MS = 5_000;

export interface AccessOptions
  extends Pick<Config, 'batchMaxSize' | 'maxBatchBytes' | 'batchWindowMs' | 'batchMaxInFlight' | 'deadlineMs'> {
  /** Opens the calls that a credential may make. */
  readonly openQuota: (credential: Credential) => Quota;
  /** Makes a share of the places in the queue. */
  readonly queueShare: () => QueueShare;
  /** Aborted when waiting makes no more sense: nothing is accepted from then on, nor tried again. */
  readonly closing: AbortSignal;
  readonly observers: { readonly updates: BatchingObserver; readonly reads: BatchingObserver };
}

/** Gives what a batch left without an answer another chance; `attempt` makes an attempt of a call. */
type FollowUp<In, Out> = (
  batch: SendBatch<Ticket<In, Out>, Out>,
  attempt: (send: SendBatch<In, Out>) => SendBatch<Ticket<In, Out>, Out>,
) => SendBatch<Ticket<In, Out>, Out>;

/** The paths to HubSpot, for one credential. */
export function openAccess(hubspot: Pick<Client, 'as'>, credential: Credential, options: AccessOptions): Access {
  const call = hubspot.as(credential);
  const quota = options.openQuota(credential);
  const { updates: told, reads: toldOfReads } = options.observers;
  const circuit = createCircuit();
  let refused = false;

  // From the inside out. Every attempt pays, so the rate limit is innermost; nothing but the last look is within it, for
  // an input can be withdrawn as long as it waits for a token. A fresh access token is got before an attempt pays, and an
  // attempt for which it came too late pays again. The breaker holds attempts back before they pay. What a batch left out
  // without a word is found by reading, or followed up one by one, before isolation looks at the next part, which may hold
  // the same record. Retries are outermost: what failed for a reason that may pass waits while all else is answered.
  const pathOf =
    (circuit: Circuit, observer: BatchingObserver) =>
    <In extends Originated | null, Out>(
      sendBatch: SendBatch<In, Out>,
      followUp: FollowUp<In, Out> = (batch) => batch,
    ) => {
      const attempt = (send: SendBatch<In, Out>): SendBatch<Ticket<In, Out>, Out> =>
        breaker(circuit, withFreshToken(credential, rateLimit(quota, liveOnly(send, observer, options.closing))));
      const callerOf = ({ input }: Ticket<In, Out>) => input?.origin?.requestId ?? null;
      const isolated = isolation(followUp(attempt(sendBatch), attempt), {
        observer,
        callerOf,
        isDone: ({ decided }) => decided !== null,
      });
      return (alike = false) => retries(isolated, { circuit, closing: options.closing, observer, alike });
    };
  const writes = pathOf(circuit, told);
  const reads = pathOf(createCircuit(), toldOfReads);
  const write = writes(updateContacts(call), (batch, attempt) =>
    oneByOne(matchByReading(batch, readAddressed), attempt(updateContact(call))),
  )();

  // Reads take the same path, one for each way of addressing a contact, as a call of batch/read knows only one.
  const read = (idProperty: string | null) =>
    reads(readContacts(call, idProperty), (batch, attempt) =>
      oneByOne(batch, attempt(readContact(call, idProperty)), sameRead),
    )();

  const batching = {
    maxSize: options.batchMaxSize,
    maxBytes: options.maxBatchBytes,
    windowMs: options.batchWindowMs,
    maxInFlight: options.batchMaxInFlight,
    deadlineMs: options.deadlineMs,
    closing: options.closing,
  };

  // One share for all its batchers: a credential that addresses contacts in many ways is still one.
  const share = options.queueShare();
  const updates = createBatcher(write, quota, share, {
    ...batching,
    keysOf: contactKeys,
    bytesOf,
    repeatable: isRepeatable,
    writes: true,
  });

  const reader = ({ idProperty }: { readonly id: string; readonly idProperty: string | null }) =>
    createBatcher<ContactRead, ContactRecord | null>(read(idProperty), quota, share, {
      ...batching,
      keysOf: null,
      // Of the names that reads have in common too much is counted: a few hundred still leave room for all of a batch.
      bytesOf: ({ id, properties }) => Buffer.byteLength(JSON.stringify([id, properties])),
      repeatable: () => true,
      writes: false,
    });
  // Few, for the names of properties are the callers' to invent; and no name may stand for reads by record id.
  const readsBy = perKey(reader, 20);

  const readAll = kept(learning(reads(readDefinitions(call))(true)), KEEP_DEFINITIONS_MS);
  // All who ask fit into one call, and the next one waits for its answer.
  const definitions = createBatcher<null, readonly PropertyDefinition[]>(readAll, quota, share, {
    ...batching,
    maxSize: Number.POSITIVE_INFINITY,
    maxInFlight: 1,
    keysOf: null,
    bytesOf: () => 0,
    repeatable: () => true,
    writes: false,
  });

  const uniqueKeys = createUniqueKeys(async () => {
    const outcome = await definitions.load(null);
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  });
  /** Whoever asks for the definitions, all that is addressed by unique properties learns from the answer. */
  function learning<In>(read: SendBatch<In, readonly PropertyDefinition[]>): typeof read {
    return async (asking) => {
      const outcomes = await read(asking);
      for (const outcome of outcomes.slice(0, 1)) if (outcome.ok) uniqueKeys.learn(outcome.value);
      return outcomes;
    };
  }

  const contacts: ContactReader = {
    async load(idProperty, wanted, caller) {
      const path = idProperty === null ? 'id' : `by ${idProperty}`;
      const outcome = await readsBy.get({ id: path, idProperty }).load(wanted, caller);
      if (!outcome.ok) throw outcome.error;
      const id = outcome.value?.id;
      // Whichever way it was found, the record is there, and was merged into no other.
      if (id !== undefined) mergedIds.learn(idProperty === null ? wanted.id : id, id);
      return outcome.value;
    },
  };

  function readAddressed({ idProperty, id, origin }: ContactUpdate, withinMs: number) {
    return contacts.load(idProperty, { id, properties: [], origin }, { withinMs });
  }

  // A look-up takes at most half of the time that is left: the write needs the rest, and so do the others of its list.
  const lookUp: ContactAccess['lookUp'] = async (idProperty, id, { signal, since, origin, holds }) => {
    const withinMs = (options.deadlineMs - (performance.now() - since)) / 2;
    const read = { id, properties: [], origin };
    return (await contacts.load(idProperty, read, { signal, withinMs, holds }))?.id ?? null;
  };
  const mergedIds = createMergedIds();
  const batchers = () => [updates, definitions, ...readsBy.all()];

  return {
    quota,
    updates,
    definitions,
    contacts,
    lookUp,
    lookUpOrder: createListOrder(),
    mergedIds,
    uniqueKeys,
    observe(answer) {
      quota.observe(reportedLimits(answer));
      refused = answer.status === 401;
    },
    get pending() {
      // Calls that HubSpot refuses for their token need no counting.
      return this.queued + (quota.idle || refused ? 0 : 1);
    },
    get queued() {
      return batchers().reduce((sum, { pending }) => sum + pending, 0);
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
    close: () => quota.close(),
  };
}
