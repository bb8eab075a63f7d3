import { z } from 'zod';
import { batchAnswer, notFound } from './batch-answer.ts';
import { optionalText, readInput, readInputs } from './batch-inputs.ts';
import { notUnique, unreadableJson } from './error-bodies.ts';
import { isReadKey } from './id-property.ts';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from './rest.ts';

const options = z.object({ idProperty: optionalText, properties: z.array(z.string()).nullish() });

/** Recorded: what a read answers that names no properties. */
export const DEFAULT_PROPERTIES = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call, the email among them. */
export function batchRead(context: SandboxContext, { body, query }: SandboxRequest): SandboxAnswer {
  const { contacts } = context.portal;
  const inputs = readInputs(body, readInput);
  if ('status' in inputs) return inputs;
  const parsed = options.safeParse(body);
  if (!parsed.success) return unreadableJson();
  const { idProperty, properties } = parsed.data;
  if (idProperty !== undefined && !isReadKey(contacts, idProperty)) return notUnique(idProperty);

  const found = new Set<string>();
  const missing = new Set<string>();
  for (const { id } of inputs) {
    const recordId = contacts.find(id, { idProperty, archived: query.archived === 'true' });
    if (recordId !== undefined) found.add(recordId);
    // Inferred from batch/update: a contact that was merged into another one is left out without a word.
    else if (idProperty !== undefined || !contacts.isFormer(id)) missing.add(id);
  }
  const records = [...found].map((id) => contacts.readRecord(id, properties ?? DEFAULT_PROPERTIES));
  return batchAnswer(context, records, missing.size > 0 ? [notFound([...missing])] : []);
}
