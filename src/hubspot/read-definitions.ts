import type { Credential } from '../credential.ts';
import type { SendBatch } from '../outcome.ts';
import type { RestCall } from './client.ts';
import { restRead } from './rest-read.ts';
import { listSchema, type PropertyDefinition, propertyDefinitionsSchema } from './wire.ts';

const request = { method: 'get', resource: 'contact-properties' } as const;

/** `GET …/properties/contacts`: all definitions in one answer, however many ask for them. */
export function readDefinitions(
  call: RestCall,
  credential: Credential,
): SendBatch<null, readonly PropertyDefinition[]> {
  return async (asking) => {
    const { results } = await restRead(call, credential, request, propertyDefinitionsSchema);
    return asking.map(() => ({ ok: true, value: results }));
  };
}

/** The same for one, with every field as HubSpot sent it, those that the gateway does not know included. */
export async function readDefinitionsAsSent(call: RestCall, credential: Credential): Promise<readonly unknown[]> {
  const { results } = await restRead(call, credential, request, listSchema);
  return results;
}
