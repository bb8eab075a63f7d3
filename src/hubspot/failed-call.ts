import type { SentError } from './classify-error.ts';
import { NoAnswerError, type RestAnswer } from './client.ts';
import { HubSpotUnavailableError, OutcomeUnknownError } from './update-errors.ts';
import { hubspotErrorSchema } from './wire.ts';

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
  const correlationId = error.correlationId ?? headers.get('x-hubspot-correlation-id') ?? undefined;
  return { status, body: { ...error, correlationId }, retryAfterMs: retryAfterMs(headers) };
}

/** HubSpot documents `Retry-After` in seconds. */
function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
