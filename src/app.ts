import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { openAccess } from './access.ts';
import { perKey } from './batching/per-key.ts';
import { createQueueLimit } from './batching/queue-limit.ts';
import type { Config } from './config.ts';
import { type Credential, credentialOf } from './credential.ts';
import { portalDefinitions } from './graphql/portal-definitions.ts';
import { createClient } from './hubspot/client.ts';
import { readDefinitions } from './hubspot/read-definitions.ts';
import { reportedLimits } from './hubspot/reported-limits.ts';
import { startPropertiesCheck } from './properties-check.ts';
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

/** Puts the gateway together and starts it. */
export async function startApp(config: Config, overrides: { readonly log?: Logger } = {}): Promise<App> {
  const log = overrides.log ?? pino({ level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const sandbox =
    config.hubspotBaseUrl === null
      ? await startSandbox({ definitions: portalDefinitions, ...config.sandbox, port: 0 })
      : null;
  started.defer(() => sandbox?.close());
  const baseUrl = config.hubspotBaseUrl ?? sandbox?.url ?? '';
  const hubspot = createClient({
    baseUrl,
    apiVersion: config.apiVersion,
    // So that a call that is never answered leaves time for another one.
    timeoutMs: Math.ceil(config.deadlineMs / 2),
    onAnswer: (credential, answer) => access.peek(credential)?.quota.observe(reportedLimits(answer)),
  });
  const queueLimit = createQueueLimit(config.queueLimit);
  const closing = new AbortController();

  const access = perKey((credential: Credential) =>
    openAccess(hubspot, credential, { ...config, queueShare: queueLimit.share, closing: closing.signal }),
  );

  const definitionsFor = (credential: Credential) =>
    access.get(credential).quota.spend(() => readDefinitions(hubspot, credential));
  const service = config.serviceCredential ?? (sandbox && credentialOf('sandbox'));
  const serve = createGraphQLEndpoint({
    identifyCaller: service === null ? callersBringTokens : everyoneActsAs(service),
    gateway: {
      accessOf: access.get,
      readDefinitions: definitionsFor,
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
    const open = access.all();
    const closed = server.close();
    // Together: what is gathered must leave for the requests under way to be answered.
    const drained = Promise.all([closed, ...open.map((paths) => paths.drain())]).then(() => 'drained');
    if ((await Promise.race([drained, wait(config.drainMs, 'late', { ref: false })])) === 'drained') return;
    for (const paths of open) paths.giveUp();
    closing.abort();
    server.cut();
    await closed;
  });

  // The embedded sandbox has the gateway's own definitions; callers that bring their tokens have portals of their own.
  if (config.serviceCredential !== null && config.propertiesCheckMs !== null) {
    const { serviceCredential, propertiesCheckMs: everyMs } = config;
    const check = { ours: portalDefinitions, read: () => definitionsFor(serviceCredential), everyMs, log };
    const checking = startPropertiesCheck(check);
    started.defer(() => checking.close());
  }

  const resources = started.move();
  return { url: `${server.url}${GRAPHQL_PATH}`, sandbox, close: () => resources.disposeAsync() };
}
