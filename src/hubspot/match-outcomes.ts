import { z } from 'zod';
import { failed, type Outcome } from '../outcome.ts';
import { foreignTexts, shownTo, textsOf } from './about-input.ts';
import { classifyError } from './classify-error.ts';
import { OutcomeUnknownError } from './contact-errors.ts';
import type { ContactWrite, WrittenContact } from './contact-write.ts';
import { contextValues } from './error-facts.ts';
import { type BatchAnswer, type HubSpotErrorBody, hubspotErrorSchema, writtenRecordSchema } from './wire.ts';

const UNANSWERED = 'HubSpot answered the batch without saying what became of this contact.';

/** HubSpot answered the batch, and did not say to which inputs some of the reported contacts belong. */
export class UnmatchedError extends OutcomeUnknownError {
  /** One of them may be the answer to this input. */
  readonly candidates: readonly WrittenContact[];
  /** They were reported as the answer to this input, but are another contact than it addresses. */
  readonly contradicts: boolean;

  constructor(candidates: readonly WrittenContact[], contradicts: boolean) {
    super(UNANSWERED, { resend: 'alone' });
    this.candidates = candidates;
    this.contradicts = contradicts;
  }
}

/** An update as it was sent, with the id by which its answer is found. */
export interface TracedWrite {
  readonly write: ContactWrite;
  readonly traceId: string;
}

/**
 * Finds the answer of each update in a batch answer: by trace id, then by record id or by the unique value it was addressed
 * with, and at last in the ids that an error names. Never by position (HubSpot reorders results), and never by count. A
 * result that contradicts what was asked is no answer, nor is one of two that contradict each other.
 *
 * What has no answer is an `UnmatchedError` while there are results that may be its own: reading the contact tells. If one
 * that cannot be read may be its own, it may be written, and nothing tells. If there are none HubSpot left it out, and it is
 * sent once more, alone.
 */
export function matchOutcomes(sent: readonly TracedWrite[], answer: BatchAnswer): Outcome<WrittenContact>[] {
  const traceIds = new Set(sent.map(({ traceId }) => traceId));
  const errors = indexErrors(answer.errors ?? [], traceIds);
  const results = indexResults(answer.results, sent, traceIds, errors.byTraceId);
  const foreignTo = foreignTexts(sent.map(textsOfTraced));
  const isOpen = (traced: TracedWrite) => results.find(traced) === undefined && !errors.byTraceId.has(traced.traceId);
  const recordIds = new Set(sent.flatMap(({ write: { id, idProperty } }) => (idProperty === null ? (id ?? []) : [])));
  const openValues = new Set(
    sent.flatMap((each) => (each.write.idProperty !== null && isOpen(each) ? (each.write.id ?? []) : [])),
  );

  function refusedWith(body: HubSpotErrorBody, traced: TracedWrite): Outcome<never> {
    const isForeign = errors.alone.has(body) ? null : foreignTo(textsOfTraced(traced));
    return failed(classifyError({ status: null, body }, traced.write, isForeign));
  }

  return sent.map((traced) => {
    const { write, traceId } = traced;
    const refusal = errors.byTraceId.get(traceId);
    const contact = results.find(traced);
    if (contact !== undefined && refusal !== undefined) return failed(new OutcomeUnknownError(CONTRADICTED));
    if (contact !== undefined) return { ok: true, value: contact };
    if (refusal !== undefined) return refusedWith(refusal, traced);
    if (answer.status !== 'COMPLETE') {
      const message = `HubSpot answered the batch with status ${answer.status}, before this contact was done.`;
      return failed(new OutcomeUnknownError(message));
    }

    const contradicting = results.byTraceId.get(traceId) ?? [];
    if (contradicting.length > 0) return failed(new UnmatchedError(contradicting, true));
    if (results.unreadable.has(traceId)) return failed(new OutcomeUnknownError(NOT_READABLE));
    const candidates = results.unclaimed;
    const mayBeReported = candidates.length > 0 || results.unreadable.has('');
    // An id in an error may be a record id or a unique value. Where inputs of both kinds are open, single calls tell.
    const id = write.id ?? '';
    const named = errors.byId.get(id);
    const isAddressedSo =
      write.idProperty === null ? mayBeReported || !openValues.has(id) : !mayBeReported && !recordIds.has(id);
    if (named !== undefined && isAddressedSo) return refusedWith(named, traced);
    if (candidates.length > 0) return failed(new UnmatchedError(candidates, results.unreadable.has('')));
    if (mayBeReported) return failed(new OutcomeUnknownError(NOT_READABLE));
    // Recorded: the single call still works for a merged contact, which a batch leaves out without a word.
    const [unattributed] = errors.unattributed;
    const hubspot = unattributed ? shownTo(unattributed, foreignTo(textsOfTraced(traced))) : null;
    return failed(new OutcomeUnknownError(UNANSWERED, { hubspot, resend: 'alone' }));
  });
}

const CONTRADICTED = 'HubSpot both reported this contact as updated and refused it.';
/** This contact was written, or another one was, so it is not written again. */
const NOT_READABLE = 'HubSpot reported an updated contact in a form that cannot be read.';

const textsOfTraced = ({ write, traceId }: TracedWrite): readonly string[] => [...textsOf(write), traceId];

function indexResults(
  items: readonly unknown[],
  sent: readonly TracedWrite[],
  traceIds: ReadonlySet<string>,
  refused: ReadonlyMap<string, unknown>,
) {
  const read = items.map((item) => ({ item, contact: writtenRecordSchema.safeParse(item).data }));
  const readable = read.flatMap(({ contact }) => contact ?? []);
  const unreadable = new Set(read.flatMap(({ item, contact }) => (contact ? [] : traceIdOf(item, traceIds))));
  const byTraceId = Map.groupBy(readable, ({ objectWriteTraceId = '' }) =>
    traceIds.has(objectWriteTraceId) ? objectWriteTraceId : '',
  );
  const own = new Map(
    sent.flatMap((traced) => {
      const fitting = (byTraceId.get(traced.traceId) ?? []).filter((contact) => fits(contact, traced.write));
      return fitting.length === 1 && fitting[0] ? [[traced.traceId, fitting[0]] as const] : [];
    }),
  );
  const taken = new Set(own.values());
  // Without an echo of a trace id of this call, or with one whose update has a better answer.
  const untraced = readable.filter((contact) => {
    const { objectWriteTraceId = '' } = contact;
    return !taken.has(contact) && (!traceIds.has(objectWriteTraceId) || own.has(objectWriteTraceId));
  });
  const byId = new Map(untraced.map((contact) => [contact.id, contact]));
  const byAddress = (write: ContactWrite) => {
    if (write.id === null) return undefined;
    if (write.idProperty === null) return byId.get(write.id);
    return only(untraced.filter((contact) => holds(contact, write)));
  };
  const created = createdBy(
    sent.filter(({ write, traceId }) => write.id === null && !own.has(traceId) && !refused.has(traceId)),
    untraced,
  );
  const found = new Map(
    sent.map((traced) => [traced, own.get(traced.traceId) ?? byAddress(traced.write) ?? created.get(traced)]),
  );
  // What says once more what was found is nobody else's.
  const foundIds = new Set([...found.values()].flatMap((contact) => contact?.id ?? []));
  const unclaimed = untraced.filter(({ id }) => !foundIds.has(id));

  return {
    find: (traced: TracedWrite): WrittenContact | undefined => found.get(traced),
    byTraceId,
    /** Trace ids of results that cannot be read; "" for those without one. */
    unreadable,
    /** Results that are nobody's so far. */
    unclaimed,
  };
}

const tracedSchema = z.object({ objectWriteTraceId: z.string() });

function traceIdOf(item: unknown, traceIds: ReadonlySet<string>): string {
  const { objectWriteTraceId = '' } = tracedSchema.safeParse(item).data ?? {};
  return traceIds.has(objectWriteTraceId) ? objectWriteTraceId : '';
}

/** Whether a result that echoes the update's trace id is of the contact that the update addresses. */
function fits(contact: WrittenContact, write: ContactWrite): boolean {
  // Of a contact that was created only its email can contradict, which HubSpot keeps in lower case.
  if (write.id === null) return !write.properties.email || !contact.properties.email || shows(contact, write);
  if (write.idProperty === null) return contact.id === write.id;
  return contact.properties[write.idProperty] === undefined || holds(contact, write);
}

/** Whether a result shows the unique value that the update was addressed by, or that it changed this one to. */
function holds({ properties }: WrittenContact, { id, idProperty, properties: written }: ContactWrite): boolean {
  const value = properties[idProperty ?? '']?.toLowerCase();
  return value !== undefined && [id, written[idProperty ?? '']].some((wanted) => wanted?.toLowerCase() === value);
}

/**
 * Which of the reported contacts was created by which of these, where no trace id tells: by the email, or by all the values
 * where there is none. What is found leaves fewer to choose from for the rest; of those that are alike any will do.
 */
function createdBy(creates: readonly TracedWrite[], reported: readonly WrittenContact[]) {
  const found = new Map<TracedWrite, WrittenContact>();
  const left = new Set(reported);
  const alike = Map.groupBy(creates, ({ write }) => JSON.stringify(write.properties));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [text, group] of alike) {
      const fitting = [...left].filter((contact) => group.every(({ write }) => shows(contact, write)));
      if (fitting.length !== group.length) continue;
      for (const [place, contact] of fitting.entries()) {
        found.set(group[place] as TracedWrite, contact);
        left.delete(contact);
      }
      alike.delete(text);
    }
  }
  return found;
}

function shows({ properties }: WrittenContact, { properties: written }: ContactWrite): boolean {
  const telling = written.email ? { email: written.email } : written;
  return Object.entries(telling).every(([name, value]) => properties[name]?.toLowerCase() === value.toLowerCase());
}

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function indexErrors(items: readonly unknown[], traceIdsSent: ReadonlySet<string>) {
  const byTraceId = new Map<string, HubSpotErrorBody>();
  const byId = new Map<string, HubSpotErrorBody>();
  const unattributed: HubSpotErrorBody[] = [];
  /** Those that name one input and no other. */
  const alone = new Set<HubSpotErrorBody>();
  for (const item of items) {
    const { data: error } = hubspotErrorSchema.safeParse(item);
    if (error === undefined) continue;
    const traceIds = contextValues(error.context, 'objectWriteTraceId').filter((traceId) => traceIdsSent.has(traceId));
    const ids = contextValues(error.context, 'ids');
    for (const traceId of traceIds) byTraceId.set(traceId, error);
    // Trace ids that stand beside all the ids say exactly whom the error is about.
    if (traceIds.length < ids.length) for (const id of ids) byId.set(id, error);
    if (traceIds.length === 0 && ids.length === 0) unattributed.push(error);
    else if (traceIds.length <= 1 && ids.length <= 1) alone.add(error);
  }
  return { byTraceId, byId, unattributed, alone };
}
