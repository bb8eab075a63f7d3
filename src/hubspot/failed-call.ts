import type { SentError } from './classify-error.ts';
import { NoAnswerError, type RestAnswer } from './client.ts';
import { readRetryAfter } from './retry-after.ts';
import { HubSpotUnavailableError, OutcomeUnknownError } from './update-errors.ts';
import { correlationIdSchema, hubspotErrorSchema } from './wire.ts';

/** What a write that got no whole answer means for each of its inputs. */
export function throwUnanswered(error: unknown): never {
  if (!(error instanceof NoAnswerError)) throw error;
  const evidence = { cause: error, resend: 'backoff' } as const;
  if (error.sent) throw new OutcomeUnknownError(error.message, evidence);
  throw new HubSpotUnavailableError(error.message, { status: null }, evidence);
}

/** The error in an answer, whatever its body is. */
export function readError({ status, headers, body }: RestAnswer): SentError {
  const error = hubspotErrorSchema.safeParse(body).data ?? {};
  const inHeader = correlationIdSchema.safeParse(headers.get('x-hubspot-correlation-id')).data;
  const correlationId = error.correlationId ?? inHeader;
  return { status, body: { ...error, correlationId }, retryAfterMs: readRetryAfter(headers.get('retry-after')) };
}
