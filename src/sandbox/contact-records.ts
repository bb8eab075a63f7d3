import type { ContactRecord } from '../hubspot/wire.ts';
import { PORTAL_ID } from './account.ts';
import type { StoredContact } from './contact-store.ts';
import { iso } from './property-values.ts';

/** Recorded: an update is answered with what it wrote and some system properties, in alphabetical order. */
export function writtenRecord(contact: StoredContact, written: Iterable<string>): ContactRecord {
  const names = new Set([...written, ...SYSTEM_PROPERTIES]);
  if (names.has('email')) names.add('hs_email_domain');
  const values = [...names].map((name) => [name, propertyOf(contact, name)] as const);
  return record(
    contact,
    values.filter(([, value]) => value !== null),
  );
}

/** Recorded: a read answers unset properties with null and leaves out those that do not exist. */
export function readRecord(
  contact: StoredContact,
  wanted: Iterable<string>,
  isDefined: (name: string) => boolean,
): ContactRecord {
  const names = new Set([...wanted, 'createdate', 'hs_object_id', 'lastmodifieddate']);
  const known = [...names].filter((name) => isDefined(name) || systemValue(contact, name) !== undefined);
  return record(
    contact,
    known.map((name) => [name, propertyOf(contact, name) || null] as const),
  );
}

function record(
  { id, createdMs, updatedMs, archivedMs }: StoredContact,
  values: readonly (readonly [string, string | null])[],
): ContactRecord {
  return {
    id,
    properties: Object.fromEntries(values.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    createdAt: iso(createdMs),
    updatedAt: iso(updatedMs),
    archived: archivedMs !== null,
    ...(archivedMs === null ? {} : { archivedAt: iso(archivedMs) }),
    url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/${id}`,
  };
}

const propertyOf = (contact: StoredContact, name: string): string | null =>
  systemValue(contact, name) ?? contact.properties.get(name) ?? null;

/** Values that HubSpot keeps itself. */
const KEPT_BY_HUBSPOT: Readonly<Record<string, (contact: StoredContact) => string | undefined>> = {
  createdate: ({ createdMs }) => iso(createdMs),
  lastmodifieddate: ({ updatedMs }) => iso(updatedMs),
  hs_object_id: ({ id }) => id,
  hs_object_source: () => 'INTEGRATION',
  hs_object_source_label: () => 'INTEGRATION',
  hs_object_source_id: () => '19083857',
  hs_is_unworked: () => 'true',
  hs_pipeline: () => 'contacts-lifecycle-pipeline',
};

/** Recorded since 2024: these come with every answer to an update, beside what was written. */
const SYSTEM_PROPERTIES = [...Object.keys(KEPT_BY_HUBSPOT), 'lifecyclestage'];

/** Undefined for a property that HubSpot does not keep itself. */
function systemValue(contact: StoredContact, name: string): string | undefined {
  if (name === 'hs_email_domain') return contact.properties.get('email')?.split('@')[1];
  return Object.hasOwn(KEPT_BY_HUBSPOT, name) ? KEPT_BY_HUBSPOT[name]?.(contact) : undefined;
}
