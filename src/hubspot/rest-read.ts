import type { z } from 'zod';
import type { Credential } from '../credential.ts';
import type { IsForeign } from './about-input.ts';
import { classifyError, type SentError } from './classify-error.ts';
import { isSuccess, NoAnswerError, type RestCall, type RestRequest } from './client.ts';
import { readError } from './failed-call.ts';
import {
  ContactNotFoundError,
  type ContactUpdateError,
  HubSpotUnavailableError,
  OutcomeUnknownError,
} from './update-errors.ts';

/**
 * Makes a call that only reads, and checks its answer. Rejects with a `ContactUpdateError` that says what is wrong.
 * `isForeign`: what is not to be repeated from the answer, where several reads share the call.
 */
export async function restRead<T extends z.ZodType>(
  call: RestCall,
  credential: Credential,
  request: RestRequest,
  schema: T,
  isForeign: IsForeign | null = null,
): Promise<z.infer<T>> {
  const answer = await call(credential, request).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new HubSpotUnavailableError(error.message, { status: null }, { cause: error, resend: 'backoff' });
  });
  const { status } = answer;
  const parsed = isSuccess(answer) ? schema.safeParse(answer.body) : undefined;
  if (parsed?.success) return parsed.data;

  const sent = readError(answer);
  if (status === 404 && isOneContact(request)) {
    throw new ContactNotFoundError(sent.body.message ?? 'No such contact.', { hubspot: sent.body });
  }
  const error = classifyError(sent, { properties: {} }, isForeign);
  throw error instanceof OutcomeUnknownError ? notRead(sent, error) : error;
}

/** What would be unknown of a write: a read that failed has simply not happened, and can be made again. */
function notRead({ status, body, retryAfterMs = null }: SentError, cause: OutcomeUnknownError): ContactUpdateError {
  const what = status !== null && isSuccess({ status }) ? ' with a body that cannot be read' : '';
  const resend = cause.resend === 'never' ? 'backoff' : cause.resend;
  const evidence = { cause, hubspot: body, resend };
  return new HubSpotUnavailableError(`HubSpot answered ${status}${what}.`, { status, retryAfterMs }, evidence);
}

/** Any other address that HubSpot does not know is a mistake in the configuration. */
const isOneContact = ({ method, resource }: RestRequest): boolean => method === 'get' && resource === 'contacts';
