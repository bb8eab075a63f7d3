import type { RefusalHint } from '../outcome.ts';
import { contextValues, propertyProblems } from './error-facts.ts';
import type { TracedUpdate } from './match-outcomes.ts';
import type { HubSpotErrorBody } from './wire.ts';

/** Recorded: `… propertyName=email, value=x@example.com} on 552148386511. 552239500007 already has that value.` */
const VALUE_TAKEN = /propertyName=(\w+), value=(.*)\} on (\d+)\. \d+ already has that value/s;
/** Recorded: `Unable to perform update/upsert by non-unique 0-1 property email in portal ID 21939747`. */
const NOT_UNIQUE = /by non-unique \S+ property (\w+)/;

/**
 * Which inputs a refusal of the whole batch points at. It is only a hint: what it points at is sent again apart from the
 * rest, so that a wrong guess costs a call and no answer.
 */
export function refusalHint(body: HubSpotErrorBody, sent: readonly TracedUpdate[]): RefusalHint {
  const places = (test: (traced: TracedUpdate) => boolean) =>
    sent.flatMap((traced, place) => (test(traced) ? [place] : []));
  const ids = new Set(contextValues(body.context, 'ids'));
  const named = places(({ update }) => ids.has(update.id));
  // Ids are named when the same record is addressed twice, by one key or by two.
  if (named.length > 0) return { duplicates: named };

  const traceIds = new Set(contextValues(body.context, 'objectWriteTraceId'));
  return { suspects: places((traced) => traceIds.has(traced.traceId) || isSuspect(body, traced)) };
}

function isSuspect(body: HubSpotErrorBody, { update: { id, idProperty, properties } }: TracedUpdate): boolean {
  const message = body.message ?? '';
  const [, property = '', value = '', target] = VALUE_TAKEN.exec(message) ?? [];
  if (target !== undefined) {
    return (idProperty === null && id === target) || properties[property]?.toLowerCase() === value.toLowerCase();
  }
  const notUnique = NOT_UNIQUE.exec(message)?.[1];
  if (notUnique !== undefined) return idProperty === notUnique;
  return propertyProblems(body, {}).some((problem) => {
    const held = Object.hasOwn(properties, problem.property) ? properties[problem.property] : undefined;
    if (held === undefined) return false;
    return problem.value === null || problem.value === held || ABOUT_EVERY_VALUE.has(problem.code ?? '');
  });
}

/** With these codes it is the property that is refused, whatever its value. */
const ABOUT_EVERY_VALUE = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

/** Whether the refusal is about the way in which every input is addressed: sent apart, each would be refused the same. */
export function refusesAll({ message = '' }: HubSpotErrorBody, sent: readonly TracedUpdate[]): boolean {
  const notUnique = NOT_UNIQUE.exec(message)?.[1];
  return notUnique !== undefined && sent.every(({ update }) => update.idProperty === notUnique);
}
