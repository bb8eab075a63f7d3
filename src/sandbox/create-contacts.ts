import { writeBatch } from './batch-writes.ts';
import { batchCreateBody, type SandboxContext, singleWriteBody, unreadable } from './calls.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { isGood, judge, newTarget, refusal } from './verdicts.ts';

/** `POST …/contacts/batch/create`. Documented: 201, in 2026-09 also when an item failed. */
export function batchCreate(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { contacts, nowMs } = context;
  const { data, error } = batchCreateBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const addressed = data.inputs.map((sent) => {
    const target = newTarget(contacts, nowMs);
    return { target, input: { ...sent, id: target.contact.id } };
  });
  return writeBatch(context, addressed, { status: 201, tellNew: false });
}

/** `POST …/contacts`. */
export function createContact(context: SandboxContext, { body, path }: SandboxRequest): SandboxAnswer {
  const { contacts, nowMs } = context;
  const { data, error } = singleWriteBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const verdict = judge(context, newTarget(contacts, nowMs), data.properties);
  if (!isGood(verdict)) return refusal([verdict]);
  const [written] = contacts.write([verdict], nowMs);
  // The header is documented; that it is a path is inferred.
  return { status: 201, body: written, headers: { location: `${path}/${verdict.contact.id}` } };
}
