import {
  batchAnswer,
  batchUpdateBody,
  itemError,
  notFound,
  type SandboxContext,
  singleUpdateBody,
  type UpdateInput,
  unreadable,
} from './calls.ts';
import type { Contacts } from './contacts.ts';
import {
  type Conflict,
  duplicateIds,
  invalidProperties,
  notUnique,
  problemsMessage,
  recordNotFound,
  type ValueProblem,
  valueTaken,
} from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { acceptValue } from './property-values.ts';

/** Values of properties, by name. */
type Values = ReadonlyMap<string, string>;

interface Addressed {
  readonly input: UpdateInput;
  /** The record that the input addresses; undefined where there is none. */
  readonly id: string | undefined;
}

/** What a contact should get, and what is wrong with it; nothing when it can be written. */
interface Verdict {
  readonly id: string;
  /** The values that can be written, as they will be stored. */
  readonly accepted: Values;
  readonly problems: readonly ValueProblem[];
  readonly conflict: Conflict | null;
}

interface Judged extends Verdict {
  readonly input: UpdateInput;
}

/** `POST …/contacts/batch/update`. */
export function batchUpdate(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { contacts, switches } = context;
  const { data, error } = batchUpdateBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const { inputs } = data;

  // Recorded: batch/update takes no email, although it is documented; nor any other property that is not unique.
  const takesEmail = switches.emailUpdates === 'accepted';
  const isKey = (property: string) => (property === 'email' ? takesEmail : contacts.isUnique(property));
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !isKey(idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused);

  const addressed = inputs.map((input): Addressed => ({ input, id: contacts.find(input.id, input) }));
  const twice = repeated(addressed);
  if (twice.size > 0) return duplicateIds([...twice]);
  return carryOut(context, addressed);
}

/** Ids that are there twice. Recorded for record ids; inferred: by one key or two, and of contacts that are missing. */
function repeated(addressed: readonly Addressed[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id, input } of addressed) {
    const key = id ?? `${input.idProperty} ${input.id}`;
    if (seen.has(key)) twice.add(id ?? input.id);
    seen.add(key);
  }
  return twice;
}

function carryOut(context: SandboxContext, addressed: readonly Addressed[]): SandboxAnswer {
  const { contacts, switches, nowMs } = context;
  const traced = hasUniqueTraceIds(addressed);
  const claimed = new Map<string, string>();
  const judged = addressed.flatMap(({ id, input }): Judged[] =>
    id === undefined ? [] : [{ ...judge(contacts, id, input.properties, claimed), input }],
  );
  const { good = [], bad = [] } = Object.groupBy(judged, (each) => (isGood(each) ? 'good' : 'bad'));

  // Documented for create, probed for upsert, inferred for update: trace ids turn refusals into errors of single items.
  // Recorded: without them one refusal is that of the batch, and nothing is written.
  const [first] = bad;
  if (first !== undefined && (!traced || switches.invalidValues === 'batch')) {
    return refusal({ ...first, problems: bad.flatMap(({ problems }) => problems) });
  }
  const written = contacts.write(new Map(good.map(({ id, accepted }) => [id, accepted])), nowMs);
  const results = written.map((record, at) => {
    const objectWriteTraceId = good[at]?.input.objectWriteTraceId;
    return switches.echoTraceIds ? { ...record, objectWriteTraceId } : record;
  });
  return batchAnswer(context, results, [...missingError(contacts, addressed, traced), ...bad.map(errorOf)]);
}

function hasUniqueTraceIds(addressed: readonly Addressed[]): boolean {
  const ids = new Set(addressed.map(({ input }) => input.objectWriteTraceId));
  return !ids.has(undefined) && ids.size === addressed.length;
}

/** Checks values for a contact without writing them. `claimed`: who gets which unique value by the same batch. */
function judge(contacts: Contacts, id: string, values: Values, claimed = new Map<string, string>()): Verdict {
  const stored = contacts.get(id);
  const accepted = new Map<string, string>();
  const problems: ValueProblem[] = [];
  const claims: string[] = [];
  let conflict: Conflict | null = null;
  for (const [property, value] of values) {
    const current = stored.properties.get(property) ?? null;
    const verdict = acceptValue(property, contacts.definitions.get(property), value, current);
    if ('problem' in verdict) {
      problems.push(verdict.problem);
      continue;
    }
    const { text } = verdict;
    accepted.set(property, text);
    if (text === '' || !contacts.isKey(property)) continue;
    const claim = `${property} ${text.toLowerCase()}`;
    claims.push(claim);
    // Inferred: of two inputs that claim one value the second is refused.
    const ownerId = contacts.find(text, { idProperty: property }) ?? claimed.get(claim) ?? id;
    if (ownerId !== id) conflict ??= { property, value: text, ownerId };
  }
  if (problems.length === 0 && conflict === null) for (const claim of claims) claimed.set(claim, id);
  return { id, accepted, problems, conflict };
}

const isGood = ({ problems, conflict }: Verdict): boolean => problems.length === 0 && conflict === null;

/** Recorded: all bad values together; values that others hold come one at a time. */
const refusal = ({ problems, conflict, id }: Verdict): SandboxAnswer =>
  problems.length > 0 || conflict === null ? invalidProperties(problems) : valueTaken(conflict, id);

function errorOf({ problems, conflict, input }: Judged) {
  const context = { objectWriteTraceId: [input.objectWriteTraceId ?? ''] };
  if (problems.length > 0 || conflict === null) {
    return itemError('VALIDATION_ERROR', problemsMessage(problems), context);
  }
  const { ownerId } = conflict;
  return itemError('CONFLICT', `Contact already exists. Existing ID: ${ownerId}`, {
    ...context,
    existingId: [ownerId],
  });
}

/** Recorded: one error for all that are missing; a contact that was merged into another one is left out silently. */
function missingError(contacts: Contacts, addressed: readonly Addressed[], traced: boolean) {
  const missing = addressed.filter(
    ({ id, input }) => id === undefined && (input.idProperty !== undefined || !contacts.isFormer(input.id)),
  );
  const objectWriteTraceId = missing.map(({ input }) => input.objectWriteTraceId ?? '');
  const ids = missing.map(({ input }) => input.id);
  return missing.length === 0 ? [] : [notFound(ids, traced ? { objectWriteTraceId } : {})];
}

/** `PATCH …/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`, and merged ids. */
export function updateContact({ contacts, nowMs }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { idProperty } = request.query;
  if (idProperty !== undefined && !contacts.isKey(idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, former: true });
  if (recordId === undefined) return recordNotFound(id, request.headers);
  const { data, error } = singleUpdateBody.safeParse(request.body);
  if (error !== undefined) return unreadable(error);
  const judged = judge(contacts, recordId, data.properties);
  if (!isGood(judged)) return refusal(judged);
  const [written] = contacts.write(new Map([[recordId, judged.accepted]]), nowMs);
  return { status: 200, body: written };
}
