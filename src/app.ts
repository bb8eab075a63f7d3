import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { perKey } from './batching/per-key.ts';
import { createQueueLimit } from './batching/queue-limit.ts';
import type { Config } from './config.ts';
import { type Access, openAccess } from './contacts/access.ts';
import { type Credential, credentialOf } from './credential.ts';
import { checkDefinitions, readDefinitionsFile, type SentDefinition } from './definitions-file.ts';
import { createSchema } from './graphql/create-schema.ts';
import { createClient, type RestAnswer, type RestRequest } from './hubspot/client.ts';
import { openCredential } from './hubspot/oauth-credential.ts';
import { startPropertiesCheck } from './properties-check.ts';
import { openRateLimiters, type SharedBy } from './rate-limit/rate-limiters.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { type BrowserRules, browserGate } from './server/browsers.ts';
import { callerLimit, callersBringTokens, everyoneActsAs, type IdentifyCaller } from './server/caller.ts';
import { graphiql } from './server/graphiql.ts';
import { createGraphQLEndpoint, GRAPHQL_PATH } from './server/graphql-endpoint.ts';
import { clientAddress, type Routes, startHttpServer } from './server/http-server.ts';
import { callersBringJwts } from './server/jwt.ts';
import { gatewayRoutes, metricsRoutes } from './server/routes.ts';
import { watchCredential, watchOutages } from './telemetry/calls.ts';
import type { GatewayState } from './telemetry/metrics.ts';
import { openTelemetry } from './telemetry/telemetry.ts';

export interface App {
  /** Address of the GraphQL endpoint, and of GraphiQL. */
  readonly url: string;
  /** Where Prometheus finds the metrics; null: nowhere. */
  readonly metricsUrl: string | null;
  /** The embedded HubSpot; null when a real one is used. */
  readonly sandbox: Sandbox | null;
  /** What is not answered yet: HTTP requests, and the inputs and reads that were accepted. */
  readonly underWay: { readonly requests: number; readonly inputs: number };
  /** Where the quota is shared at this moment. */
  readonly quotaShared: SharedBy;
  /** Takes no new requests, answers those under way, and frees everything. */
  close(): Promise<void>;
}

/** What becomes of REST calls, for those parts that are put together after the client. */
type CallEvents = EventEmitter<{
  answer: [credential: Credential, answer: RestAnswer];
  /** `status`: null where there was no answer. */
  end: [credential: Credential, request: RestRequest, status: number | null];
}>;

const SANDBOX_WARNING =
  'no HubSpot account is configured: the embedded sandbox answers, and nothing reaches a real account';

interface Overrides {
  readonly log?: Logger;
  /** Of the account's properties, instead of those in schema/contact-properties.json. */
  readonly definitions?: readonly SentDefinition[];
}

/** Puts the gateway together, from HubSpot upwards, and starts it. */
export async function startApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = overrides.log ?? pino({ level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const sent = overrides.definitions ?? readDefinitionsFile();
  const definitions = checkDefinitions(sent);
  const sandbox = config.hubspotBaseUrl === null ? await embedSandbox(config, sent) : null;
  started.defer(() => sandbox?.close());

  const calls: CallEvents = new EventEmitter();
  const telemetry = await openTelemetry(log, config.otelExporterOtlpEndpoint, (...end) => calls.emit('end', ...end));
  started.defer(() => telemetry.close());

  // So that a call that is never answered leaves time for another one.
  const callTimeoutMs = Math.ceil(config.deadlineMs / 2);
  const hubspot = createClient({
    baseUrl: config.hubspotBaseUrl ?? sandbox?.url ?? '',
    apiVersion: config.hubspotApiVersion,
    timeoutMs: callTimeoutMs,
    onAnswer: (...answer) => calls.emit('answer', ...answer),
    watch: telemetry.watchCall,
  });
  started.defer(() => hubspot.close());
  const own = config.serviceCredential && openCredential(config.serviceCredential, hubspot);
  const service = own ?? (sandbox && credentialOf('sandbox'));

  const { rateLimit: limit, rateLimitIntervalMs: intervalMs, redisUrl } = config;
  const limiters = await openRateLimiters({ limit, intervalMs, callTimeoutMs, redisUrl, log });
  started.defer(() => limiters.close());

  const queueLimit = createQueueLimit({
    inputs: config.queueLimit,
    bytes: config.queueBytes,
    shared: service === null,
  });
  const closing = new AbortController();
  const access = perKey((credential: Credential) =>
    openAccess(hubspot, credential, {
      ...config,
      openLimiter: ({ id }) => limiters.open(id),
      queueShare: queueLimit.share,
      closing: closing.signal,
      observers: telemetry.metrics.observers,
    }),
  );
  started.defer(async () => {
    await Promise.all(access.all().map((opened) => opened.close()));
  });
  // So that its part of a shared quota is there before the first update.
  if (service !== null) access.get(service);
  // The embedded sandbox has the gateway's own definitions.
  if (sandbox !== null && service !== null) access.get(service).definitions.learn(definitions);
  const definitionsFor = (credential: Credential, signal?: AbortSignal) =>
    access.get(credential).definitions.read(signal);
  const state = () => stateOf(access.all(), limiters.shared);
  telemetry.metrics.readState(state);

  calls.on('answer', (credential, answer) => {
    access.peek(credential)?.observe(answer);
    // Anyone can bring a token that HubSpot refuses, and any number of them.
    if (answer.status === 401 && service === null) access.dropSoon(credential);
  });
  const trust = watchCredential();
  calls.on('end', (credential, { resource }, status) => {
    if (credential.id === service?.id) trust.told(status);
    // Documented: a refresh is refused with 400.
    else if (resource === 'access-token' && status === 400) trust.told(401);
  });
  const outages = watchOutages(log);
  calls.on('end', (credential, { method, path }, status) => {
    if (method !== 'patch' && path !== 'batch/update') return;
    // The circuit learns of the answer after this.
    setImmediate(() => {
      const paths = access.peek(credential);
      if (paths !== undefined) outages.told(paths, credential.id, status !== null && status < 500);
    });
  });

  const serve = createGraphQLEndpoint({
    schema: createSchema(definitions),
    identifyCaller: identification(config, service, log),
    admitInputs: callerLimit(config.callerInputsPerSecond),
    gateway: {
      accessOf: access.get,
      readDefinitions: definitionsFor,
      reportBug: (err) => log.error({ err }, 'an input failed in an unexpected way'),
    },
    watchMutation: telemetry.watchMutation,
    limits: { ...config },
    log,
  });
  const watchRequest = (request: IncomingMessage, response: ServerResponse) =>
    telemetry.requests.watch(request, response, clientAddress(request, config.trustProxy));
  let draining = false;
  const routes = gatewayRoutes({
    graphql: (request, response) => void serve(request, response, watchRequest(request, response)),
    page: config.graphiql ? graphiql() : null,
    sandbox: sandbox !== null,
    notReady: () => [
      ...(draining ? ['it is stopping'] : []),
      ...(trust.refused ? ["HubSpot refuses the gateway's token"] : []),
    ],
  });

  const metricsServer = await serveMetrics(metricsRoutes(telemetry.metrics.registry), config);
  started.defer(() => metricsServer?.close());
  const server = await serveGateway(routes, config, (request, response, code) => {
    watchRequest(request, response).errors[code] = 1;
  });
  started.defer(async () => {
    draining = true;
    const open = access.all();
    const closed = server.close();
    // Together: what is gathered must leave for the requests under way to be answered.
    const drained = Promise.all([closed, ...open.map((paths) => paths.drain())]).then(() => 'drained');
    if ((await Promise.race([drained, wait(config.drainMs, 'late', { ref: false })])) === 'drained') return;
    // First, so that what an answer leads to (a write after its look-up, say) finds the doors closed.
    closing.abort();
    for (const paths of access.all()) paths.giveUp();
    server.cut();
    await closed;
  });

  // The embedded sandbox has the gateway's own definitions; callers that bring their tokens have portals of their own.
  if (own !== null && config.propertiesCheckMs > 0) {
    const { propertiesCheckMs: everyMs } = config;
    const check = { ours: definitions, read: () => definitionsFor(own), everyMs, log };
    const checking = startPropertiesCheck(check);
    started.defer(() => checking.close());
  }

  if (sandbox !== null) log.warn(SANDBOX_WARNING);
  const resources = started.move();
  return {
    url: `${server.url}${GRAPHQL_PATH}`,
    metricsUrl: metricsServer && `${metricsServer.url}/metrics`,
    sandbox,
    get underWay() {
      return { requests: telemetry.requests.open, inputs: state().queueLength };
    },
    get quotaShared() {
      return limiters.shared;
    },
    close: () => resources.disposeAsync(),
  };
}

/** Loaded only where it is used: a gateway with a HubSpot account has no need of it. */
async function embedSandbox({ sandbox }: Config, definitions: readonly SentDefinition[]): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox/sandbox.ts');
  return startSandbox({ ...sandbox, definitions, port: 0 });
}

const stateOf = (open: readonly Access[], shared: SharedBy): GatewayState => ({
  queueLength: open.reduce((sum, { queued }) => sum + queued, 0),
  credentials: open.length,
  circuitsOpen: open.filter(({ circuitOpen }) => circuitOpen).length,
  quotaLeft: Math.min(1, ...open.map(({ quotaLeft }) => quotaLeft)),
  quotaFallback: shared === 'fallback' ? 1 : 0,
});

function identification({ jwt }: Config, service: Credential | null, log: Logger): IdentifyCaller {
  if (service === null) return callersBringTokens;
  return jwt === null ? everyoneActsAs(service) : callersBringJwts(jwt, service, log);
}

function serveGateway(routes: Routes, config: Config, refused: BrowserRules['refused']) {
  const { port, allowedOrigins, callerAuth, trustProxy } = config;
  const loopbackNamesOnly = callerAuth === 'none' && trustProxy === 0;
  const gate = browserGate({ allowedOrigins, trustProxy, loopbackNamesOnly, refused });
  return startHttpServer(routes, { ...config, port, portVariable: 'PORT', gate });
}

async function serveMetrics(routes: Routes, config: Config) {
  if (config.metricsPort === null) return null;
  return startHttpServer(routes, {
    ...config,
    port: config.metricsPort,
    portVariable: 'METRICS_PORT',
    gate: () => true,
  });
}
