import type { z } from 'zod';
import type { ContactRecord } from '../hubspot/wire.ts';
import { readInputs, updateInput } from './batch-inputs.ts';
import { duplicateIds, invalidProperties, notUnique, problemsMessage, valueTaken } from './error-bodies.ts';
import { PORTAL_ID, type Portal, type Verdict } from './portal.ts';
import { iso } from './property-values.ts';
import type { SandboxAnswer } from './rest.ts';
import type { Shuffle } from './shuffle.ts';

interface Addressed {
  readonly input: z.infer<typeof updateInput>;
  readonly values: ReadonlyMap<string, string>;
  /** The record that the input addresses; undefined where there is none. */
  readonly id: string | undefined;
}

/** `POST /crm/v3/objects/contacts/batch/update`. */
export function batchUpdate(portal: Portal, shuffle: Shuffle, body: unknown): SandboxAnswer {
  const startedAt = iso(Date.now());
  const inputs = readInputs(body, updateInput);
  if ('status' in inputs) return inputs;

  // Recorded: batch/update takes no email, although it documents none of this; nor any other property that is not unique.
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !isKey(portal, idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused, PORTAL_ID);

  const addressed = inputs.map(
    (input): Addressed => ({
      input,
      values: new Map(Object.entries(input.properties)),
      id: portal.find(input.id, input.idProperty),
    }),
  );
  const twice = repeated(addressed.map(({ id, input }) => id ?? input.id));
  if (twice.length > 0) return duplicateIds(twice);

  // Documented for create, probed for upsert, inferred for update: trace ids turn refusals into errors of single items.
  const traced = hasUniqueTraceIds(addressed);
  if (!traced) {
    const refusal = firstRefusal(portal, addressed);
    if (refusal !== null) return refusal;
  }
  return carryOut(portal, shuffle, addressed, traced, startedAt);
}

const isKey = (portal: Portal, property: string): boolean => property !== 'email' && portal.isUnique(property);

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

function hasUniqueTraceIds(addressed: readonly Addressed[]): boolean {
  const ids = new Set(addressed.map(({ input }) => input.objectWriteTraceId));
  return !ids.has(undefined) && ids.size === addressed.length;
}

/** Recorded: without trace ids a bad value refuses the batch, all problems together, before anything is written. */
function firstRefusal(portal: Portal, addressed: readonly Addressed[]): SandboxAnswer | null {
  const judged = addressed.flatMap(({ id, values }) => (id === undefined ? [] : [{ id, ...portal.judge(id, values) }]));
  const problems = judged.flatMap((verdict) => verdict.problems);
  if (problems.length > 0) return invalidProperties(problems);
  const conflicting = judged.find(({ conflict }) => conflict !== null);
  return conflicting?.conflict ? valueTaken(conflicting.conflict, conflicting.id, PORTAL_ID) : null;
}

interface ItemError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

function carryOut(
  portal: Portal,
  shuffle: Shuffle,
  addressed: readonly Addressed[],
  traced: boolean,
  startedAt: string,
): SandboxAnswer {
  const nowMs = Date.now();
  const written: { readonly id: string; readonly item: Addressed }[] = [];
  const missing: Addressed[] = [];
  const errors: ItemError[] = [];
  for (const item of addressed) {
    const { id, values, input } = item;
    if (id === undefined) {
      missing.push(item);
      continue;
    }
    const verdict = portal.judge(id, values);
    const error = itemError(verdict, input.objectWriteTraceId ?? '');
    if (error !== null) errors.push(error);
    else {
      portal.write(id, values, nowMs);
      written.push({ id, item });
    }
  }
  if (missing.length > 0) errors.unshift(notFound(missing, traced));

  const results = written.map(({ id, item }) => result(portal, id, item));
  return {
    status: errors.length > 0 ? 207 : 200,
    body: {
      status: 'COMPLETE',
      results: shuffle(results),
      // Recorded: the number of groups, not of inputs; both are absent from a clean answer.
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt,
      completedAt: iso(Date.now()),
    },
  };
}

function result(portal: Portal, id: string, { values, input }: Addressed): ContactRecord {
  const record = portal.writtenRecord(id, values.keys());
  return input.objectWriteTraceId === undefined ? record : { ...record, objectWriteTraceId: input.objectWriteTraceId };
}

function itemError({ problems, conflict }: Verdict, traceId: string): ItemError | null {
  const context = { objectWriteTraceId: [traceId] };
  if (problems.length > 0) {
    return { status: 'error', category: 'VALIDATION_ERROR', message: problemsMessage(problems), context };
  }
  if (conflict === null) return null;
  return {
    status: 'error',
    category: 'CONFLICT',
    message: `Contact already exists. Existing ID: ${conflict.ownerId}`,
    context: { ...context, existingId: [conflict.ownerId] },
  };
}

/** Recorded: one error for all records that are not there. */
function notFound(missing: readonly Addressed[], traced: boolean): ItemError {
  const traceIds = missing.flatMap(({ input }) => input.objectWriteTraceId ?? []);
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    context: { ids: missing.map(({ input }) => input.id), ...(traced ? { objectWriteTraceId: traceIds } : {}) },
  };
}
