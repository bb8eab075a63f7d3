import { resourceNotFound, undecodableAddress, unknownObjectType, unsupportedMediaType } from './error-bodies.ts';
import type { Portal, SandboxContext } from './portal.ts';
import { batchRead, readContact } from './read-contacts.ts';
import type { SandboxAnswer, SandboxRequest } from './rest.ts';
import { batchUpdate, updateContact } from './update-contacts.ts';

/** Version 3 names the version before the kind, the dated ones after it. */
const OF_A_TYPE =
  /^\/crm\/(?:v3\/(?<kind>objects|properties)|(?<datedKind>objects|properties)\/(?<version>2026-03|2026-09))\/(?<type>[^/]+)(?:\/(?<batch>batch\/)?(?<last>[^/]+))?$/;
const TOKEN = /^\/oauth\/(?:v1|v3|2026-03|2026-09)\/token$/;

/** Documented: contacts are also known by the id of their type. */
const CONTACTS = new Set(['contacts', '0-1']);

/** Whether the request is for an access token, which takes none. */
export const asksForToken = ({ method, path }: SandboxRequest): boolean => method === 'POST' && TOKEN.test(path);

/** Answers a request as the real API does. */
export function answer(context: Omit<SandboxContext, 'apiVersion'>, request: SandboxRequest): SandboxAnswer {
  const parts = OF_A_TYPE.exec(request.path)?.groups;
  if (parts === undefined) return resourceNotFound();
  const type = decoded(parts.type ?? '');
  const last = decoded(parts.last ?? '');
  if (type === null || last === null) return undecodableAddress();
  if (!CONTACTS.has(type)) return unknownObjectType(type);

  const operation = `${request.method} ${parts.kind ?? parts.datedKind}/${parts.batch ?? ''}`;
  if (operation === 'GET properties/' && last === '') return listProperties(context.portal, request);
  if (!operation.includes(' objects/') || last === '') return resourceNotFound();
  if (request.method !== 'GET' && !request.headers['content-type']?.includes('json')) return unsupportedMediaType();
  return answerContacts({ ...context, apiVersion: parts.version ?? 'v3' }, operation, last, request);
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Documented: those that are archived, or those that are not. */
function listProperties({ definitions }: Portal, { query }: SandboxRequest): SandboxAnswer {
  const wanted = query.archived === 'true';
  return { status: 200, body: { results: definitions.filter(({ archived }) => (archived === true) === wanted) } };
}

function answerContacts(
  context: SandboxContext,
  operation: string,
  last: string,
  request: SandboxRequest,
): SandboxAnswer {
  if (operation === 'POST objects/batch/' && last === 'update') return batchUpdate(context, request.body);
  if (operation === 'POST objects/batch/' && last === 'read') return batchRead(context, request);
  if (operation === 'GET objects/') return readContact(context, last, request);
  if (operation === 'PATCH objects/') return updateContact(context, last, request);
  return resourceNotFound();
}
