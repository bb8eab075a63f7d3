import { randomBytes } from 'node:crypto';
import { failed, type Outcome, type SendBatch } from '../outcome.ts';
import { foreignTexts, textsOf } from './about-input.ts';
import { readAnswer } from './answer.ts';
import { classifyError, type SentError } from './classify-error.ts';
import type { RestCall } from './client.ts';
import { ContactNotFoundError, OutcomeUnknownError } from './contact-errors.ts';
import type { BatchReport, ContactUpdate, ContactWrite, WrittenContact } from './contact-write.ts';
import { matchOutcomes, type TracedWrite } from './match-outcomes.ts';
import { refusalHint, refused, refusesAll } from './refusal.ts';
import { type BatchAnswer, type BatchWriteRequest, batchAnswerSchema, writtenRecordSchema } from './wire.ts';

export const WRITING = { resource: 'contacts', writes: true } as const;

/** `POST …/contacts/batch/{operation}`: writes out, one outcome per write in. */
export function writeContacts<W extends ContactWrite>(
  call: RestCall,
  operation: 'create' | 'update' | 'upsert',
): SendBatch<W, WrittenContact> {
  const path = `batch/${operation}`;
  return async (writes, gate) => {
    const sent = writes.map((write): TracedWrite => ({ write, traceId: nextTraceId() }));
    const json: BatchWriteRequest = { inputs: sent.map(toWire) };
    const request = { method: 'post', path, json, carries: writes, gate, ...WRITING } as const;
    const batch = readAnswer(await call(request), batchAnswerSchema);
    if (!batch.ok) throw refusal(batch.error, sent);
    report(batch.value, writes);
    return matchOutcomes(sent, batch.value);
  };
}

/** What it left out is not sent once more: there is no other call that would tell, and a create would be a second contact. */
export function atMostOnce<W>(send: SendBatch<W, WrittenContact>): SendBatch<W, WrittenContact> {
  const final = (outcome: Outcome<WrittenContact>) =>
    outcome.ok || outcome.error.resend !== 'alone' ? outcome : failed(new OutcomeUnknownError(outcome.error.message));
  return async (writes, gate) => (await send(writes, gate)).map(final);
}

/**
 * `PATCH …/contacts/{id}`, for one update. Documented: unlike the batch it also finds a contact by an id that was merged into
 * another one, and by email. Throws what may pass, as the batch call does.
 */
export function updateContact(call: RestCall): SendBatch<ContactUpdate, WrittenContact> {
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

function toWire({ write: { id, idProperty, properties }, traceId: objectWriteTraceId }: TracedWrite) {
  const created = { properties, objectWriteTraceId };
  if (id === null) return created;
  return { id, ...(idProperty === null ? {} : { idProperty }), ...created };
}

/** The counts and links of a call that carried inputs of other callers are about those as well, so nobody is shown them. */
function report({ results, errors, ...reported }: BatchAnswer, writes: readonly ContactWrite[]): void {
  const requests = new Set(writes.map(({ request }) => request?.requestId));
  const { numErrors, links, ...ofAll } = reported;
  const batch: BatchReport = { ...(requests.size > 1 ? ofAll : reported), size: writes.length };
  for (const { onBatch } of writes) onBatch(batch);
}

/** What the refusal of a batch means: for its only input, or for all of them. */
export function refusal(error: SentError, sent: readonly TracedWrite[]): Error {
  const [only] = sent;
  if (sent.length === 1 && only) return refused(classifyError(error, only.write));
  // It may become the answer of all of them.
  const isForeign = foreignTexts(sent.map(({ write }) => textsOf(write)))([]);
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
