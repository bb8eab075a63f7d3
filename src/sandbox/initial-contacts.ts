const FIRST_NAMES = [
  'Ada',
  'Alan',
  'Barbara',
  'Claude',
  'Donald',
  'Edsger',
  'Frances',
  'Grace',
  'Hedy',
  'John',
  'Karen',
  'Leslie',
];
const LAST_NAMES = [
  'Ash',
  'Birch',
  'Cedar',
  'Elm',
  'Fir',
  'Hazel',
  'Juniper',
  'Larch',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Willow',
];
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
}

/** The 200 contacts of a fresh sandbox, the same at every start. */
export function initialContacts(): InitialContact[] {
  return Array.from({ length: LAST_ID - FIRST_ID + 1 }, (_, index) => {
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
  });
}

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';
