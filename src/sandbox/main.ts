import { ConfigError, readEnvironment } from '../environment.ts';
import { sandboxOptions, sandboxVariables } from './environment.ts';
import { startSandbox } from './sandbox.ts';

try {
  const options = sandboxOptions(readEnvironment(sandboxVariables, process.env, ['SANDBOX_']));
  const sandbox = await startSandbox(options);
  process.stdout.write(`HubSpot sandbox with contacts 501 to 700: ${sandbox.url} (any bearer token will do)\n`);

  const stop = () => void sandbox.close();
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
