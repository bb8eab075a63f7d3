import type { z } from 'zod';
import type { Credential } from '../credential.ts';
import { classifyError } from './classify-error.ts';
import { NoAnswerError, type RestCall, type RestRequest } from './client.ts';
import { HubSpotUnavailableError } from './update-errors.ts';
import { hubspotErrorSchema } from './wire.ts';

/** Makes a call that only reads, and checks its answer. Rejects with a `ContactUpdateError` that says what is wrong. */
export async function restRead<T extends z.ZodType>(
  call: RestCall,
  credential: Credential,
  request: RestRequest,
  schema: T,
): Promise<z.infer<T>> {
  const { status, body } = await call(credential, request).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new HubSpotUnavailableError(error.message, { status: null }, { cause: error });
  });
  const answer = status === 200 || status === 207 ? schema.safeParse(body) : undefined;
  if (answer?.success) return answer.data;
  if (answer !== undefined || status >= 500) {
    // Not `OutcomeUnknownError`, as for a write: a read that failed has simply not happened.
    const what = answer === undefined ? '' : ' with a body that cannot be read';
    throw new HubSpotUnavailableError(`HubSpot answered ${status}${what}.`, { status }, { cause: answer?.error });
  }
  throw classifyError({ status, body: hubspotErrorSchema.safeParse(body).data ?? {} }, { properties: {} });
}
