import { PORTAL_ID } from './account.ts';
import { archiveContact, batchArchive } from './archive-contacts.ts';
import type { SandboxContext } from './calls.ts';
import { batchCreate, createContact } from './create-contacts.ts';
import { resourceNotFound } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { listPropertyRules } from './property-rules.ts';
import { batchRead, readContact } from './read-contacts.ts';
import { searchContacts } from './search-contacts.ts';
import { batchUpdate, updateContact } from './update-contacts.ts';
import { batchUpsert } from './upsert-contacts.ts';

/** Version 3 names the version before the kind, the dated ones after it. Documented: `0-1` stands for contacts, too. */
const OF_CONTACTS =
  /^\/crm\/(?:v3\/(?<kind>objects|properties|property-validations)|(?<datedKind>objects|properties|property-validations)\/(?<version>2026-03|2026-09))\/(?:contacts|0-1)(?:\/(?<batch>batch\/)?(?<last>[^/]+))?$/;
const TOKEN = /^\/oauth\/(?:v1|v3|2026-03|2026-09)\/token$/;

/** `POST …/contacts/batch/{operation}`. */
const BATCHES: ReadonlyMap<string, typeof batchUpdate> = new Map([
  ['archive', batchArchive],
  ['create', batchCreate],
  ['read', batchRead],
  ['update', batchUpdate],
  ['upsert', batchUpsert],
]);

/** Whether the request is for an access token, which takes none. */
export const asksForToken = ({ method, path }: SandboxRequest): boolean => method === 'POST' && TOKEN.test(path);

const TOKEN_INFO = /^(?:POST \/oauth\/v2\/private-apps\/get\/access-token-info|GET \/oauth\/v1\/access-tokens\/[^/]+)$/;

/** Whether the request asks whose a token is, which is none of the calls that are limited. */
export const asksAboutToken = ({ method, path }: SandboxRequest): boolean => TOKEN_INFO.test(`${method} ${path}`);

/** What the path of a request names; null where it is none of contacts. */
function partsOf(path: string) {
  const parts = OF_CONTACTS.exec(path)?.groups;
  if (parts === undefined) return null;
  const { kind = parts.datedKind, version = 'v3', batch = '', last } = parts;
  return { folder: `${kind}/${batch}`, version, last };
}

/** Whether the request is a search, which has a limit of its own. */
export function asksToSearch({ method, path }: SandboxRequest): boolean {
  const parts = partsOf(path);
  return method === 'POST' && parts?.folder === 'objects/' && parts.last === 'search';
}

const ACCOUNT = /^\/account-info\/(?:v3|2026-03|2026-09)\/details$/;

/** Answers a request as the real API does. */
export function answer(context: Omit<SandboxContext, 'apiVersion'>, request: SandboxRequest): SandboxAnswer {
  // Documented, with more fields.
  if (request.method === 'GET' && ACCOUNT.test(request.path)) {
    return { status: 200, body: { portalId: PORTAL_ID, accountType: 'SANDBOX', timeZone: 'UTC' } };
  }
  const parts = partsOf(request.path);
  if (parts === null) return resourceNotFound();
  const { folder, version: apiVersion, last } = parts;
  const operation = `${request.method} ${folder}`;
  const properties = { status: 200, body: { results: context.definitions } };
  const versioned = { ...context, apiVersion };
  if (last === undefined) {
    if (operation === 'POST objects/') return createContact(versioned, request);
    if (operation === 'GET property-validations/') return listPropertyRules(context.definitions);
    return operation === 'GET properties/' ? properties : resourceNotFound();
  }
  const id = decodeURIComponent(last);
  if (operation === 'POST objects/batch/') return BATCHES.get(id)?.(versioned, request) ?? resourceNotFound();
  if (operation === 'POST objects/' && id === 'search') return searchContacts(versioned, request);
  if (operation === 'GET objects/') return readContact(versioned, id, request);
  if (operation === 'PATCH objects/') return updateContact(versioned, id, request);
  if (operation === 'DELETE objects/') return archiveContact(versioned, id);
  return resourceNotFound();
}
