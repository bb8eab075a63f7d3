import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { openAccountSchema } from './account-schema.ts';
import { perKey } from './batching/per-key.ts';
import { createQueueLimit } from './batching/queue-limit.ts';
import type { Config } from './config.ts';
import { openAccess } from './contacts/access.ts';
import { createSharedQuotas } from './contacts/shared-quotas.ts';
import { type Credential, credentialOf } from './credential.ts';
import { checkDefinitions, readDefinitionsFile, type SentDefinition } from './definitions-file.ts';
import { createClient, type RestAnswer, type RestRequest } from './hubspot/client.ts';
import { openCredential } from './hubspot/oauth-credential.ts';
import { tokenOwner } from './hubspot/token-owner.ts';
import { openRateLimiters } from './rate-limit/rate-limiters.ts';
import { browserGate } from './server/browsers.ts';
import { callerLimit, callersBringTokens, everyoneActsAs, type IdentifyCaller } from './server/caller.ts';
import { createGraphQLEndpoint, GRAPHQL_PATH } from './server/graphql-endpoint.ts';
import { clientAddress, startHttpServer } from './server/http-server.ts';
import { callersBringJwts } from './server/jwt.ts';
import { gatewayRoutes, metricsRoutes } from './server/routes.ts';
import { watchCalls, watchCredential } from './telemetry/calls.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { watchMutations, watchRefusedOrigins, watchRequests } from './telemetry/requests.ts';

export type App = Awaited<ReturnType<typeof startApp>>;

const OUTAGE = 'HubSpot fails again and again: updates are held back until it answers';
/** A start does not wait longer for a number that it only shows, in ms. */
const HUB_ID_MS = 2_000;
const SANDBOX_WARNING =
  'no HubSpot account is configured: the embedded sandbox answers, and nothing reaches a real account';

interface Overrides {
  readonly log?: Logger;
  /** Of the account's properties, instead of those in schema/contact-properties.json. */
  readonly definitions?: readonly SentDefinition[];
}

/** Puts the gateway together, from HubSpot upwards, and starts it. */
export async function startApp(config: Config, overrides: Overrides = {}) {
  const log = overrides.log ?? pino({ level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const sent = overrides.definitions ?? readDefinitionsFile();
  const definitions = checkDefinitions(sent);
  // The sandbox and tracing are loaded only where they are used: they would take a good part of a start.
  const embedded = config.hubspotBaseUrl === null ? await import('./sandbox/sandbox.ts') : null;
  const ofSandbox = config.sandbox.definitions ?? sent;
  const sandbox = embedded && (await embedded.startSandbox({ ...config.sandbox, definitions: ofSandbox, port: 0 }));
  started.defer(() => sandbox?.close());

  const metrics = createMetrics();
  const { otelExporterOtlpEndpoint: collector } = config;
  const tracing = collector === null ? null : (await import('./telemetry/tracing.ts')).createTracing(collector, log);
  started.defer(() => tracing?.close());

  // So that a call that is never answered leaves time for another one.
  const callTimeoutMs = Math.ceil(config.deadlineMs / 2);
  const hubspot = createClient({
    baseUrl: config.hubspotBaseUrl ?? sandbox?.url ?? '',
    apiVersion: config.hubspotApiVersion,
    timeoutMs: callTimeoutMs,
    watch: watchCalls({ log, metrics, tracing, onEnd: learn }),
  });
  started.defer(() => hubspot.close());
  const own = config.serviceCredential && openCredential(config.serviceCredential, hubspot);
  const service = own ?? (sandbox && credentialOf('sandbox'));

  const { rateLimit: limit, rateLimitIntervalMs: intervalMs, redisUrl } = config;
  const limiters = await openRateLimiters({ limit, intervalMs, callTimeoutMs, redisUrl, log });
  started.defer(() => limiters.close());
  // Where the gateway has one credential there is nobody to share its quota with.
  const sharedQuotas =
    service === null
      ? createSharedQuotas({
          ownerOf: (credential) => tokenOwner(hubspot.as(credential), credential),
          open: limiters.open,
        })
      : null;
  started.defer(() => sharedQuotas?.close());

  const queue = { inputs: config.queueLimit, bytes: config.queueBytes, shared: service === null };
  const [queueLimit, lineLimit] = [createQueueLimit(queue), createQueueLimit(queue)];
  const closing = new AbortController();
  const access = perKey((credential: Credential) =>
    openAccess(hubspot, credential, {
      ...config,
      openLimiter: sharedQuotas?.open ?? (({ id }, quota) => limiters.open(id, quota)),
      queueShare: queueLimit.share,
      lineShare: lineLimit.share,
      closing: closing.signal,
      observe: metrics.observe,
      onOutage: (begins) => {
        if (begins) log.warn({ credential: credential.id }, OUTAGE);
        else log.info({ credential: credential.id }, 'HubSpot answers again');
      },
    }),
  );
  started.defer(async () => {
    await Promise.all(access.all().map((opened) => opened.close()));
  });
  // So that its part of a shared quota is there before the first update.
  if (service !== null) access.get(service);
  if (sandbox !== null && service !== null) access.get(service).definitions.learn(checkDefinitions(ofSandbox));
  metrics.readState(access.all, () => limiters.shared);

  const trust = watchCredential();
  /** From the end of every REST call. */
  function learn(credential: Credential, request: RestRequest, answer: RestAnswer | null): void {
    // What was asked is not about contacts: neither the quota nor a refusal of the token is read from it.
    if (answer === null || request.tokenIn !== undefined) return;
    const { status } = answer;
    access.peek(credential)?.observe(request, answer);
    // Anyone can bring a token that HubSpot refuses, and any number of them.
    if (status === 401 && service === null) access.dropSoon(credential);
    if (credential.id === service?.id) trust.told(status);
    // Documented: a refresh is refused with 400.
    else if (request.resource === 'access-token' && status === 400) trust.told(401);
  }

  // Callers that bring their tokens have accounts of their own. The embedded sandbox has the gateway's own definitions, as a rule.
  const account = own ?? (config.liveProperties ? service : null);
  const schema = await openAccountSchema({
    committed: definitions,
    read: account && ((withinMs) => access.get(account).definitions.readNow(withinMs)),
    live: config.liveProperties,
    fallback: config.propertiesFallback,
    everyMs: config.propertiesCheckMs,
    log,
    onChange: metrics.schemaChanged,
  });
  started.defer(() => schema.close());
  const hubId = own !== null && config.liveProperties ? await access.get(own).hubId(HUB_ID_MS) : null;

  const serve = createGraphQLEndpoint({
    schema: () => schema.current,
    identifyCaller: identification(config, service, log),
    admitInputs: callerLimit(config.callerInputsPerSecond),
    gateway: {
      accessOf: access.get,
      reportBug: (err) => log.error({ err }, 'an input failed in an unexpected way'),
    },
    watchMutation: watchMutations(metrics, tracing),
    limits: config,
    log,
  });
  const requests = watchRequests(log, metrics);
  const watchRequest = (request: IncomingMessage, response: ServerResponse) =>
    requests.watch(request, response, clientAddress(request, config.trustProxy));
  const refusedOrigin = watchRefusedOrigins(log);
  const gate = browserGate(config, (request, response, code) => {
    watchRequest(request, response).errors[code] = 1;
    if (code === 'ORIGIN_NOT_ALLOWED' && request.headers.origin !== undefined) refusedOrigin(request.headers.origin);
  });
  let draining = false;
  const routes = gatewayRoutes({
    graphql: (request, response) => void serve(request, response, watchRequest(request, response)),
    graphiql: config.graphiql,
    trustedOnly: config.trustedDocuments !== null,
    schema: () => schema.current,
    sandbox: sandbox !== null,
    notReady: () => [
      ...(draining ? ['it is stopping'] : []),
      ...(trust.refused ? ["HubSpot refuses the gateway's token"] : []),
    ],
  });

  const { metricsPort } = config;
  const metricsServer =
    metricsPort === null
      ? null
      : await startHttpServer(metricsRoutes(metrics.registry), {
          ...config,
          port: metricsPort,
          portVariable: 'METRICS_PORT',
        });
  started.defer(async () => void (await metricsServer?.close()));
  const server = await startHttpServer(
    (request, response) => void (gate(request, response) && routes(request, response)),
    { ...config, portVariable: 'PORT' },
  );
  started.defer(async () => {
    draining = true;
    const closed = server.close();
    // Together: what is gathered must leave for the requests under way to be answered.
    const drained = Promise.all([closed, ...access.all().map((paths) => paths.drain())]).then(() => 'drained');
    if ((await Promise.race([drained, wait(config.drainMs, 'late', { ref: false })])) === 'drained') return;
    // First, so that what an answer leads to (a write after its look-up, say) finds the doors closed.
    closing.abort();
    for (const paths of access.all()) paths.giveUp();
    server.cut();
    await closed;
  });

  if (sandbox !== null) log.warn(SANDBOX_WARNING);
  const resources = started.move();
  return {
    /** Address of the GraphQL endpoint, and of GraphiQL. */
    url: `${server.url}${GRAPHQL_PATH}`,
    /** Where Prometheus finds the metrics; null: nowhere. */
    metricsUrl: metricsServer && `${metricsServer.url}/metrics`,
    /** The number of the account whose properties the schema follows; null where it is not known. */
    hubId,
    /** The embedded HubSpot; null when a real one is used. */
    sandbox,
    /** What is not answered yet: HTTP requests, and the inputs and reads that were accepted. */
    get underWay() {
      return { requests: requests.open, inputs: access.all().reduce((sum, { queued }) => sum + queued, 0) };
    },
    /** Takes no new requests, answers those under way, and frees everything. */
    close: () => resources.disposeAsync(),
  };
}

function identification({ jwt }: Config, service: Credential | null, log: Logger): IdentifyCaller {
  if (service === null) return callersBringTokens;
  return jwt === null ? everyoneActsAs(service) : callersBringJwts(jwt, service, log);
}
