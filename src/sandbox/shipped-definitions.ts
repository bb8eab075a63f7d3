import { readFileSync } from 'node:fs';
import { listSchema } from '../hubspot/wire.ts';
import type { SentDefinition } from './portal.ts';

const file = new URL('../../schema/contact-properties.json', import.meta.url);

/** Those of schema/contact-properties.json, with every field, those that the gateway does not know included. */
export const shippedDefinitions = (): readonly SentDefinition[] =>
  listSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).results;
