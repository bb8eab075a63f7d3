import { BatchRefused, type RefusalHint } from '../outcome.ts';
import { CREDENTIAL_CATEGORIES } from './classify-error.ts';
import { type ContactError, HubSpotUnavailableError, NotPermittedError } from './contact-errors.ts';
import { contextValues, factsOf, MISSING_VALUES } from './error-facts.ts';
import type { TracedUpdate } from './match-outcomes.ts';
import type { HubSpotErrorBody } from './wire.ts';

/**
 * The error to throw when HubSpot refused a call that carried several inputs: a `BatchRefused` wherever nothing was written
 * and the reason may lie in one of them. That is so for almost every status: a 403 may be about a sensitive property or come
 * from the filter of an edge, a 404 may name one value. After errors that may pass, the retries split the batch.
 */
export function refused(reason: ContactError, hint: RefusalHint = {}): BatchRefused | ContactError {
  if (reason.applied === 'UNKNOWN' || reason.resend !== 'never') return reason;
  if (CREDENTIAL_CATEGORIES.has(reason.hubspot?.category ?? '')) return reason;
  const maybeShared = sharedReason(reason);
  return new BatchRefused(reason, maybeShared === null ? hint : { ...hint, maybeShared });
}

/** Names the reason: a server that refuses an empty batch because it is empty does so with another status. */
function sharedReason(reason: ContactError): string | null {
  if (reason instanceof NotPermittedError) return reason.name;
  return reason instanceof HubSpotUnavailableError ? `${reason.name} ${reason.status}` : null;
}

/**
 * Which updates a refusal of the whole batch points at. It is only a hint: these updates are sent again apart from the rest,
 * so that a wrong guess costs a call and no answer.
 */
export function refusalHint(body: HubSpotErrorBody, sent: readonly TracedUpdate[]): RefusalHint {
  const places = (test: (traced: TracedUpdate) => boolean) =>
    sent.flatMap((traced, place) => (test(traced) ? [place] : []));
  const ids = new Set(contextValues(body.context, 'ids'));
  const named = places(({ update }) => ids.has(update.id));
  // Ids are named when the same record is addressed twice, by one key or by two.
  if (named.length > 0) return { duplicates: named };

  const traceIds = new Set(contextValues(body.context, 'objectWriteTraceId'));
  const isSuspect = suspicion(body);
  return { suspects: places((traced) => traceIds.has(traced.traceId) || isSuspect(traced)) };
}

function suspicion(body: HubSpotErrorBody): (traced: TracedUpdate) => boolean {
  const { conflict, notUnique, problems } = factsOf(body);
  const missing = contextValues(body.context, MISSING_VALUES);
  if (missing.length > 0) {
    const values = new Set(missing.map((text) => text.slice(text.lastIndexOf(':') + 1).toLowerCase()));
    return ({ update: { id, properties } }) =>
      [id, ...Object.values(properties)].some((text) => values.has(text.toLowerCase()));
  }
  if (conflict !== null && conflict.target !== null) {
    const value = conflict.value?.toLowerCase();
    return ({ update: { id, idProperty, properties } }) =>
      (idProperty === null && id === conflict.target) || properties[conflict.property ?? '']?.toLowerCase() === value;
  }
  if (notUnique !== null) return ({ update: { idProperty } }) => idProperty === notUnique;
  return ({ update: { properties } }) =>
    problems.some(({ property, value, code }) => {
      const held = Object.hasOwn(properties, property) ? properties[property] : undefined;
      return held !== undefined && (value === null || value === held || ABOUT_EVERY_VALUE.has(code ?? ''));
    });
}

/** With these codes the property is refused, whatever its value. */
const ABOUT_EVERY_VALUE = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

/** Whether the refusal is about the way in which every input is addressed: sent apart, all would be refused again. */
export function refusesAll(body: HubSpotErrorBody, sent: readonly TracedUpdate[]): boolean {
  const { notUnique } = factsOf(body);
  return notUnique !== null && sent.every(({ update }) => update.idProperty === notUnique);
}
