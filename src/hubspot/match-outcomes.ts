import { failed, type Outcome } from '../outcome.ts';
import { classifyError } from './classify-error.ts';
import type { ContactUpdate, UpdatedContact } from './contact-update.ts';
import { contextValues } from './error-facts.ts';
import { OutcomeUnknownError } from './update-errors.ts';
import { type BatchAnswer, contactRecordSchema, type HubSpotErrorBody, hubspotErrorSchema } from './wire.ts';

/** An update as it was sent, with the id by which its answer is found. */
export interface TracedUpdate {
  readonly update: ContactUpdate;
  readonly traceId: string;
}

/**
 * Finds the answer of each update in a batch answer: by trace id, then by record id, then by the unique value it was
 * addressed with. Never by position (HubSpot reorders results), and never by count. What has no answer, or two that
 * contradict each other, is unknown.
 */
export function matchOutcomes(sent: readonly TracedUpdate[], answer: BatchAnswer): Outcome<UpdatedContact>[] {
  const results = indexResults(answer.results);
  const errors = indexErrors(answer.errors ?? []);

  return sent.map((traced) => {
    const contact = results.find(traced);
    const error = errors.find(traced);
    if (contact !== undefined && error === undefined) return { ok: true, value: contact };
    if (contact === undefined && error !== undefined) {
      return failed(classifyError({ status: null, body: error }, traced.update));
    }
    return failed(unanswered(answer, error ?? errors.unattributed[0]));
  });
}

function unanswered({ status }: BatchAnswer, hubspot: HubSpotErrorBody | undefined): OutcomeUnknownError {
  const message =
    status === 'COMPLETE'
      ? 'HubSpot answered the batch without saying what became of this contact.'
      : `HubSpot answered the batch with status ${status}, before this contact was done.`;
  // Recorded: the single call still works for a merged contact, which a batch leaves out without a word. But not while
  // the batch may still be under way.
  const resend = status === 'COMPLETE' ? 'alone' : 'never';
  return new OutcomeUnknownError(message, { hubspot: hubspot ?? null, resend });
}

function indexResults(items: readonly unknown[]) {
  const byTraceId = new Map<string, UpdatedContact>();
  const byId = new Map<string, UpdatedContact>();
  for (const item of items) {
    // A result that cannot be read reports nothing; its input is unanswered, the others are not harmed.
    const { data: contact } = contactRecordSchema.safeParse(item);
    if (contact === undefined) continue;
    if (contact.objectWriteTraceId !== undefined) byTraceId.set(contact.objectWriteTraceId, contact);
    else byId.set(contact.id, contact);
  }

  function byUniqueValue(idProperty: string, value: string): UpdatedContact | undefined {
    const wanted = value.toLowerCase();
    return byId.values().find(({ properties }) => properties[idProperty]?.toLowerCase() === wanted);
  }

  return {
    find({ traceId, update: { id, idProperty } }: TracedUpdate): UpdatedContact | undefined {
      return byTraceId.get(traceId) ?? (idProperty === null ? byId.get(id) : byUniqueValue(idProperty, id));
    },
  };
}

function indexErrors(items: readonly unknown[]) {
  const byTraceId = new Map<string, HubSpotErrorBody>();
  const byId = new Map<string, HubSpotErrorBody>();
  const unattributed: HubSpotErrorBody[] = [];
  for (const item of items) {
    const { data: error } = hubspotErrorSchema.safeParse(item);
    if (error === undefined) continue;
    const traceIds = contextValues(error.context, 'objectWriteTraceId');
    const ids = contextValues(error.context, 'ids');
    for (const traceId of traceIds) byTraceId.set(traceId, error);
    for (const id of ids) byId.set(id, error);
    if (traceIds.length === 0 && ids.length === 0) unattributed.push(error);
  }

  return {
    unattributed,
    find: ({ traceId, update }: TracedUpdate) => byTraceId.get(traceId) ?? byId.get(update.id),
  };
}
