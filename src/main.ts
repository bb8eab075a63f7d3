import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './environment.ts';
import { ListenError } from './server/http-server.ts';
import { announceInLog, announceToPerson, stopOnSignals } from './start-and-stop.ts';
import { openLog } from './telemetry/log.ts';

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const terminal = process.stdout.isTTY === true && !config.production;
  const { log, close } = await openLog(config.logLevel, terminal);
  const app = await startApp(config, { log });
  const tell = terminal ? announceToPerson(config) : announceInLog(log, config);
  stopOnSignals(app, tell, close);
  tell.listening(app);
}

try {
  await serve();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ListenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
