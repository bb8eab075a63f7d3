import type { Credential } from '../credential.ts';
import type { RestCall } from './client.ts';
import { restRead } from './rest-read.ts';
import { type PropertyDefinition, propertyDefinitionsSchema } from './wire.ts';

/** `GET /crm/v3/properties/contacts`: all definitions in one answer. Rejects with a `ContactUpdateError`. */
export async function readDefinitions(call: RestCall, credential: Credential): Promise<readonly PropertyDefinition[]> {
  const request = { method: 'get', path: 'crm/v3/properties/contacts' } as const;
  const { results } = await restRead(call, credential, request, propertyDefinitionsSchema);
  return results;
}
