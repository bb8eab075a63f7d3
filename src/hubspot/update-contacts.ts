import { randomBytes } from 'node:crypto';
import { failed, type SendBatch } from '../outcome.ts';
import { foreignTexts, textsOf } from './about-input.ts';
import { readAnswer } from './answer.ts';
import { classifyError, type SentError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { ContactNotFoundError } from './contact-errors.ts';
import type { BatchReport, ContactUpdate, UpdatedContact } from './contact-update.ts';
import { matchOutcomes, type TracedUpdate } from './match-outcomes.ts';
import { refusalHint, refused, refusesAll } from './refusal.ts';
import {
  type BatchAnswer,
  type BatchUpdateInput,
  type BatchUpdateRequest,
  batchAnswerSchema,
  writtenRecordSchema,
} from './wire.ts';

const WRITING = { resource: 'contacts', writes: true } as const;

/** `POST …/contacts/batch/update`: updates out, one outcome per update in. */
export function updateContacts(call: RestCall): SendBatch<ContactUpdate, UpdatedContact> {
  return async (updates, gate) => {
    const sent = updates.map((update): TracedUpdate => ({ update, traceId: nextTraceId() }));
    const json: BatchUpdateRequest = { inputs: sent.map(toWire) };
    const request = { method: 'post', path: 'batch/update', json, carries: updates, gate, ...WRITING } as const;
    const batch = readAnswer(await call(request), batchAnswerSchema);
    if (!batch.ok) throw refusal(batch.error, sent);
    report(batch.value, updates);
    return matchOutcomes(sent, batch.value);
  };
}

/**
 * `PATCH …/contacts/{id}`, for one update. Documented: unlike the batch it also finds a contact by an id that was merged into
 * another one, and by email. Throws what may pass, as the batch call does.
 */
export function updateContact(call: RestCall): SendBatch<ContactUpdate, UpdatedContact> {
  return async ([update], gate) => {
    if (update === undefined) return [];
    const { id, idProperty, properties } = update;
    const path = encodeURIComponent(id);
    const searchParams = idProperty === null ? {} : { idProperty };
    const json = { properties };
    const request = { method: 'patch', path, searchParams, json, carries: [update], gate, ...WRITING } as const;
    const contact = readAnswer(await call(request), writtenRecordSchema);
    return [contact.ok ? contact : failed(refusalOfOne(contact.error, update))];
  };
}

/** Unique among all calls of all processes, so that an answer is never matched to an input of another call. */
const tracePrefix = randomBytes(6).toString('base64url');
let traceCount = 0;
function nextTraceId(): string {
  traceCount += 1;
  return `${tracePrefix}-${traceCount.toString(36)}`;
}

function toWire({ update: { id, idProperty, properties }, traceId }: TracedUpdate): BatchUpdateInput {
  return { id, ...(idProperty === null ? {} : { idProperty }), properties, objectWriteTraceId: traceId };
}

/** The counts and links of a call that carried inputs of other callers are about those as well, so nobody is shown them. */
function report({ results, errors, ...reported }: BatchAnswer, updates: readonly ContactUpdate[]): void {
  const requests = new Set(updates.map(({ request }) => request?.requestId));
  const { numErrors, links, ...ofAll } = reported;
  const batch: BatchReport = { ...(requests.size > 1 ? ofAll : reported), size: updates.length };
  for (const { onBatch } of updates) onBatch(batch);
}

function refusal(error: SentError, sent: readonly TracedUpdate[]): Error {
  const [only] = sent;
  if (sent.length === 1 && only) return refused(classifyError(error, only.update));
  // It may become the answer of all of them.
  const isForeign = foreignTexts(sent.map(({ update }) => textsOf(update)))([]);
  const reason = classifyError(error, { properties: {} }, isForeign);
  return refusesAll(error.body, sent) ? reason : refused(reason, refusalHint(error.body, sent));
}

function refusalOfOne(error: SentError, update: ContactUpdate) {
  if (error.status === 404) {
    return new ContactNotFoundError(error.body.message ?? 'No such contact.', { hubspot: error.body });
  }
  const refusal = classifyError({ ...error, settles: true }, update);
  if (refusal.resend !== 'never') throw refusal;
  return refusal;
}
