import { batchAnswer, batchReadBody, notFound, readBody } from './batch-bodies.ts';
import type { Contacts } from './contacts.ts';
import { notUnique, recordNotFound } from './error-bodies.ts';
import type { SandboxContext } from './portal.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

/** Recorded: what a read answers that names no properties. */
const DEFAULT_PROPERTIES = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];

/** Recorded: reads take the record id under its name, too; writes do not. */
const isReadKey = (contacts: Contacts, property: string): boolean =>
  property === 'hs_object_id' || contacts.isKey(property);

/** `POST …/contacts/batch/read`: one `idProperty` for the whole call, the email among them. */
export function batchRead(context: SandboxContext, { body, query }: SandboxRequest): SandboxAnswer {
  const { contacts } = context.portal;
  const asked = readBody(batchReadBody, body);
  if ('status' in asked) return asked;
  const { inputs, idProperty, properties } = asked;
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

/** `GET …/contacts/{id}`. Documented: an id that was merged into another contact finds that one. */
export function readContact({ portal }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { contacts } = portal;
  const { idProperty, archived, properties } = request.query;
  if (idProperty !== undefined && !isReadKey(contacts, idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, archived: archived === 'true', former: true });
  if (recordId === undefined) return recordNotFound(id, request.headers);
  return { status: 200, body: contacts.readRecord(recordId, properties?.split(',') ?? DEFAULT_PROPERTIES) };
}
