import { type App, startApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { ConfigError } from './environment.ts';
import { ListenError } from './server/http-server.ts';

function banner(app: App, { sandbox: { file } }: Config): string {
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

try {
  const config = readConfig(process.env);
  const app = await startApp(config);
  process.stdout.write(banner(app, config));

  // A second signal finds no handler and ends the process at once. Calls that were given up do not keep it alive.
  const stop = () => void app.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ListenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
