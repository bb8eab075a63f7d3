import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './environment.ts';
import { alwaysLogged, banner, stopOnSignals } from './start-and-stop.ts';
import { openLog } from './telemetry/log.ts';

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const terminal = process.stdout.isTTY === true && !config.production;
  const { log, close } = await openLog(config.logLevel, terminal);
  const app = await startApp(config, { log });
  const lines = alwaysLogged(log);
  stopOnSignals(app, lines, close);
  const { hubspotBaseUrl, callerAuth, graphiql } = config;
  if (terminal) process.stdout.write(banner(app, config));
  else lines.info({ url: app.url, hubspot: hubspotBaseUrl ?? 'sandbox', callerAuth, graphiql }, 'listening');
}

try {
  await serve();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
