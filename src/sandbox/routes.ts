import { batchRead } from './batch-read.ts';
import { batchUpdate } from './batch-update.ts';
import { errorAnswer, noCredentials } from './error-bodies.ts';
import type { Portal } from './portal.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';
import type { Shuffle } from './shuffle.ts';
import { readContact, updateContact } from './single-contact.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const SINGLE = new RegExp(`^${CONTACTS}/([^/]+)$`);

/** The bearer token of a request; null where there is none. */
export const bearerToken = (headers: Readonly<Record<string, string>>): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** Answers a request as the real API does. */
export function answer(portal: Portal, shuffle: Shuffle, request: SandboxRequest): SandboxAnswer {
  const { method, path, headers, body } = request;
  if (bearerToken(headers) === null) return noCredentials();

  switch (`${method} ${path}`) {
    case `POST ${CONTACTS}/batch/update`:
      return batchUpdate(portal, shuffle, body);
    case `POST ${CONTACTS}/batch/read`:
      return batchRead(portal, shuffle, body);
    case 'GET /crm/v3/properties/contacts':
      return { status: 200, body: { results: portal.definitions } };
  }
  const id = SINGLE.exec(path)?.[1];
  if (id !== undefined && method === 'GET') return readContact(portal, decodeURIComponent(id), request);
  if (id !== undefined && method === 'PATCH') return updateContact(portal, decodeURIComponent(id), request);
  return errorAnswer(404, 'resource not found');
}
