import { readProperties } from './batch-inputs.ts';
import { DEFAULT_PROPERTIES } from './batch-read.ts';
import { notFoundPage, notUnique, recordNotFound } from './error-bodies.ts';
import { isReadKey, isWriteKey } from './id-property.ts';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from './rest.ts';
import { invalidProperties, valueTaken } from './value-errors.ts';

/** `GET …/contacts/{id}`. Documented: an id that was merged into another contact finds that one. */
export function readContact({ portal }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { contacts } = portal;
  const { idProperty, archived, properties } = request.query;
  if (idProperty !== undefined && !isReadKey(contacts, idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, archived: archived === 'true', former: true });
  if (recordId === undefined) return missing(id, request);
  return { status: 200, body: contacts.readRecord(recordId, properties?.split(',') ?? DEFAULT_PROPERTIES) };
}

/** `PATCH …/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`, and merged ids. */
export function updateContact({ portal, nowMs }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { contacts } = portal;
  const { idProperty } = request.query;
  if (idProperty !== undefined && !isWriteKey(contacts, idProperty)) return notUnique(idProperty);
  const recordId = contacts.find(id, { idProperty, former: true });
  if (recordId === undefined) return missing(id, request);
  const properties = readProperties(request.body);
  if ('status' in properties) return properties;
  const { problems, conflict } = contacts.judge(recordId, properties);
  if (problems.length > 0) return invalidProperties(problems);
  if (conflict !== null) return valueTaken(conflict, recordId);
  contacts.write(recordId, properties, nowMs);
  return { status: 200, body: contacts.writtenRecord(recordId, properties.keys()) };
}

/** Recorded: HTML for clients that take anything, JSON for those that ask for it. */
const missing = (id: string, { headers }: SandboxRequest): SandboxAnswer =>
  (headers.accept ?? '*/*').includes('json') ? recordNotFound(id) : notFoundPage();
