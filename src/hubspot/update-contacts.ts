import { randomBytes } from 'node:crypto';
import type { Credential } from '../credential.ts';
import type { SendBatch } from '../outcome.ts';
import { foreignTexts, textsOf } from './about-input.ts';
import { classifyError } from './classify-error.ts';
import { isSuccess, type RestAnswer, type RestCall } from './client.ts';
import type { BatchReport, ContactUpdate, UpdatedContact } from './contact-update.ts';
import { readError, throwUnanswered } from './failed-call.ts';
import { matchOutcomes, type TracedUpdate } from './match-outcomes.ts';
import { refusalHint, refusesAll } from './refusal-hint.ts';
import { refused } from './refused.ts';
import { type BatchAnswer, type BatchUpdateInput, type BatchUpdateRequest, batchAnswerSchema } from './wire.ts';

/** `POST …/contacts/batch/update` with one credential: updates out, one outcome per update in. */
export function updateContacts(call: RestCall, credential: Credential): SendBatch<ContactUpdate, UpdatedContact> {
  return async (updates, departure) => {
    const sent = updates.map((update): TracedUpdate => ({ update, traceId: nextTraceId() }));
    const json: BatchUpdateRequest = { inputs: sent.map(toWire) };
    const request = { method: 'post', resource: 'contacts', path: 'batch/update', json, carries: updates } as const;
    const answer = await call(credential, { ...request, departure }).catch(throwUnanswered);
    const batch = readBatch(answer);
    if (batch === null) throw refusal(answer, sent);
    report(batch, updates);
    return matchOutcomes(sent, batch);
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

/** All 2xx are read alike: newer API versions put errors into a 200. Null when the body is no batch answer. */
function readBatch(answer: RestAnswer): BatchAnswer | null {
  return isSuccess(answer) ? (batchAnswerSchema.safeParse(answer.body).data ?? null) : null;
}

/** What the whole call counts and links to is about the inputs of others, too, where it carried some. */
function report({ results, errors, ...reported }: BatchAnswer, updates: readonly ContactUpdate[]): void {
  const requests = new Set(updates.map(({ origin }) => origin?.requestId));
  const { numErrors, links, ...ofAll } = reported;
  const batch: BatchReport = { ...(requests.size > 1 ? ofAll : reported), size: updates.length };
  for (const { onBatch } of updates) onBatch(batch);
}

function refusal(answer: RestAnswer, sent: readonly TracedUpdate[]): Error {
  const error = readError(answer);
  const [only] = sent;
  if (sent.length === 1 && only) return refused(classifyError(error, only.update));
  // It may become the answer of all of them.
  const isForeign = foreignTexts(sent.map(({ update }) => textsOf(update)))([]);
  const reason = classifyError(error, { properties: {} }, isForeign);
  return refusesAll(error.body, sent) ? reason : refused(reason, refusalHint(error.body, sent));
}
