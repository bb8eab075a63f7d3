import type { ContactRecord } from '../hubspot/wire.ts';
import {
  batchAnswer,
  batchUpdateBody,
  type ItemError,
  notFound,
  readBody,
  singleUpdateBody,
  type UpdateInput,
} from './batch-bodies.ts';
import type { Contacts, Verdict } from './contacts.ts';
import {
  duplicateIds,
  invalidProperties,
  itemProblemsMessage,
  notUnique,
  recordNotFound,
  valueTaken,
} from './error-bodies.ts';
import type { SandboxContext } from './portal.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

interface Addressed {
  readonly input: UpdateInput;
  /** The record that the input addresses; undefined where there is none. */
  readonly id: string | undefined;
}

/** An input that cannot be written, and why. */
interface Refused extends Verdict {
  readonly input: UpdateInput;
  readonly id: string;
}

/** `POST …/contacts/batch/update`. */
export function batchUpdate(context: SandboxContext, body: unknown): SandboxAnswer {
  const { portal, switches } = context;
  const asked = readBody(batchUpdateBody, body);
  if ('status' in asked) return asked;
  const { inputs } = asked;

  // Recorded: batch/update takes no email, although it documents none of this; nor any other property that is not unique.
  const takesEmail = switches.emailUpdates === 'accepted';
  const isKey = (property: string) => (property === 'email' ? takesEmail : portal.contacts.isUnique(property));
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !isKey(idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused);

  const addressed = inputs.map((input): Addressed => ({ input, id: portal.contacts.find(input.id, input) }));
  const twice = repeated(addressed);
  return twice.length > 0 ? duplicateIds(twice) : carryOut(context, addressed);
}

/** Ids that are there twice. Recorded for record ids; inferred: by one key or two, and of contacts that are missing. */
function repeated(addressed: readonly Addressed[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id, input } of addressed) {
    const key = id ?? JSON.stringify([input.idProperty, input.id.toLowerCase()]);
    if (seen.has(key)) twice.add(id ?? input.id);
    seen.add(key);
  }
  return [...twice];
}

function carryOut(context: SandboxContext, addressed: readonly Addressed[]): SandboxAnswer {
  const traced = hasUniqueTraceIds(addressed);
  // Each input is judged by what those before it would write: of two that claim one value, the second is refused.
  const draft = context.portal.draft();
  const { results, refused } = writeAll(context, draft.contacts, addressed);

  // Documented for create, probed for upsert, inferred for update: trace ids turn refusals into errors of single items.
  // Recorded: without them one refusal is that of the batch, and nothing is written.
  const [first] = refused;
  if (first !== undefined && (!traced || context.switches.invalidValues === 'batch')) return refusal(first, refused);
  draft.commit();

  const missing = addressed.filter((each) => each.id === undefined && !isMergedAway(context.portal.contacts, each));
  return batchAnswer(context, results, [
    ...(missing.length > 0 ? [notFoundWithTraces(missing, traced)] : []),
    ...refused.map(itemError),
  ]);
}

function hasUniqueTraceIds(addressed: readonly Addressed[]): boolean {
  const ids = new Set(addressed.map(({ input }) => input.objectWriteTraceId));
  return !ids.has(undefined) && ids.size === addressed.length;
}

/** Recorded: a contact that was merged into another one is left out without a word. */
const isMergedAway = (contacts: Contacts, { input }: Addressed): boolean =>
  input.idProperty === undefined && contacts.isFormer(input.id);

function writeAll({ switches, nowMs }: SandboxContext, contacts: Contacts, addressed: readonly Addressed[]) {
  const results: ContactRecord[] = [];
  const refused: Refused[] = [];
  for (const { id, input } of addressed) {
    if (id === undefined) continue;
    const { objectWriteTraceId } = input;
    const verdict = contacts.judge(id, input.properties);
    if (verdict.problems.length > 0 || verdict.conflict !== null) {
      refused.push({ ...verdict, id, input });
      continue;
    }
    const echo = objectWriteTraceId !== undefined && switches.echoTraceIds ? { objectWriteTraceId } : {};
    results.push({ ...contacts.write(id, verdict.accepted, nowMs), ...echo });
  }
  return { results, refused };
}

/** Recorded: all bad values together; values that others hold come one at a time. */
function refusal(first: Refused, refused: readonly Refused[]): SandboxAnswer {
  const problems = refused.flatMap((each) => each.problems);
  if (problems.length > 0 || first.conflict === null) return invalidProperties(problems);
  return valueTaken(first.conflict, first.id);
}

function itemError({ problems, conflict, input }: Refused): ItemError {
  const context = { objectWriteTraceId: [input.objectWriteTraceId ?? ''] };
  if (problems.length > 0 || conflict === null) {
    return { status: 'error', category: 'VALIDATION_ERROR', message: itemProblemsMessage(problems), context };
  }
  return {
    status: 'error',
    category: 'CONFLICT',
    message: `Contact already exists. Existing ID: ${conflict.ownerId}`,
    context: { ...context, existingId: [conflict.ownerId] },
  };
}

function notFoundWithTraces(missing: readonly Addressed[], traced: boolean): ItemError {
  const error = notFound(missing.map(({ input }) => input.id));
  const objectWriteTraceId = missing.flatMap(({ input }) => input.objectWriteTraceId ?? []);
  return traced ? { ...error, context: { ...error.context, objectWriteTraceId } } : error;
}

/** `PATCH …/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`, and merged ids. */
export function updateContact({ portal, nowMs }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { contacts } = portal;
  const { idProperty } = request.query;
  if (idProperty !== undefined && !contacts.isKey(idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, former: true });
  if (recordId === undefined) return recordNotFound(id, request.headers);
  const asked = readBody(singleUpdateBody, request.body);
  if ('status' in asked) return asked;
  const { accepted, problems, conflict } = contacts.judge(recordId, asked.properties);
  if (problems.length > 0) return invalidProperties(problems);
  if (conflict !== null) return valueTaken(conflict, recordId);
  return { status: 200, body: contacts.write(recordId, accepted, nowMs) };
}
