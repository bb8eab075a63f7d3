import type { z } from 'zod';
import type { SendBatch } from '../outcome.ts';
import type { IsForeign } from './about-input.ts';
import { type Read, readAnswer } from './answer.ts';
import { classifyError, inWords, type SentError } from './classify-error.ts';
import type { RestCall, RestRequest } from './client.ts';
import { NoAnswerError } from './connection.ts';
import { type ContactError, HubSpotUnavailableError, OutcomeUnknownError } from './contact-errors.ts';
import { listSchema, type PropertyDefinition, propertyDefinitionsSchema } from './wire.ts';

/** Makes a call that only reads. */
export async function restRead<T extends z.ZodType>(
  call: RestCall,
  request: RestRequest,
  schema: T,
): Promise<Read<z.output<T>>> {
  const answer = await call(request).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new HubSpotUnavailableError(error.message, { status: null }, { cause: error, resend: 'backoff' });
  });
  return readAnswer(answer, schema);
}

/**
 * What the error means for a call that only reads: where a write would be in doubt, a read has simply not happened, and can be
 * made again. `isForeign`: which texts of the answer must not be repeated if several reads share the call.
 */
export function notRead(sent: SentError, isForeign: IsForeign | null = null): ContactError {
  const error = classifyError(sent, { properties: {} }, isForeign);
  if (!(error instanceof OutcomeUnknownError)) return error;
  const { status, body, retryAfterMs = null } = sent;
  const resend = error.resend === 'never' ? 'backoff' : error.resend;
  const evidence = { cause: error, hubspot: body, resend };
  return new HubSpotUnavailableError(`HubSpot answered ${inWords(status)}.`, { status, retryAfterMs }, evidence);
}

/** `GET …/properties/contacts`: all definitions in one answer, however many ask for them. */
export function readDefinitions(call: RestCall): SendBatch<null, readonly PropertyDefinition[]> {
  return async (asking) => {
    const definitions = await definitionsAs(propertyDefinitionsSchema, call);
    return asking.map(() => ({ ok: true, value: definitions.results }));
  };
}

/** The same, with every field as HubSpot sent it, including those that the gateway does not know. */
export const readDefinitionsAsSent = async (call: RestCall): Promise<readonly unknown[]> =>
  (await definitionsAs(listSchema, call)).results;

async function definitionsAs<T extends z.ZodType>(schema: T, call: RestCall): Promise<z.output<T>> {
  const definitions = await restRead(call, { method: 'get', resource: 'contact-properties' }, schema);
  if (!definitions.ok) throw notRead(definitions.error);
  return definitions.value;
}
