import { BatchRefused, type RefusalHint } from '../outcome.ts';
import { CREDENTIAL_CATEGORIES } from './classify-error.ts';
import { type ContactError, HubSpotUnavailableError, NotPermittedError } from './contact-errors.ts';
import type { ContactWrite } from './contact-write.ts';
import { contextValues, type ErrorFacts, factsOf } from './error-facts.ts';
import type { TracedWrite } from './match-outcomes.ts';
import type { HubSpotErrorBody } from './wire.ts';

/**
 * The error to throw when HubSpot refused a call that carried several inputs: a `BatchRefused` wherever nothing was written
 * and the reason may lie in one of them. That is so for almost every status: a 403 may be about a sensitive property or come
 * from the filter of an edge, a 404 may name one value. After errors that may pass, the retries split the batch.
 */
export function refused(reason: ContactError, hint: RefusalHint = {}): BatchRefused | ContactError {
  if (reason.applied === 'UNKNOWN' || reason.resend !== 'never') return reason;
  if (CREDENTIAL_CATEGORIES.has(reason.hubspot?.category ?? '')) return reason;
  // Names the reason: a server that refuses an empty batch because it is empty does so with another status.
  if (reason instanceof HubSpotUnavailableError) {
    return new BatchRefused(reason, { ...hint, maybeShared: `${reason.name} ${reason.status}` });
  }
  return new BatchRefused(reason, reason instanceof NotPermittedError ? { ...hint, maybeShared: reason.name } : hint);
}

/**
 * Which writes a refusal of the whole batch points at. It is only a hint: these are sent again apart from the rest,
 * so that a wrong guess costs a call and no answer.
 */
export function refusalHint(body: HubSpotErrorBody, sent: readonly TracedWrite[]): RefusalHint {
  const places = (test: (traced: TracedWrite) => boolean) =>
    sent.flatMap((traced, place) => (test(traced) ? [place] : []));
  const ids = new Set(contextValues(body.context, 'ids'));
  const named = places(({ write }) => write.id !== null && ids.has(write.id));
  // Ids are named when the same record is addressed twice, by one key or by two.
  if (named.length > 0) return { duplicates: named };

  const traceIds = new Set(contextValues(body.context, 'objectWriteTraceId'));
  const isSuspect = suspicion(factsOf(body));
  return { suspects: places(({ write, traceId }) => traceIds.has(traceId) || isSuspect(write)) };
}

function suspicion({
  conflict,
  notUnique,
  missingValues,
  problems,
  required,
}: ErrorFacts): (write: ContactWrite) => boolean {
  const missing = new Set(missingValues.map((text) => text.slice(text.lastIndexOf(':') + 1).toLowerCase()));
  const target = conflict?.target ?? null;
  const taken = { property: conflict?.property ?? '', value: conflict?.value ?? null, code: null };
  const refusedValues = target === null ? problems : [taken];
  return ({ id, idProperty, properties }) =>
    (idProperty === null ? id !== null && id === target : idProperty === notUnique) ||
    [id ?? '', ...Object.values(properties)].some((text) => missing.has(text.toLowerCase())) ||
    refusedValues.some(({ property, value, code }) => {
      const held = Object.hasOwn(properties, property) ? properties[property] : undefined;
      if (held === undefined) return false;
      // Who lacks it did not send it, or cleared it.
      if (required.has(property)) return held === '';
      return value === null || ABOUT_EVERY_VALUE.has(code ?? '') || isSame(held, value);
    });
}

/** Long values are compared only where they may be the same. */
const isSame = (a: string, b: string): boolean => a.length === b.length && a.toLowerCase() === b.toLowerCase();

/** With these codes the property is refused, whatever its value. */
const ABOUT_EVERY_VALUE = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

/** Whether the refusal is about the way in which every input is addressed: sent apart, all would be refused again. */
export function refusesAll(body: HubSpotErrorBody, sent: readonly TracedWrite[]): boolean {
  const { notUnique } = factsOf(body);
  return notUnique !== null && sent.every(({ write }) => write.idProperty === notUnique);
}
