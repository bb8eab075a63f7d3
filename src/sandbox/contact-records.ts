/** How contacts are answered. */
import type { ContactRecord } from '../hubspot/wire.ts';
import { PORTAL_ID } from './account.ts';
import type { StoredContact } from './contact-file.ts';
import { iso } from './property-values.ts';

/** Recorded since 2024: an update is answered with what it wrote and some properties that HubSpot keeps itself. */
export function writtenRecord(contact: StoredContact, written: Iterable<string>): ContactRecord {
  const values = valuesOf(contact);
  const names = new Set([...written, ...Object.keys(keptByHubSpot(contact)), 'lifecyclestage']);
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
  const domain = contact.properties.get('email')?.split('@')[1];
  const ofEmail = domain === undefined ? {} : { hs_email_domain: domain };
  return new Map([...contact.properties, ...Object.entries({ ...ofEmail, ...keptByHubSpot(contact) })]);
}

const keptByHubSpot = ({ id, createdMs, updatedMs }: StoredContact) => ({
  createdate: iso(createdMs),
  lastmodifieddate: iso(updatedMs),
  hs_object_id: id,
  hs_object_source: 'INTEGRATION',
  hs_object_source_label: 'INTEGRATION',
  hs_object_source_id: '19083857',
  hs_is_unworked: 'true',
  hs_pipeline: 'contacts-lifecycle-pipeline',
});
