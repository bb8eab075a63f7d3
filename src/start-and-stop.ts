import { constants } from 'node:os';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import type { Config } from './config.ts';

/** Tells of the start and the stop of the process. */
interface Announcer {
  listening(app: App): void;
  stopping(signal: NodeJS.Signals, underWay: App['underWay']): void;
  /** Ended before everything was answered. */
  cut(signal: NodeJS.Signals): void;
  stopped(): void;
}

/** npm and service managers send a signal twice; a person who wants to wait no longer needs some time to decide. */
const IMPATIENT_MS = 1000;

/** When everything is closed, nothing keeps the process alive for longer than this. */
const LEFT_BEHIND_MS = 1000;

/** A terminal that is closed sends SIGHUP. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Stops the app at a signal; the process then ends by itself, because nothing is left to do. Further signals change nothing
 * within the first second, and end it at once after that.
 */
export function stopOnSignals(app: App, tell: Announcer, closeLog: () => Promise<void>): void {
  let stoppingAt: number | null = null;
  async function stop(): Promise<void> {
    await app.close();
    tell.stopped();
    await closeLog();
    setTimeout(endAnyway, LEFT_BEHIND_MS).unref();
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (stoppingAt === null) {
      stoppingAt = performance.now();
      tell.stopping(signal, app.underWay);
      void stop();
    } else if (performance.now() - stoppingAt >= IMPATIENT_MS) {
      tell.cut(signal);
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

/** In log lines. They come at any level but "silent": someone who asks for warnings alone wants to see a restart, too. */
export function announceInLog(log: Logger, config: Config): Announcer {
  const lines = log.level === 'silent' ? log : log.child({}, { level: 'info' });
  return {
    listening: ({ url }) =>
      lines.info(
        {
          url,
          hubspot: config.hubspotBaseUrl ?? 'sandbox',
          callerAuth: config.callerAuth,
          graphiql: config.graphiql,
        },
        'listening',
      ),
    stopping: (signal, underWay) => lines.info({ signal, ...underWay }, 'stopping'),
    cut: (signal) => lines.warn({ signal }, 'ended at once by another signal'),
    stopped: () => lines.info('stopped'),
  };
}

/** In words, to a person at a terminal. */
export function announceToPerson(config: Config): Announcer {
  const say = (text: string) => void process.stdout.write(text);
  return {
    listening: (app) => say(banner(app, config)),
    stopping: (_signal, underWay) => say(`\n  Stopping. ${describe(underWay, config.drainMs)}\n\n`),
    cut: () => say('  Ended at once; what was under way is not answered.\n'),
    stopped: () => say('  Stopped.\n'),
  };
}

function banner({ url, sandbox }: App, config: Config): string {
  const kept = config.sandbox.file === null ? 'nothing is kept' : `contacts are kept in ${config.sandbox.file}`;
  const account =
    sandbox === null
      ? `Updates go to ${config.hubspotBaseUrl}.`
      : `SANDBOX: no HUBSPOT_ACCESS_TOKEN is set, so contacts 501 to 700 of an embedded HubSpot
  are served, at ${sandbox.url}. Nothing reaches a real account, ${kept}.`;
  return `
  contacts-gateway is ready: ${url}
  ${config.graphiql ? 'Open it in a browser for GraphiQL. ' : ''}Ctrl+C stops it.

  ${account}

`;
}

function describe({ requests, inputs }: App['underWay'], drainMs: number): string {
  if (requests === 0) return 'Nothing is under way.';
  const what = `${requests} ${requests === 1 ? 'request is' : 'requests are'} under way (inputs and reads: ${inputs})`;
  return `${what}, and answered first, within ${drainMs / 1000} s. Ctrl+C again ends it at once.`;
}
