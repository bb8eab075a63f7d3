import { readFileSync } from 'node:fs';
import { propertyDefinitionsSchema } from '../hubspot/wire.ts';
import { FREE_ACCOUNT } from './rate-limit-headers.ts';
import { startSandbox } from './sandbox.ts';

/** A whole number from the environment; the process ends with a message when it is something else. */
function integer(name: string, fallback: number, most: number): number {
  const text = process.env[name] || String(fallback);
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  process.stderr.write(`${name} must be a whole number from 0 to ${most}, but it is ${JSON.stringify(text)}.\n`);
  process.exit(1);
}

const port = integer('SANDBOX_PORT', 4010, 65_535);
const latencyMs = integer('SANDBOX_LATENCY_MS', 0, 60_000);
const max = integer('SANDBOX_RATE_LIMIT', FREE_ACCOUNT.max, 1_000_000);

const file = new URL('../../schema/contact-properties.json', import.meta.url);
const { results } = propertyDefinitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const sandbox = await startSandbox({ definitions: results, port, latencyMs, rateLimit: { ...FREE_ACCOUNT, max } });
process.stdout.write(`HubSpot sandbox with contacts 501 to 700: ${sandbox.url} (any bearer token will do)\n`);

const stop = () => void sandbox.close();
process.once('SIGTERM', stop).once('SIGINT', stop);
