import { readFileSync } from 'node:fs';
import { propertyDefinitionsSchema } from '../hubspot/wire.ts';
import { startSandbox } from './sandbox.ts';

const DEFAULT_PORT = '4010';

const port = process.env.SANDBOX_PORT || DEFAULT_PORT;
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
  process.stderr.write(`SANDBOX_PORT must be a whole number from 0 to 65535, but it is ${JSON.stringify(port)}.\n`);
  process.exit(1);
}

const file = new URL('../../schema/contact-properties.json', import.meta.url);
const { results } = propertyDefinitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const sandbox = await startSandbox({ definitions: results, port: Number(port) });
process.stdout.write(`HubSpot sandbox with contacts 501 to 700: ${sandbox.url} (any bearer token will do)\n`);

const stop = () => void sandbox.close();
process.once('SIGTERM', stop).once('SIGINT', stop);
