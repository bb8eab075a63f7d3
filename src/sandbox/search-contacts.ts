/** `POST …/contacts/search`. */
import { z } from 'zod';
import { type SandboxContext, unreadable } from './calls.ts';
import type { StoredContact } from './contact-file.ts';
import { readRecord } from './contact-records.ts';
import type { Contacts } from './contacts.ts';
import { errorAnswer } from './error-bodies.ts';
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { DEFAULT_PROPERTIES } from './read-contacts.ts';
import { type Comparable, comparableReader, filterForm, prepareFilter, SearchRefused } from './search-filters.ts';
import { queryTest } from './search-words.ts';

const sortForm = z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).nullish() });

/** Documented: all of it is optional, and `filters` alone stand for a group. */
const searchBody = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterForm) })).nullish(),
  filters: z.array(filterForm).nullish(),
  sorts: z.array(z.union([z.string(), sortForm])).nullish(),
  query: z.string().nullish(),
  properties: z.array(z.string()).nullish(),
  limit: z.int().nullish(),
  after: z.union([z.string(), z.int()]).nullish(),
});
type SearchBody = z.infer<typeof searchBody>;

/** Documented. Pages of 10 where nothing is said, too. */
const MAX = { groups: 5, filtersOfGroup: 6, filters: 18, queryLength: 3000, pageSize: 200, results: 10_000 };

export function searchContacts({ contacts }: SandboxContext, { body }: SandboxRequest): SandboxAnswer {
  const { data, error } = searchBody.safeParse(body);
  if (error !== undefined) return unreadable(error);
  try {
    const { from, size } = pageOf(data);
    const found = sorted(matching(data, contacts), data, contacts);
    const next = from + size < found.length ? { paging: { next: { after: String(from + size) } } } : {};
    const wanted = data.properties?.length ? data.properties : DEFAULT_PROPERTIES;
    const isDefined = (name: string) => contacts.definitions.has(name);
    const results = found.slice(from, from + size).map((contact) => readRecord(contact, wanted, isDefined));
    return { status: 200, body: { total: found.length, results, ...next } };
  } catch (refused) {
    if (!(refused instanceof SearchRefused)) throw refused;
    return errorAnswer(400, refused.message, { category: 'VALIDATION_ERROR' });
  }
}

/** Documented: `after` is the number of results before the page. */
function pageOf({ limit, after }: SearchBody): { readonly from: number; readonly size: number } {
  const size = limit ?? 10;
  if (size < 1 || size > MAX.pageSize) throw new SearchRefused(`limit must be from 1 to ${MAX.pageSize}`);
  if (!/^\d*$/.test(String(after ?? ''))) throw new SearchRefused('after must be a whole number');
  const from = Number(after ?? 0);
  if (from + size > MAX.results) throw new SearchRefused(`No more than ${MAX.results} results can be paged through`);
  return { from, size };
}

/** Documented: the filters of a group hold together, the groups are alternatives. */
function matching({ filterGroups, filters, query }: SearchBody, contacts: Contacts): StoredContact[] {
  const sent = [...(filterGroups ?? []), ...(filters ? [{ filters }] : [])].map((group) => group.filters);
  if (sent.length > MAX.groups) throw new SearchRefused(`There may be ${MAX.groups} filterGroups at most`);
  if (sent.some(({ length }) => length > MAX.filtersOfGroup)) {
    throw new SearchRefused(`A group may have ${MAX.filtersOfGroup} filters at most`);
  }
  if (sent.flat().length > MAX.filters) throw new SearchRefused(`There may be ${MAX.filters} filters at most`);
  const words = query ?? '';
  if (words.length > MAX.queryLength) throw new SearchRefused(`query may have ${MAX.queryLength} characters at most`);

  const groups = sent.map((group) => group.map((filter) => prepareFilter(filter, contacts.definitions)));
  const inGroup = (contact: StoredContact) => groups.some((tests) => tests.every((test) => test(contact)));
  const filtered = groups.length === 0 ? contacts.searchable() : contacts.searchable().filter(inGroup);
  return words === '' ? filtered : filtered.filter(queryTest(words));
}

/**
 * Documented: there is one rule, or none. Inferred: of several the first is used, of none the creation; contacts without
 * a value come last in either direction, equal ones in the order of their ids.
 */
function sorted(found: readonly StoredContact[], { sorts }: SearchBody, { definitions }: Contacts): StoredContact[] {
  const [rule = 'createdate'] = sorts ?? [];
  const { propertyName, direction } = typeof rule === 'string' ? ruleOf(rule) : rule;
  const sign = direction === 'DESCENDING' ? -1 : 1;
  const read = comparableReader(propertyName, definitions);
  return found
    .map((contact) => ({ contact, key: read(contact), id: Number(contact.id) }))
    .sort((a, b) => compare(a.key, b.key, sign) || a.id - b.id)
    .map(({ contact }) => contact);
}

/** Inferred: `name` and `-name`, as in other lists of HubSpot's. */
const ruleOf = (rule: string) =>
  rule.startsWith('-')
    ? { propertyName: rule.slice(1), direction: 'DESCENDING' }
    : { propertyName: rule, direction: 'ASCENDING' };

function compare(a: Comparable | null, b: Comparable | null, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -sign : sign;
}
