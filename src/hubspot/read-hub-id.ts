import type { SendBatch } from '../outcome.ts';
import { readAnswer } from './answer.ts';
import { classifyError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { accountDetailsSchema } from './wire.ts';

/** `GET /account-info/{version}/details`: the account's number, which HubSpot also calls its portal id. */
export function readHubId(call: RestCall): SendBatch<null, number> {
  return async (asking) => {
    const details = readAnswer(await call({ method: 'get', resource: 'account-details' }), accountDetailsSchema);
    if (!details.ok) throw classifyError(details.error, null);
    return asking.map(() => ({ ok: true, value: details.value.portalId }));
  };
}
