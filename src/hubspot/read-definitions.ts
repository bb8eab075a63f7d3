import type { z } from 'zod';
import type { SendBatch } from '../outcome.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { listSchema, type PropertyDefinition, propertyDefinitionsSchema } from './wire.ts';

/** `GET …/properties/contacts`: all definitions in one answer, however many ask for them. */
export function readDefinitions(call: RestCall): SendBatch<null, readonly PropertyDefinition[]> {
  return async (asking) => {
    const { results } = await definitionsAs(propertyDefinitionsSchema, call);
    return asking.map(() => ({ ok: true, value: results }));
  };
}

/** The same, with every field as HubSpot sent it, including those that the gateway does not know. */
export const readDefinitionsAsSent = async (call: RestCall): Promise<readonly unknown[]> =>
  (await definitionsAs(listSchema, call)).results;

async function definitionsAs<T extends z.ZodType>(schema: T, call: RestCall): Promise<z.output<T>> {
  const definitions = readAnswer(await call({ method: 'get', resource: 'contact-properties' }), schema);
  if (!definitions.ok) throw classifyError(definitions.error, null);
  return definitions.value;
}
