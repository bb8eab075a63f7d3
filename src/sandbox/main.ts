import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, readEnvironment } from '../environment.ts';
import { propertyDefinitionsSchema } from '../hubspot/wire.ts';
import { sandboxOptions, sandboxVariables } from './environment.ts';
import { startSandbox } from './sandbox.ts';

const file = new URL('../../schema/contact-properties.json', import.meta.url);

try {
  const options = sandboxOptions(readEnvironment(z.object(sandboxVariables), process.env));
  const { results: definitions } = propertyDefinitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const sandbox = await startSandbox({ ...options, definitions });
  process.stdout.write(`HubSpot sandbox with contacts 501 to 700: ${sandbox.url} (any bearer token will do)\n`);

  const stop = () => void sandbox.close();
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
