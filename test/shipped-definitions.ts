import { readFileSync } from 'node:fs';
import type { SentDefinition } from '../src/sandbox/calls.ts';

const file = new URL('contact-properties.json', import.meta.url);

/** In the place of src/sandbox/shipped-definitions.ts, for the reason that test/portal-definitions.ts gives. */
export const shippedDefinitions = (): readonly SentDefinition[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { results: SentDefinition[] }).results;
