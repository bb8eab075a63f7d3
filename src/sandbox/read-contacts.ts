import { batchAnswer, batchReadBody, notFound, type SandboxContext, unreadable } from './calls.ts';
import type { Contacts } from './contacts.ts';
import { notUnique, recordNotFound } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';

/** Recorded: what a read answers that names no properties. */
export const DEFAULT_PROPERTIES = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];

/** Recorded: reads take the record id under its name, too; writes do not. */
const isReadKey = (contacts: Contacts, property: string): boolean =>
  property === 'hs_object_id' || contacts.isKey(property);

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call, the email among them. */
export function batchRead(context: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { contacts } = context;
  const { data, error } = batchReadBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  const { inputs, idProperty, properties } = data;
  if (idProperty !== undefined && !isReadKey(contacts, idProperty)) return notUnique(idProperty);

  const found = new Set<string>();
  const missing = new Set<string>();
  for (const { id } of inputs) {
    const recordId = contacts.find(id, { idProperty });
    if (recordId !== undefined) found.add(recordId);
    // Inferred from batch/update: a contact that was merged into another one is left out without a word.
    else if (idProperty !== undefined || !contacts.isFormer(id)) missing.add(id);
  }
  const records = [...found].map((id) => contacts.read(id, properties ?? DEFAULT_PROPERTIES));
  return batchAnswer(context, records, missing.size > 0 ? [notFound([...missing])] : []);
}

/** `GET …/contacts/{id}`. Documented: an id that was merged into another contact finds that one. */
export function readContact({ contacts }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { idProperty, properties } = request.query;
  if (idProperty !== undefined && !isReadKey(contacts, idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, former: true });
  if (recordId === undefined) return recordNotFound(id, request.headers);
  return { status: 200, body: contacts.read(recordId, properties?.split(',') ?? DEFAULT_PROPERTIES) };
}
