import { batchRead } from './batch-read.ts';
import { batchUpdate } from './batch-update.ts';
import { errorAnswer, unsupportedMediaType } from './error-bodies.ts';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from './rest.ts';
import { readContact, updateContact } from './single-contact.ts';

/** Documented: contacts are also known by the id of their type. */
const CONTACTS = /^\/crm\/(?:(v3)\/objects|objects\/(2026-03|2026-09))\/(?:contacts|0-1)\/(batch\/)?([^/]+)$/;
const PROPERTIES = /^\/crm\/(?:v3\/properties|properties\/(?:2026-03|2026-09))\/(?:contacts|0-1)$/;
const TOKEN = /^\/oauth\/(?:v1|v3|2026-03|2026-09)\/token$/;

/** Whether the request is for an access token, which takes none. */
export const asksForToken = ({ method, path }: SandboxRequest): boolean => method === 'POST' && TOKEN.test(path);

/** Answers a request as the real API does. */
export function answer(context: Omit<SandboxContext, 'apiVersion'>, request: SandboxRequest): SandboxAnswer {
  const { method, path, headers } = request;
  if (method === 'GET' && PROPERTIES.test(path)) return { status: 200, body: { results: context.portal.definitions } };

  const [, v3, dated, batch, last = ''] = CONTACTS.exec(path) ?? [];
  const apiVersion = v3 ?? dated;
  if (apiVersion === undefined) return errorAnswer(404, 'resource not found');
  if (method !== 'GET' && !headers['content-type']?.includes('json')) return unsupportedMediaType();
  return answerContacts({ ...context, apiVersion }, `${method} ${batch ?? ''}`, decodeURIComponent(last), request);
}

function answerContacts(
  context: SandboxContext,
  operation: string,
  last: string,
  request: SandboxRequest,
): SandboxAnswer {
  if (operation === 'POST batch/' && last === 'update') return batchUpdate(context, request.body);
  if (operation === 'POST batch/' && last === 'read') return batchRead(context, request);
  if (operation === 'GET ') return readContact(context, last, request);
  if (operation === 'PATCH ') return updateContact(context, last, request);
  return errorAnswer(404, 'resource not found');
}
