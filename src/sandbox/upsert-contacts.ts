import { type Addressed, refuseRepeated, writeBatch } from './batch-writes.ts';
import { batchWriteBody, type SandboxContext, unreadable, type WriteInput } from './calls.ts';
import { notUnique } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { existingTarget, newTarget } from './verdicts.ts';

/** `POST …/contacts/batch/upsert`. Recorded: unlike batch/update it takes the email as `idProperty`. */
export function batchUpsert(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { contacts } = context;
  const { data, error } = batchWriteBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const { inputs } = data;
  const refused = inputs.find(({ idProperty }) => idProperty !== undefined && !contacts.isKey(idProperty))?.idProperty;
  if (refused !== undefined) return notUnique(refused);
  const addressed = inputs.map((input) => address(context, input));
  return refuseRepeated(addressed) ?? writeBatch(context, addressed, { status: 200, tellNew: true });
}

function address({ contacts, nowMs }: SandboxContext, input: WriteInput): Addressed {
  const { id, idProperty, properties } = input;
  const target = existingTarget(contacts, contacts.find(id, { idProperty }));
  // Inferred: nobody can be created with a record id, nor with a key that is empty. Such a contact is missing.
  if (target !== undefined || idProperty === undefined || id === '') return { input, target };
  // Inferred: the key wins over a value for the same property, so that the next upsert finds the contact.
  const withKey = new Map([...properties, [idProperty, id]]);
  return { input: { ...input, properties: withKey }, target: newTarget(contacts, nowMs) };
}
