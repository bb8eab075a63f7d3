// Mercurius with its JIT and an undici pool: one REST call for each input.
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';

const schema = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
const hubspot = new Pool(process.env.HUBSPOT_BASE_URL ?? '', { connections: 1000 });
const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer bench' };

/** @param {{ id: string, properties: Record<string, string> }} input @param {number} inputIndex */
async function update({ id, properties }, inputIndex) {
  const path = `/crm/v3/objects/contacts/${id}`;
  const { statusCode, body } = await hubspot.request({
    path,
    method: 'PATCH',
    headers,
    body: JSON.stringify({ properties }),
  });
  const contact = /** @type {{ id: string }} */ (await body.json());
  if (statusCode === 200) return { __typename: 'UpdateContactSuccess', inputIndex, contact };
  return { __typename: statusCode === 429 ? 'RateLimitedError' : 'HubSpotUnavailableError', inputIndex };
}

const app = fastify();
app.register(mercurius, {
  schema,
  resolvers: {
    Mutation: {
      updateContacts: async (/** @type {unknown} */ _root, /** @type {any} */ { inputs }) => ({
        results: await Promise.all(inputs.map(update)),
        batches: [],
      }),
    },
  },
  jit: 1,
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql\n`);
