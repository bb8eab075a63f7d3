import { updateInput } from './batch-inputs.ts';
import { DEFAULT_PROPERTIES } from './batch-read.ts';
import { invalidProperties, notFoundPage, recordNotFound, requiredFields, valueTaken } from './error-bodies.ts';
import { PORTAL_ID, type Portal } from './portal.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';

/** `GET /crm/v3/objects/contacts/{id}`. */
export function readContact(portal: Portal, id: string, request: SandboxRequest): SandboxAnswer {
  const recordId = portal.find(id, request.query.idProperty);
  if (recordId === undefined) return missing(id, request);
  const properties = request.query.properties?.split(',') ?? DEFAULT_PROPERTIES;
  return { status: 200, body: portal.readRecord(recordId, properties) };
}

/** `PATCH /crm/v3/objects/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`. */
export function updateContact(portal: Portal, id: string, request: SandboxRequest): SandboxAnswer {
  const recordId = portal.find(id, request.query.idProperty);
  if (recordId === undefined) return missing(id, request);
  const parsed = updateInput.pick({ properties: true }).safeParse(request.body);
  if (!parsed.success) return requiredFields('properties');
  const values = new Map(Object.entries(parsed.data.properties));
  const { problems, conflict } = portal.judge(recordId, values);
  if (problems.length > 0) return invalidProperties(problems);
  if (conflict !== null) return valueTaken(conflict, recordId, PORTAL_ID);
  portal.write(recordId, values, Date.now());
  return { status: 200, body: portal.writtenRecord(recordId, values.keys()) };
}

/** Recorded: HTML for clients that take anything, JSON for those that ask for it. */
const missing = (id: string, { headers }: SandboxRequest): SandboxAnswer =>
  (headers.accept ?? '*/*').includes('json') ? recordNotFound(id) : notFoundPage();
