// What is written first: one REST call for each input, with fetch.
import { serveOneByOne } from './schema.ts';

const contacts = `${process.env.HUBSPOT_BASE_URL}/crm/v3/objects/contacts`;
const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer bench' };

await serveOneByOne(async ({ id, properties }, inputIndex) => {
  const response = await fetch(`${contacts}/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ properties }) });
  const contact = (await response.json()) as { id: string };
  if (!response.ok)
    return { __typename: response.status === 429 ? 'RateLimitedError' : 'HubSpotUnavailableError', inputIndex };
  return { __typename: 'UpdateContactSuccess', inputIndex, contact };
});
