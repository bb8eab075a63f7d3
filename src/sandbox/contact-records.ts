import type { ContactRecord } from '../hubspot/wire.ts';
import type { StoredContact } from './contact-store.ts';
import { PORTAL_ID } from './portal-id.ts';
import { iso } from './property-values.ts';

/** Recorded since 2024: these come with every answer to an update, beside what was written. */
const SYSTEM_PROPERTIES = [
  'createdate',
  'hs_is_unworked',
  'hs_object_id',
  'hs_object_source',
  'hs_object_source_id',
  'hs_object_source_label',
  'hs_pipeline',
  'lastmodifieddate',
  'lifecyclestage',
];

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

/** Values that HubSpot keeps itself; undefined for every other property. */
function systemValue({ id, createdMs, updatedMs, properties }: StoredContact, name: string): string | undefined {
  switch (name) {
    case 'createdate':
      return iso(createdMs);
    case 'lastmodifieddate':
      return iso(updatedMs);
    case 'hs_object_id':
      return id;
    case 'hs_object_source':
    case 'hs_object_source_label':
      return 'INTEGRATION';
    case 'hs_object_source_id':
      return '19083857';
    case 'hs_is_unworked':
      return 'true';
    case 'hs_pipeline':
      return 'contacts-lifecycle-pipeline';
    case 'hs_email_domain':
      return properties.get('email')?.split('@')[1];
    default:
      return undefined;
  }
}
