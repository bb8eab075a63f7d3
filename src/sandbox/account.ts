/** Of the sandbox's account; named in some of HubSpot's error messages. */
export const PORTAL_ID = 44237313;

/** The calls that one token may make. */
export interface Limits {
  /** Calls allowed in the interval. */
  readonly max: number;
  /** In ms. */
  readonly intervalMs: number;
  /** Calls allowed in a day of UTC. */
  readonly daily: number;
}

/** Of a private app in a free account. Documented. */
export const FREE_ACCOUNT: Limits = { max: 100, intervalMs: 10_000, daily: 250_000 };

const FIRST_NAMES = 'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy John Karen Leslie'.split(' ');
const LAST_NAMES = 'Ash Birch Cedar Elm Fir Hazel Juniper Larch Maple Oak Pine Rowan Willow'.split(' ');
const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'customer'];

const FIRST_ID = 501;
const LAST_ID = 700;
/** The contacts came in one an hour, beginning here. */
const FIRST_CREATED_MS = Date.UTC(2025, 10, 4, 3, 44, 52, 657);
const MS_PER_HOUR = 3_600_000;

export interface InitialContact {
  readonly id: string;
  readonly createdMs: number;
  readonly properties: Readonly<Record<string, string>>;
  /** Ids of contacts that were merged into this one. */
  readonly formerIds?: readonly string[];
  /** When it was put into the recycle bin. */
  readonly archivedMs?: number | null;
}

/** What is special about some of them, so that it can be tried. */
const SPECIAL: Readonly<Record<string, Partial<InitialContact>>> = {
  '520': { formerIds: ['820'] },
  '521': { properties: { hs_additional_emails: 'second.521@example.com;third.521@example.com' } },
};

const ARCHIVED: InitialContact = {
  id: '801',
  createdMs: FIRST_CREATED_MS,
  archivedMs: FIRST_CREATED_MS + MS_PER_HOUR,
  properties: { firstname: 'Konrad', lastname: 'Yew', email: 'konrad.yew.801@example.com' },
};

/** The 200 contacts of a fresh sandbox and one in its recycle bin, the same at every start. */
export function initialContacts(): InitialContact[] {
  const contacts = Array.from({ length: LAST_ID - FIRST_ID + 1 }, (_, index) => usualContact(index));
  const special = contacts.map((contact) => {
    const { properties, ...more } = SPECIAL[contact.id] ?? {};
    return { ...contact, ...more, properties: { ...contact.properties, ...properties } };
  });
  return [...special, ARCHIVED];
}

function usualContact(index: number): InitialContact {
  const id = String(FIRST_ID + index);
  const firstname = pick(FIRST_NAMES, index);
  const lastname = pick(LAST_NAMES, index);
  return {
    id,
    createdMs: FIRST_CREATED_MS + index * MS_PER_HOUR,
    properties: {
      firstname,
      lastname,
      email: `${firstname}.${lastname}.${id}@example.com`.toLowerCase(),
      company: `${pick(LAST_NAMES, index + 5)} & ${pick(LAST_NAMES, index + 2)}`,
      lifecyclestage: pick(STAGES, index),
      my_unique_property_name: `unique-${id}`,
    },
  };
}

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
