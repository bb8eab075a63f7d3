/** How contacts are answered. */
import type { ContactRecord } from '../hubspot/wire.ts';
import { PORTAL_ID } from './account.ts';
import type { StoredContact } from './contact-file.ts';
import { iso } from './property-values.ts';

/** Recorded since 2024: an update is answered with what it wrote and some properties that HubSpot keeps itself. */
export function writtenRecord(contact: StoredContact, written: Iterable<string>): ContactRecord {
  const values = valuesOf(contact);
  const names = new Set([...written, ...KEPT_BY_HUBSPOT.keys(), 'lifecyclestage']);
  if (names.has('email')) names.add('hs_email_domain');
  return record(
    contact,
    [...names].filter((name) => values.has(name)),
    (name) => values.get(name) ?? null,
  );
}

/** Recorded: a read answers unset properties with null and leaves out those that do not exist. */
export function readRecord(
  contact: StoredContact,
  wanted: Iterable<string>,
  isDefined: (name: string) => boolean,
): ContactRecord {
  const values = valuesOf(contact);
  const names = [...wanted, 'createdate', 'hs_object_id', 'lastmodifieddate'];
  const known = names.filter((name) => isDefined(name) || values.has(name));
  return record(contact, known, (name) => values.get(name) || null);
}

/** Recorded: properties come in alphabetical order. */
function record(
  { id, createdMs, updatedMs, archivedMs }: StoredContact,
  names: readonly string[],
  valueFor: (name: string) => string | null,
): ContactRecord {
  return {
    id,
    properties: Object.fromEntries(names.toSorted().map((name) => [name, valueFor(name)])),
    createdAt: iso(createdMs),
    updatedAt: iso(updatedMs),
    archived: archivedMs !== null,
    ...(archivedMs === null ? {} : { archivedAt: iso(archivedMs) }),
    url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/${id}`,
  };
}

function valuesOf(contact: StoredContact): ReadonlyMap<string, string> {
  const values = new Map(contact.properties);
  const domain = emailDomain(contact);
  if (domain !== '') values.set('hs_email_domain', domain);
  for (const [name, read] of KEPT_BY_HUBSPOT) values.set(name, read(contact));
  return values;
}

/** Reads one property of many contacts, without collecting all values of each. `""` stands for none. */
export function valueReader(name: string): (contact: StoredContact) => string {
  if (name === 'hs_email_domain') return emailDomain;
  return KEPT_BY_HUBSPOT.get(name) ?? (({ properties }) => properties.get(name) ?? '');
}

const emailDomain = ({ properties }: StoredContact): string => properties.get('email')?.split('@')[1] ?? '';

const KEPT_BY_HUBSPOT = new Map<string, (contact: StoredContact) => string>([
  ['createdate', ({ createdMs }) => iso(createdMs)],
  ['lastmodifieddate', ({ updatedMs }) => iso(updatedMs)],
  ['hs_object_id', ({ id }) => id],
  ['hs_object_source', () => 'INTEGRATION'],
  ['hs_object_source_label', () => 'INTEGRATION'],
  ['hs_object_source_id', () => '19083857'],
  ['hs_is_unworked', () => 'true'],
  ['hs_pipeline', () => 'contacts-lifecycle-pipeline'],
]);
