import cluster, { type Worker } from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type App, SANDBOX_WARNING } from './app.ts';
import type { Config } from './config.ts';
import { createLedger } from './rate-limit/ledger.ts';
import { serveLedger } from './rate-limit/primary-store.ts';
import { startSandbox } from './sandbox/sandbox.ts';
import { startMetricsServer } from './server/metrics-server.ts';
import { workersMetrics } from './signals/workers-metrics.ts';
import { DRAIN, ON_SANDBOX, type Ready } from './worker.ts';

/** A worker that ended unasked is replaced after a while, which doubles when its successor does not live for long either. */
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;
const LONG_LIFE_MS = 10_000;
/** What a worker has for ending beyond DRAIN_MS. */
const LAST_WORDS_MS = 3_000;

/** A worker could not serve, and has said why. */
export class WorkersError extends Error {
  override readonly name = 'WorkersError';
}

/**
 * Runs `config.workers` processes that serve one port, and replaces those that crash. They share the quota through this
 * process, unless through Redis; an embedded sandbox runs here, once.
 */
export async function startWorkers(config: Config, log: Logger): Promise<Pick<App, 'url' | 'sandbox' | 'close'>> {
  await using started = new AsyncDisposableStack();
  const sandbox = config.hubspotBaseUrl === null ? await startSandbox({ ...config.sandbox, port: 0 }) : null;
  started.defer(() => sandbox?.close());
  // The metrics of all are told here, at one address.
  const env = {
    METRICS_PORT: '',
    ...(sandbox === null
      ? {}
      : { HUBSPOT_BASE_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'sandbox', [ON_SANDBOX]: 'yes' }),
  };
  const { metricsPort } = config;
  const metrics =
    metricsPort === null
      ? null
      : await startMetricsServer(workersMetrics(), { ...config, ...config.server, port: metricsPort });
  started.defer(() => metrics?.close());
  // One of them is enough to look at the portal's property definitions.
  const noCheck = { PROPERTIES_CHECK_MS: '0' };
  const ledger = createLedger();
  const slots = Array.from({ length: config.workers }, (_, number) =>
    createSlot({ ...env, ...(number === 0 && sandbox === null ? {} : noCheck) }, ledger, log),
  );
  started.defer(async () => {
    await Promise.all(slots.map((slot) => slot.stop(config.drainMs + LAST_WORDS_MS)));
  });

  // The first one alone: what keeps all of them from serving is said once.
  const [first, ...others] = slots;
  const url = await first?.start();
  const served = url === undefined ? [] : await Promise.all(others.map((slot) => slot.start()));
  if (url === undefined || served.includes(undefined)) throw new WorkersError('The gateway has not started.');
  if (sandbox !== null) log.warn(SANDBOX_WARNING);
  const resources = started.move();
  return { url, sandbox, close: () => resources.disposeAsync() };
}

/** One worker, from its fork to its end. */
interface Life {
  readonly worker: Worker;
  readonly startedAt: number;
  /** Resolves with its address when it serves; undefined: it has ended before. */
  readonly serving: Promise<string | undefined>;
  /** Resolves with the manner of its end. */
  readonly ended: Promise<string>;
}

/** The place of one worker, which another one takes when it crashes. */
function createSlot(env: Readonly<Record<string, string>>, ledger: ReturnType<typeof createLedger>, log: Logger) {
  const stopping = new AbortController();
  let life: Life | null = null;

  function fork(): Life {
    const worker = cluster.fork(env);
    serveLedger(ledger, worker);
    const serving = Promise.withResolvers<string | undefined>();
    const ended = Promise.withResolvers<string>();
    worker.on('message', (message: unknown) => {
      if (isReady(message)) serving.resolve(message.url);
    });
    worker.once('exit', (code, signal) => {
      serving.resolve(undefined);
      ended.resolve(signal ?? `code ${code}`);
    });
    life = { worker, startedAt: performance.now(), serving: serving.promise, ended: ended.promise };
    return life;
  }

  async function replace(ended: Life): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    for (let last = ended; ; last = fork()) {
      const how = await last.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - last.startedAt > LONG_LIFE_MS) backoffMs = FIRST_BACKOFF_MS;
      log.error(`a worker ended by itself (${how}); another one starts in ${backoffMs} ms`);
      await wait(backoffMs, null, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      backoffMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2);
    }
  }

  return {
    /** Resolves with the address it serves; undefined: it could not, and has said why. */
    async start(): Promise<string | undefined> {
      const first = fork();
      const url = await first.serving;
      if (url !== undefined) void replace(first);
      return url;
    },
    /** Drains it; what takes longer than `ms` is cut off. */
    async stop(ms: number): Promise<void> {
      stopping.abort();
      if (life === null) return;
      const { worker, serving, ended } = life;
      const late = setTimeout(() => worker.process.kill('SIGKILL'), ms);
      // One that is still starting does not listen yet; and it may be gone by now.
      await serving;
      worker.send(DRAIN, () => {});
      await ended;
      clearTimeout(late);
    },
  };
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready';
