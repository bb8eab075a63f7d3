import { updateInput } from './batch-inputs.ts';
import { DEFAULT_PROPERTIES } from './batch-read.ts';
import {
  emptyBody,
  invalidProperties,
  notFoundPage,
  recordNotFound,
  requiredFields,
  unreadableJson,
  valueTaken,
} from './error-bodies.ts';
import { PORTAL_ID } from './portal-id.ts';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from './rest.ts';

/** `GET …/contacts/{id}`. Documented: an id that was merged into another contact finds that one. */
export function readContact({ portal }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { idProperty, archived, properties } = request.query;
  const recordId = portal.find(id, { idProperty, archived: archived === 'true', former: true });
  if (recordId === undefined) return missing(id, request);
  return { status: 200, body: portal.readRecord(recordId, properties?.split(',') ?? DEFAULT_PROPERTIES) };
}

/** `PATCH …/contacts/{id}`. Recorded: unlike the batch it takes the email as `idProperty`, and merged ids. */
export function updateContact({ portal, nowMs }: SandboxContext, id: string, request: SandboxRequest): SandboxAnswer {
  const { body, query } = request;
  const recordId = portal.find(id, { idProperty: query.idProperty, former: true });
  if (recordId === undefined) return missing(id, request);
  if (body === '' || body === null) return emptyBody();
  if (typeof body !== 'object') return unreadableJson();
  const parsed = updateInput.pick({ properties: true }).safeParse(body);
  if (!parsed.success) return requiredFields('properties');
  const { properties } = parsed.data;
  const { problems, conflict } = portal.judge(recordId, properties);
  if (problems.length > 0) return invalidProperties(problems);
  if (conflict !== null) return valueTaken(conflict, recordId, PORTAL_ID);
  portal.write(recordId, properties, nowMs);
  return { status: 200, body: portal.writtenRecord(recordId, properties.keys()) };
}

/** Recorded: HTML for clients that take anything, JSON for those that ask for it. */
const missing = (id: string, { headers }: SandboxRequest): SandboxAnswer =>
  (headers.accept ?? '*/*').includes('json') ? recordNotFound(id) : notFoundPage();
