import { constants } from 'node:os';
import type { Logger } from 'pino';
import { type App, startApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { ConfigError } from './environment.ts';
import { openLog } from './telemetry/log.ts';

/** npm and service managers send a signal twice; a person who wants to wait no longer needs some time to decide. */
const IMPATIENT_MS = 1000;

/** How long a process that has nothing to do any more may take to end, in ms. */
const LEFT_BEHIND_MS = 1000;

/** A terminal that is closed sends SIGHUP. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const terminal = process.stdout.isTTY === true && !config.production;
  const { log, close } = await openLog(config.logLevel, terminal);
  const app = await startApp(config, { log });
  // Lines at any level but "silent": someone who asks for warnings alone wants to see a restart, too.
  const lines = log.level === 'silent' ? log : log.child({}, { level: 'info' });
  stopOnSignals(app, lines, close);
  const { hubspotBaseUrl, callerAuth, graphiql, liveProperties } = config;
  const properties = liveProperties ? { properties: 'live', hubId: app.hubId } : {};
  if (terminal) process.stdout.write(banner(app, config));
  else
    lines.info(
      { url: app.url, hubspot: hubspotBaseUrl ?? 'sandbox', callerAuth, graphiql, ...properties },
      'listening',
    );
}

/**
 * Stops the app at a signal, and then ends the process. Further signals change nothing within the first second, and end it at
 * once after that.
 */
function stopOnSignals(app: App, log: Logger, closeLog: () => Promise<void>): void {
  let stoppingAt: number | null = null;
  async function stop(): Promise<void> {
    await app.close();
    log.info('stopped');
    await closeLog();
    setTimeout(endAnyway, LEFT_BEHIND_MS).unref();
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (stoppingAt === null) {
      stoppingAt = performance.now();
      log.info({ signal, ...app.underWay }, 'stopping');
      void stop();
    } else if (performance.now() - stoppingAt >= IMPATIENT_MS) {
      log.warn({ signal }, 'ended at once by another signal');
      // The code that shells report. The first process of a container could not end itself by the signal.
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) process.on(signal, () => onSignal(signal));
}

/** The last resort, so that a call that was given up, or a bug, does not keep a stopped gateway alive. It says what was left. */
function endAnyway(): void {
  process.stderr.write(`Left behind at the end of the process: ${process.getActiveResourcesInfo().join(', ')}\n`);
  process.exit(0);
}

const LIVE = `
  The schema has the properties of this account, and follows them.`;

/** What a person at a terminal is told first. */
function banner(
  { url, sandbox, hubId }: App,
  { hubspotBaseUrl, sandbox: { file }, graphiql, drainMs, liveProperties }: Config,
): string {
  const kept = file === null ? 'nothing is kept' : `contacts are kept in ${file}`;
  const account =
    sandbox === null
      ? `Contacts are written to ${hubspotBaseUrl}${hubId === null ? '' : `, account ${hubId}`}.${liveProperties ? LIVE : ''}`
      : `SANDBOX: no HUBSPOT_ACCESS_TOKEN is set, so contacts 501 to 700 of an embedded HubSpot
  are served, at ${sandbox.url}. Nothing reaches a real account, ${kept}.`;
  return `
  contacts-gateway is ready: ${url}
  ${graphiql ? 'Open it in a browser for GraphiQL. ' : ''}Ctrl+C stops it: what is under way
  is answered first, within ${drainMs / 1000} s; another Ctrl+C ends it at once.

  ${account}

`;
}

try {
  await serve();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
