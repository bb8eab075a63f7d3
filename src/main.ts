import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { type App, startApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { ConfigError } from './environment.ts';
import { ListenError } from './server/http-server.ts';
import { serveAsWorker } from './worker.ts';
import { startWorkers, WorkersError } from './workers.ts';

function banner(app: Pick<App, 'url' | 'sandbox'>, { sandbox: { file } }: Config): string {
  const sandbox = `
  SANDBOX: no HUBSPOT_ACCESS_TOKEN is set, so contacts 501 to 700 of an embedded HubSpot
  are served, at ${app.sandbox?.url}. Nothing reaches a real account, ${file === null ? 'nothing is kept' : `contacts are kept in ${file}`}.
`;
  return `
  contacts-gateway is ready: ${app.url}
  Open it in a browser for GraphiQL. Ctrl+C stops it.
${app.sandbox === null ? '' : sandbox}
`;
}

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  if (cluster.isWorker) return serveAsWorker(await startApp(config));
  const app = config.workers > 1 ? await startWorkers(config) : await startApp(config);
  process.stdout.write(banner(app, config));

  // A second signal finds no handler and ends the process at once. Calls that were given up do not keep it alive.
  const stop = () => void app.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

// Left to itself V8 lets the heap grow to four times of what is in use before it looks for what is not: half a gigabyte
// under load, for a tenth of throughput. This is no limit: what is needed is had.
setFlagsFromString('--heap-growing-percent=25');

try {
  await serve();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ListenError || error instanceof WorkersError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  // The channel to the primary would keep a worker alive.
  cluster.worker?.disconnect();
}
