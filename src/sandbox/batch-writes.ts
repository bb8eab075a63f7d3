/** What batch/create, batch/update and batch/upsert have in common. */
import { batchAnswer, itemError, notFound, type SandboxContext, type WriteInput } from './calls.ts';
import type { Contacts } from './contacts.ts';
import { alreadyExists, duplicateIds, missingDetails, PROPERTIES_MISSING, problemsMessage } from './error-bodies.ts';
import type { SandboxAnswer } from './http.ts';
import { isGood, judge, refusal, type Target, type Verdict } from './verdicts.ts';

export interface Addressed {
  readonly input: WriteInput;
  /** What the input writes; undefined where there is no such contact. */
  readonly target: Target | undefined;
}

interface Judged extends Verdict {
  readonly input: WriteInput;
}

interface Answering {
  /** The status when nothing went wrong. */
  readonly status: number;
  /** Results say whether their contact is new. */
  readonly tellNew: boolean;
}

/** Refuses a batch that addresses a contact twice. Recorded for the record ids of updates, inferred for all else. */
export function refuseRepeated(addressed: readonly Addressed[]): SandboxAnswer | null {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { target, input } of addressed) {
    const storedId = target?.isNew === false ? target.contact.id : undefined;
    const key = storedId ?? `${input.idProperty} ${input.id.toLowerCase()}`;
    if (seen.has(key)) twice.add(storedId ?? input.id);
    seen.add(key);
  }
  return twice.size > 0 ? duplicateIds([...twice]) : null;
}

/** Writes what can be written: everything, nothing or, when every input has a trace id of its own, a part. */
export function writeBatch(
  context: SandboxContext,
  addressed: readonly Addressed[],
  { status, tellNew }: Answering = { status: 200, tellNew: false },
): SandboxAnswer {
  const { contacts, switches, nowMs } = context;
  const traced = hasUniqueTraceIds(addressed);
  const claimed = new Map<string, string>();
  const judged = addressed.flatMap(({ target, input }): Judged[] =>
    target === undefined ? [] : [{ ...judge(context, target, input.properties, claimed), input }],
  );
  const { good = [], bad = [] } = Object.groupBy(judged, (each) => (isGood(each) ? 'good' : 'bad'));

  // Documented for create, probed for upsert, inferred for update: trace ids turn refusals into errors of single items.
  // Recorded: without them one refusal is that of the batch, and nothing is written.
  if (bad.length > 0 && (!traced || switches.invalidValues === 'batch')) return refusal(bad);
  const written = contacts.write(good, nowMs);
  const results = written.map((record, at) => ({
    ...record,
    ...(switches.echoTraceIds ? { objectWriteTraceId: good[at]?.input.objectWriteTraceId } : {}),
    ...(tellNew ? { new: good[at]?.isNew } : {}),
  }));
  return batchAnswer(context, results, [...missingError(contacts, addressed, traced), ...bad.map(errorOf)], status);
}

function hasUniqueTraceIds(addressed: readonly Addressed[]): boolean {
  const ids = new Set(addressed.map(({ input }) => input.objectWriteTraceId));
  return !ids.has(undefined) && ids.size === addressed.length;
}

function errorOf({ problems, missing, conflict, input }: Judged) {
  const context = { objectWriteTraceId: [input.objectWriteTraceId ?? ''] };
  if (problems.length === 0 && missing.length > 0) {
    return { ...itemError('VALIDATION_ERROR', PROPERTIES_MISSING, context), ...missingDetails(missing) };
  }
  if (problems.length > 0 || conflict === null) {
    return itemError('VALIDATION_ERROR', problemsMessage(problems), context);
  }
  const { ownerId } = conflict;
  return itemError('CONFLICT', alreadyExists(ownerId), { ...context, existingId: [ownerId] });
}

/** Recorded: one error for all that are missing; a contact that was merged into another one is left out silently. */
function missingError(contacts: Contacts, addressed: readonly Addressed[], traced: boolean) {
  const missing = addressed.filter(
    ({ target, input }) => target === undefined && (input.idProperty !== undefined || !contacts.isFormer(input.id)),
  );
  const objectWriteTraceId = missing.map(({ input }) => input.objectWriteTraceId ?? '');
  const ids = missing.map(({ input }) => input.id);
  return missing.length === 0 ? [] : [notFound(ids, traced ? { objectWriteTraceId } : {})];
}
