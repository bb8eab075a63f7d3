import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SentDefinition } from './calls.ts';

const file = new URL('../../schema/contact-properties.json', import.meta.url);

const definitionsSchema = z.object({ results: z.array(z.record(z.string(), z.unknown())) });

/** Those of schema/contact-properties.json, with every field, those that the gateway does not know included. */
export const shippedDefinitions = (): readonly SentDefinition[] =>
  definitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).results;
