import { refuseRepeated, writeBatch } from './batch-writes.ts';
import { batchWriteBody, type SandboxContext, singleWriteBody, unreadable } from './calls.ts';
import { notUnique, recordNotFound } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { existingTarget, isGood, judge, refusal } from './verdicts.ts';

/** `POST …/contacts/batch/update`. */
export function batchUpdate(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { contacts, switches } = context;
  const { data, error } = batchWriteBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const { inputs } = data;

  // Recorded: batch/update takes no email, although it is documented; nor any other property that is not unique.
  const takesEmail = switches.emailUpdates === 'accepted';
  const isKey = (property: string) => (property === 'email' ? takesEmail : contacts.isUnique(property));
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !isKey(idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused);

  const addressed = inputs.map((input) => ({
    input,
    target: existingTarget(contacts, contacts.find(input.id, input)),
  }));
  return refuseRepeated(addressed) ?? writeBatch(context, addressed);
}

/** `PATCH …/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`, and merged ids. */
export function updateContact(context: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { contacts, nowMs } = context;
  const { idProperty } = request.query;
  if (idProperty !== undefined && !contacts.isKey(idProperty)) return notUnique(idProperty);
  const target = existingTarget(contacts, contacts.find(id, { idProperty, former: true }));
  if (target === undefined) return recordNotFound(id, request.headers);
  const { data, error } = singleWriteBody.safeParse(request.body);
  if (error !== undefined) return unreadable(error);
  const verdict = judge(context, target, data.properties);
  if (!isGood(verdict)) return refusal([verdict]);
  const [written] = contacts.write([verdict], nowMs);
  return { status: 200, body: written };
}
