import type { z } from 'zod';
import type { Credential } from '../credential.ts';
import { classifyError } from './classify-error.ts';
import { NoAnswerError, type RestCall, type RestRequest } from './client.ts';
import { readError } from './failed-call.ts';
import { ContactNotFoundError, HubSpotUnavailableError } from './update-errors.ts';

/** Makes a call that only reads, and checks its answer. Rejects with a `ContactUpdateError` that says what is wrong. */
export async function restRead<T extends z.ZodType>(
  call: RestCall,
  credential: Credential,
  request: RestRequest,
  schema: T,
): Promise<z.infer<T>> {
  const answer = await call(credential, request).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new HubSpotUnavailableError(error.message, { status: null }, { cause: error, resend: 'backoff' });
  });
  const { status } = answer;
  const parsed = status === 200 || status === 207 ? schema.safeParse(answer.body) : undefined;
  if (parsed?.success) return parsed.data;

  const sent = readError(answer);
  if (parsed !== undefined || status >= 500) {
    // Not `OutcomeUnknownError`, as for a write: a read that failed has simply not happened.
    const what = parsed === undefined ? '' : ' with a body that cannot be read';
    const evidence = { cause: parsed?.error, hubspot: sent.body, resend: 'backoff' } as const;
    throw new HubSpotUnavailableError(`HubSpot answered ${status}${what}.`, { status }, evidence);
  }
  if (status === 404 && isOneContact(request)) {
    throw new ContactNotFoundError(sent.body.message ?? 'No such contact.', { hubspot: sent.body });
  }
  throw classifyError(sent, { properties: {} });
}

/** Any other address that HubSpot does not know is a mistake in the configuration. */
const isOneContact = ({ method, resource }: RestRequest): boolean => method === 'get' && resource === 'contacts';
