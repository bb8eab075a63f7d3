import { readFileSync } from 'node:fs';
import { type PropertyDefinition, propertyDefinitionsSchema } from '../src/hubspot/wire.ts';

const file = new URL('contact-properties.json', import.meta.url);

/**
 * The definitions that ship, in the place of src/graphql/portal-definitions.ts (vitest.config.ts sees to it): the tests
 * need the example properties among them, and schema/contact-properties.json may long be that of an account.
 */
export const portalDefinitions: readonly PropertyDefinition[] = propertyDefinitionsSchema.parse(
  JSON.parse(readFileSync(file, 'utf8')),
).results;
