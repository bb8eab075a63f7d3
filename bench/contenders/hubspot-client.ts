// HubSpot's own client with its own limiter and retries: one call for each input.
import { Client } from '@hubspot/api-client';
import { serveOneByOne } from './schema.ts';

const client = new Client({
  accessToken: 'bench',
  basePath: process.env.HUBSPOT_BASE_URL ?? '',
  limiterOptions: { minTime: 1000 / 9, maxConcurrent: 6 },
  numberOfApiCallRetries: 3,
});

await serveOneByOne(async ({ id, properties }, inputIndex) => {
  try {
    const contact = await client.crm.contacts.basicApi.update(id, { properties });
    return { __typename: 'UpdateContactSuccess', inputIndex, contact: { id: contact.id } };
  } catch (error) {
    const limited = typeof error === 'object' && error !== null && 'code' in error && error.code === 429;
    return { __typename: limited ? 'RateLimitedError' : 'HubSpotUnavailableError', inputIndex };
  }
});
