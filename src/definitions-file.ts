import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type PropertyDefinition, propertyDefinitionsSchema } from './hubspot/wire.ts';

/** A definition with every field that HubSpot sent, those that the gateway does not know included. */
export type SentDefinition = Readonly<Record<string, unknown>>;

const file = new URL('../schema/contact-properties.json', import.meta.url);
const fileSchema = z.object({ results: z.array(z.record(z.string(), z.unknown())) });

/** The property definitions of a file: that of schema/contact-properties.json, or another one of its form. Throws where it has not. */
export const readDefinitionsFile = (path: string | URL = file): readonly SentDefinition[] =>
  fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).results;

/** Definitions as the gateway reads them. Throws where none can be read. */
export const checkDefinitions = (sent: readonly unknown[]): readonly PropertyDefinition[] =>
  propertyDefinitionsSchema.parse({ results: sent }).results;
