import type { ContactRecord } from '../hubspot/wire.ts';
import { batchAnswer, type ItemError, notFound } from './batch-answer.ts';
import { readInputs, type UpdateInput, updateInput } from './batch-inputs.ts';
import { duplicateIds, invalidProperties, notUnique, problemsMessage, valueTaken } from './error-bodies.ts';
import type { Portal, Verdict } from './portal.ts';
import { PORTAL_ID } from './portal-id.ts';
import type { SandboxAnswer, SandboxContext } from './rest.ts';

interface Addressed {
  readonly input: UpdateInput;
  /** The record that the input addresses; undefined where there is none. */
  readonly id: string | undefined;
}

/** `POST …/contacts/batch/update`. */
export function batchUpdate(context: SandboxContext, body: unknown): SandboxAnswer {
  const { portal, switches } = context;
  const inputs = readInputs(body, updateInput);
  if ('status' in inputs) return inputs;

  // Recorded: batch/update takes no email, although it documents none of this; nor any other property that is not unique.
  const takesEmail = switches.emailUpdates === 'accepted';
  const isKey = (property: string) => (property === 'email' ? takesEmail : portal.isUnique(property));
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !isKey(idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused, PORTAL_ID);

  const addressed = inputs.map((input): Addressed => ({ input, id: portal.find(input.id, input) }));
  const twice = repeated(addressed.map(({ id, input }) => id ?? input.id));
  if (twice.length > 0) return duplicateIds(twice);

  // Documented for create, probed for upsert, inferred for update: trace ids turn refusals into errors of single items.
  const traced = hasUniqueTraceIds(inputs);
  if (!traced || switches.invalidValues === 'batch') {
    const refusal = firstRefusal(portal, addressed);
    if (refusal !== null) return refusal;
  }
  return carryOut(context, addressed, traced);
}

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

function hasUniqueTraceIds(inputs: readonly UpdateInput[]): boolean {
  const ids = new Set(inputs.map(({ objectWriteTraceId }) => objectWriteTraceId));
  return !ids.has(undefined) && ids.size === inputs.length;
}

/** Recorded: without trace ids a bad value refuses the batch, all problems together, before anything is written. */
function firstRefusal(portal: Portal, addressed: readonly Addressed[]): SandboxAnswer | null {
  const judged = addressed.flatMap(({ id, input }) =>
    id === undefined ? [] : [{ id, ...portal.judge(id, input.properties) }],
  );
  const problems = judged.flatMap((verdict) => verdict.problems);
  if (problems.length > 0) return invalidProperties(problems);
  const conflicting = judged.find(({ conflict }) => conflict !== null);
  return conflicting?.conflict ? valueTaken(conflicting.conflict, conflicting.id, PORTAL_ID) : null;
}

function carryOut(context: SandboxContext, addressed: readonly Addressed[], traced: boolean): SandboxAnswer {
  const { portal, switches, nowMs } = context;
  const results: ContactRecord[] = [];
  const missing: UpdateInput[] = [];
  const errors: ItemError[] = [];
  for (const { id, input } of addressed) {
    if (id === undefined) {
      // Recorded: a contact that was merged into another one is left out without a word.
      if (input.idProperty !== undefined || !portal.isFormer(input.id)) missing.push(input);
      continue;
    }
    const error = itemError(portal.judge(id, input.properties), input.objectWriteTraceId ?? '');
    if (error !== null) {
      errors.push(error);
      continue;
    }
    portal.write(id, input.properties, nowMs);
    const record = portal.writtenRecord(id, input.properties.keys());
    const { objectWriteTraceId } = input;
    results.push(
      objectWriteTraceId !== undefined && switches.echoTraceIds ? { ...record, objectWriteTraceId } : record,
    );
  }
  if (missing.length > 0) errors.unshift(notFoundWithTraces(missing, traced));
  return batchAnswer(context, results, errors);
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

function notFoundWithTraces(missing: readonly UpdateInput[], traced: boolean): ItemError {
  const error = notFound(missing.map(({ id }) => id));
  const objectWriteTraceId = missing.flatMap((input) => input.objectWriteTraceId ?? []);
  return traced ? { ...error, context: { ...error.context, objectWriteTraceId } } : error;
}
