// Pulls the account's property definitions to schema/contact-properties.json, and makes the SDL and the typed documents
// from them anew. With --check it only compares, and exits with 1 when they differ.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config.ts';
import { ConfigError } from '../src/environment.ts';
import { compareDefinitions, describeChanges } from '../src/graphql/definition-changes.ts';
import { createClient } from '../src/hubspot/client.ts';
import { openCredential } from '../src/hubspot/oauth-credential.ts';
import { readDefinitionsAsSent } from '../src/hubspot/read-definitions.ts';
import { ContactUpdateError } from '../src/hubspot/update-errors.ts';
import { propertyDefinitionsSchema } from '../src/hubspot/wire.ts';

const root = new URL('..', import.meta.url);
const file = new URL('schema/contact-properties.json', root);

/** They say when and by whom something was changed, not what: they would only make differences harder to read. */
const LEFT_OUT = new Set(['createdAt', 'updatedAt', 'createdUserId', 'updatedUserId']);

class CannotPull extends Error {}

async function pull(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  // How the gateway would be reached makes no difference here.
  const { serviceCredential, hubspotBaseUrl, apiVersion, deadlineMs } = readConfig({
    ...process.env,
    HOST: undefined,
    CALLER_AUTH: undefined,
  });
  if (serviceCredential === null || hubspotBaseUrl === null) {
    throw new CannotPull(
      'Set HUBSPOT_ACCESS_TOKEN to a token of the account whose properties are wanted, or HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN to an OAuth app of it; it needs the scope crm.schemas.contacts.read, or any scope for contacts.',
    );
  }
  const call = createClient({ baseUrl: hubspotBaseUrl, apiVersion, timeoutMs: deadlineMs });
  return readDefinitionsAsSent(call, openCredential(serviceCredential, call));
}

function write(definitions: readonly Readonly<Record<string, unknown>>[]): void {
  const results = definitions
    .map((definition) => Object.fromEntries(Object.entries(definition).filter(([key]) => !LEFT_OUT.has(key))))
    .toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ results }, null, 2)}\n`);
}

/** In a process of its own, for the schema is built from the file when it is first imported. */
function run(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: fileURLToPath(root), stdio: 'inherit' });
}

try {
  const sent = await pull();
  const { results: portals } = propertyDefinitionsSchema.parse({ results: sent });
  const { results: ours } = propertyDefinitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const changes = compareDefinitions(ours, portals);
  process.stdout.write(changes === null ? 'No differences.\n' : `${describeChanges(changes)}\n`);
  if (process.argv.includes('--check')) process.exitCode = changes === null ? 0 : 1;
  else {
    write(sent);
    run('scripts/print-schema.ts');
    run('node_modules/@graphql-codegen/cli/esm/bin.js');
    process.stdout.write('schema/ and the typed documents are up to date; look at the difference and commit it.\n');
  }
} catch (error) {
  const expected = error instanceof CannotPull || error instanceof ConfigError || error instanceof ContactUpdateError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
