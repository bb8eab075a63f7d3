import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Batcher, createBatcher } from './batching/batcher.ts';
import { breaker } from './batching/circuit-breaker.ts';
import { isolation } from './batching/isolation.ts';
import { liveOnly } from './batching/live-only.ts';
import { oneByOne } from './batching/one-by-one.ts';
import { perKey } from './batching/per-key.ts';
import { createQueueLimit, type QueueShare } from './batching/queue-limit.ts';
import { retries } from './batching/retries.ts';
import type { Config } from './config.ts';
import { type Credential, credentialOf } from './credential.ts';
import { portalDefinitions } from './graphql/portal-definitions.ts';
import { createClient, type RestCall } from './hubspot/client.ts';
import {
  bytesOf,
  type ContactUpdate,
  contactKey,
  isRepeatable,
  type UpdatedContact,
} from './hubspot/contact-update.ts';
import { type ContactReader, createContactReader } from './hubspot/read-contacts.ts';
import { readDefinitions } from './hubspot/read-definitions.ts';
import { reportedLimits } from './hubspot/reported-limits.ts';
import { updateContact } from './hubspot/update-contact.ts';
import { updateContacts } from './hubspot/update-contacts.ts';
import { createQuota, type Quota } from './rate-limit/quota.ts';
import { rateLimit } from './rate-limit/rate-limit.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { callersBringTokens, everyoneActsAs } from './server/caller.ts';
import { createGraphQLEndpoint, GRAPHQL_PATH } from './server/graphql-endpoint.ts';
import { startHttpServer } from './server/http-server.ts';

export interface App {
  /** Address of the GraphQL endpoint, and of GraphiQL. */
  readonly url: string;
  /** The embedded HubSpot; null when a real one is used. */
  readonly sandbox: Sandbox | null;
  /** Takes no new requests, answers those under way, and frees everything. */
  close(): Promise<void>;
}

/** What one credential has of its own, so that nothing of two credentials can ever meet in a call. */
interface Access {
  readonly quota: Quota;
  readonly updates: Batcher<ContactUpdate, UpdatedContact>;
  readonly contacts: ContactReader;
  readonly pending: number;
}

export interface AccessOptions
  extends Pick<
    Config,
    | 'batchMaxSize'
    | 'maxBatchBytes'
    | 'batchWindowMs'
    | 'batchMaxInFlight'
    | 'deadlineMs'
    | 'rateLimit'
    | 'rateLimitIntervalMs'
  > {
  readonly queueShare: QueueShare;
  /** Aborted when waiting makes no more sense. */
  readonly closing: AbortSignal;
}

/** The path of a write, for one credential. */
export function openAccess(hubspot: RestCall, credential: Credential, options: AccessOptions): Access {
  const quota = createQuota({ limit: options.rateLimit, intervalMs: options.rateLimitIntervalMs });

  // From the inside out. Every attempt pays, so the rate limit is innermost; nothing but the last look is within it, for
  // an input can be withdrawn as long as it waits for a token. The breaker counts attempts, so it is inside the retries.
  // What a batch left out without a word is followed up one by one. Isolation is outermost, for a 503 is not a bad record,
  // and each part of a split batch is retried and followed up before the next part, which may hold the same record, leaves.
  const send = isolation(
    oneByOne(
      retries(breaker(rateLimit(quota, liveOnly(updateContacts(hubspot, credential)))), options.closing),
      rateLimit(quota, liveOnly(updateContact(hubspot, credential))),
    ),
  );

  const updates = createBatcher(send, quota, options.queueShare, {
    maxSize: options.batchMaxSize,
    maxBytes: options.maxBatchBytes,
    windowMs: options.batchWindowMs,
    maxInFlight: options.batchMaxInFlight,
    deadlineMs: options.deadlineMs,
    keyOf: contactKey,
    bytesOf,
    repeatable: isRepeatable,
  });

  return {
    quota,
    updates,
    // Reads have the same quota as writes.
    contacts: createContactReader((...args) => quota.spend(() => hubspot(...args)), credential),
    get pending() {
      return updates.pending + (quota.idle ? 0 : 1);
    },
  };
}

/** Puts the gateway together and starts it. */
export async function startApp(config: Config, overrides: { readonly log?: Logger } = {}): Promise<App> {
  const log = overrides.log ?? pino({ level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const sandbox = config.hubspotBaseUrl === null ? await startSandbox({ definitions: portalDefinitions }) : null;
  started.defer(() => sandbox?.close());
  const baseUrl = config.hubspotBaseUrl ?? sandbox?.url ?? '';
  const hubspot = createClient({
    baseUrl,
    // So that a call that is never answered leaves time for another one.
    timeoutMs: Math.ceil(config.deadlineMs / 2),
    onAnswer: (credential, answer) => access.peek(credential)?.quota.observe(reportedLimits(answer)),
  });
  const queueLimit = createQueueLimit(config.queueLimit);
  const closing = new AbortController();

  const access = perKey((credential: Credential) =>
    openAccess(hubspot, credential, { ...config, queueShare: queueLimit.share(), closing: closing.signal }),
  );

  const service = config.serviceCredential ?? (sandbox && credentialOf('sandbox'));
  const serve = createGraphQLEndpoint({
    identifyCaller: service === null ? callersBringTokens : everyoneActsAs(service),
    gateway: {
      updatesFor: (credential) => access.get(credential).updates,
      contactsFor: (credential) => access.get(credential).contacts,
      readDefinitions: (credential) => access.get(credential).quota.spend(() => readDefinitions(hubspot, credential)),
      maxInputs: config.maxInputs,
      reportBug: (err) => log.error({ err }, 'an input failed in an unexpected way'),
    },
    allowedOrigins: config.allowedOrigins,
    log,
  });
  const { host, port } = config;
  const endpoint = { path: GRAPHQL_PATH, serve };
  const server = await startHttpServer(endpoint, { host, port });
  started.defer(async () => {
    const batchers = access.all().map(({ updates }) => updates);
    const closed = server.close();
    // Together: what is gathered must leave for the requests under way to be answered.
    const drained = Promise.all([closed, ...batchers.map((updates) => updates.drain())]).then(() => 'drained');
    if ((await Promise.race([drained, wait(config.drainMs, 'late', { ref: false })])) === 'drained') return;
    for (const updates of batchers) updates.giveUp();
    closing.abort();
    server.cut();
    await closed;
  });

  const resources = started.move();
  return { url: `${server.url}${GRAPHQL_PATH}`, sandbox, close: () => resources.disposeAsync() };
}
