import { readFileSync } from 'node:fs';
import { type PropertyDefinition, propertyDefinitionsSchema } from '../hubspot/wire.ts';

const file = new URL('../../schema/contact-properties.json', import.meta.url);

/** The property definitions that the schema is built from: HubSpot's own JSON, checked once at start. */
export const portalDefinitions: readonly PropertyDefinition[] = propertyDefinitionsSchema.parse(
  JSON.parse(readFileSync(file, 'utf8')),
).results;
