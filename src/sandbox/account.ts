/** The account of a fresh sandbox: its number and its contacts. */
import type { StoredContact } from './contact-file.ts';

/** Named in some of HubSpot's error messages. */
export const PORTAL_ID = 44237313;

const FIRST_NAMES = 'Ada Alan Barbara Cynthia Donald Edsger Frances Grace Hedy John Karen Leslie'.split(' ');
const LAST_NAMES = 'Ash Birch Cedar Elm Fir Hazel Juniper Larch Maple Oak Pine Rowan Willow'.split(' ');
const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'customer'];

const FIRST_ID = 501;
const COUNT = 200;
/** The contacts came in one an hour, beginning here. */
const FIRST_CREATED_MS = Date.UTC(2025, 10, 4, 3, 44, 52, 657);
const MS_PER_HOUR = 3_600_000;

/** 200 contacts, one of them with another one merged into it, and one in the recycle bin. The same at every start. */
export function initialContacts(): StoredContact[] {
  const contacts = Array.from({ length: COUNT }, (_, index) => usualContact(index));
  const names = { firstname: 'Konrad', lastname: 'Yew', email: 'konrad.yew.801@example.com' };
  const archived = newContact('801', FIRST_CREATED_MS, names);
  return [
    ...contacts.map((contact) => (contact.id === '520' ? { ...contact, formerIds: ['820'] } : contact)),
    { ...archived, archivedMs: FIRST_CREATED_MS + MS_PER_HOUR },
  ];
}

export const newContact = (
  id: string,
  createdMs: number,
  properties: Readonly<Record<string, string>>,
): StoredContact => ({
  id,
  createdMs,
  updatedMs: createdMs,
  archivedMs: null,
  formerIds: [],
  properties: new Map(Object.entries(properties)),
});

const SECONDARY_EMAILS = { hs_additional_emails: 'second.521@example.com;third.521@example.com' };

function usualContact(index: number): StoredContact {
  const id = String(FIRST_ID + index);
  const firstname = pick(FIRST_NAMES, index);
  const lastname = pick(LAST_NAMES, index);
  return newContact(id, FIRST_CREATED_MS + index * MS_PER_HOUR, {
    firstname,
    lastname,
    email: `${firstname}.${lastname}.${id}@example.com`.toLowerCase(),
    ...(id === '521' ? SECONDARY_EMAILS : {}),
    company: `${pick(LAST_NAMES, index + 5)} & ${pick(LAST_NAMES, index + 2)}`,
    lifecyclestage: pick(STAGES, index),
    my_unique_property_name: `unique-${id}`,
  });
}

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
