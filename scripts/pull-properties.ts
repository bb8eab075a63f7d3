// Pulls the account's property definitions to schema/contact-properties.json, and makes the SDL and the typed documents
// from them anew. With --check it only compares, and exits with 1 when they differ.
import { readFileSync } from 'node:fs';
import { readConfig } from '../src/config.ts';
import { checkDefinitions } from '../src/definitions-file.ts';
import { ConfigError } from '../src/environment.ts';
import { compareDefinitions, describeChanges } from '../src/graphql/definition-changes.ts';
import { createClient } from '../src/hubspot/client.ts';
import { ContactError } from '../src/hubspot/contact-errors.ts';
import { openCredential } from '../src/hubspot/oauth-credential.ts';
import { readDefinitionsAsSent } from '../src/hubspot/read-definitions.ts';
import { propertyDefinitionSchema } from '../src/hubspot/wire.ts';
import { ContractError, DEFINITIONS_FILE, makeContract } from './make-contract.ts';
import { mergeDefinitions, type NamedDefinition } from './merge-definitions.ts';

class CannotPull extends Error {}

async function pull(): Promise<readonly unknown[]> {
  // How the gateway would be reached makes no difference here.
  const {
    serviceCredential,
    hubspotBaseUrl,
    hubspotApiVersion: apiVersion,
    deadlineMs,
  } = readConfig({
    ...process.env,
    HOST: undefined,
    CALLER_AUTH: undefined,
  });
  if (serviceCredential === null || hubspotBaseUrl === null) {
    throw new CannotPull(
      'Set HUBSPOT_ACCESS_TOKEN to a token of the account whose properties you want, or HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and HUBSPOT_REFRESH_TOKEN to those of an OAuth app. It needs the scope crm.schemas.contacts.read, or any scope for contacts.',
    );
  }
  const hubspot = createClient({ baseUrl: hubspotBaseUrl, apiVersion, timeoutMs: deadlineMs });
  return readDefinitionsAsSent(hubspot.as(openCredential(serviceCredential, hubspot)));
}

/** The definitions that can be read, in alphabetical order, as they were sent; says which are left out. */
function keep(sent: readonly unknown[]): NamedDefinition[] {
  const kept = sent.flatMap((definition, index) => {
    const { data, error } = propertyDefinitionSchema.safeParse(definition);
    if (data !== undefined) return [definition as NamedDefinition];
    process.stderr.write(
      `Definition ${index + 1} of the account cannot be read and is left out: ${shown(definition)}.\n`,
    );
    for (const { path, message } of error.issues) process.stderr.write(`  ${path.join('.')}: ${message}\n`);
    return [];
  });
  return kept.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const fileOf = (definitions: readonly unknown[]): string => `${JSON.stringify({ results: definitions }, null, 2)}\n`;

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 100);

try {
  const theirs = keep(await pull());
  const text = readFileSync(DEFINITIONS_FILE, 'utf8');
  const ours: { results: readonly unknown[] } = JSON.parse(text);
  const changes = compareDefinitions(checkDefinitions(ours.results), checkDefinitions(theirs));
  process.stdout.write(changes === null ? 'No differences.\n' : `${describeChanges(changes)}\n`);
  if (process.argv.includes('--check')) process.exitCode = changes === null ? 0 : 1;
  else {
    await makeContract(changes === null ? text : fileOf(mergeDefinitions(ours.results, theirs, changes)));
    process.stdout.write('schema/ and the typed documents are up to date; look at the difference and commit it.\n');
  }
} catch (error) {
  const expected = [CannotPull, ConfigError, ContactError, ContractError].some((type) => error instanceof type);
  if (!expected) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
