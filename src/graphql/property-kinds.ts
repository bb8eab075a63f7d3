/**
 * How a HubSpot property looks in GraphQL, and how its values travel: one place for both directions. Texts are checked by
 * HubSpot alone, emails too: a definition says only that they are texts, and a check of ours could refuse what HubSpot takes.
 */
import { GraphQLError } from 'graphql';
import type { PropertyProblem } from '../hubspot/contact-errors.ts';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import { shortened, Unreadable } from './scalars.ts';

export type PropertyKind = 'string' | 'number' | 'boolean' | 'date' | 'datetime' | 'option' | 'options';

/** Types whose values are of one kind. Texts are the values of all others, of types that nobody knows yet too. */
const KINDS = new Map<string, PropertyKind>([
  ['number', 'number'],
  ['bool', 'boolean'],
  ['date', 'date'],
  ['datetime', 'datetime'],
]);

export function kindOf({ type, fieldType, options, externalOptions }: PropertyDefinition): PropertyKind {
  // Options that live elsewhere (owners, say) are not in the definition: any text may be one.
  if (externalOptions === true) return 'string';
  if (type !== 'enumeration') return KINDS.get(type) ?? 'string';
  if (options.length === 0) return 'string';
  // A custom yes/no property is as often an enumeration of "true" and "false" as a bool.
  const isYesNo = options.every(({ value }) => value === 'true' || value === 'false');
  if (fieldType === 'booleancheckbox' && isYesNo) return 'boolean';
  return fieldType === 'checkbox' ? 'options' : 'option';
}

/** What GraphQL's input coercion makes of a property value. */
export type InputValue = string | number | boolean | Date | Unreadable | readonly string[] | null;

/** Why there is no text of HubSpot's for a value. */
export type Unwritable = Pick<PropertyProblem, 'code' | 'message'>;

/** The text that HubSpot takes for a value. Null and the empty list clear the property. */
export function encodeValue(kind: PropertyKind, value: InputValue): string | Unwritable {
  if (value === null) return '';
  if (value instanceof Date) return encodeMoment(kind, value);
  if (value instanceof Unreadable) return { code: value.code, message: value.message };
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'object') return value.join(';');
  return String(value);
}

/** The years that ISO 8601 writes with four digits. A time zone can lead out of them. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const hasFourDigitYear = (moment: Date): boolean => moment.getTime() >= FIRST_MS && moment.getTime() <= LAST_MS;

function encodeMoment(kind: PropertyKind, moment: Date): string | Unwritable {
  if (!hasFourDigitYear(moment)) {
    return { code: 'INVALID_DATE', message: 'In UTC this point in time is outside the years 0000 to 9999.' };
  }
  return kind === 'date' ? moment.toISOString().slice(0, 10) : moment.toISOString();
}

/** HubSpot takes no exponents: 1e21 has to be written out. 21 digits are more than a number has. */
const written = new Intl.NumberFormat('en-US', {
  useGrouping: false,
  maximumSignificantDigits: 21,
  signDisplay: 'negative',
});

/**
 * GraphQL reads a literal like 1e400 as infinity. A number beyond what a Float keeps exactly cannot be told: it is rounded when
 * the JSON is parsed.
 */
function encodeNumber(value: number): string | Unwritable {
  if (Number.isFinite(value)) return written.format(value);
  const message = 'The number is too large for a Float; give its digits as a string in "otherProperties".';
  return { code: 'INVALID_NUMBER', message };
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const EPOCH_MS = /^-?\d+$/;
/** Without a time zone it would be read in that of this machine. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/i;

/** Reads the stored texts of a property: the value in GraphQL, null where there is none. Throws where it does not fit. */
export function decoderOf(definition: PropertyDefinition) {
  const known = new Set(definition.options.map(({ value }) => value));
  const decode = {
    string: (stored: string) => stored,
    number: readNumber,
    boolean: (stored: string) => (stored === 'true' ? true : stored === 'false' ? false : undefined),
    date: (stored: string) => readMoment(stored)?.toISOString().slice(0, 10),
    datetime: readMoment,
    option: (stored: string) => (known.has(stored) ? stored : undefined),
    options: (stored: string) => {
      const values = stored.split(';').filter((value) => value !== '');
      return values.every((value) => known.has(value)) ? values : undefined;
    },
  }[kindOf(definition)];

  return (stored: string | null) => {
    if (stored === null || stored === '') return null;
    const value = decode(stored);
    if (value === undefined) throw unreadable(definition.name, stored);
    return value;
  };
}

function readNumber(stored: string): number | undefined {
  const value = DECIMAL.test(stored) ? Number(stored) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function readMoment(stored: string): Date | undefined {
  const isEpoch = EPOCH_MS.test(stored);
  if (!isEpoch && !(MOMENT.test(stored) && isCalendarDay(stored.slice(0, 10)))) return undefined;
  const moment = new Date(isEpoch ? Number(stored) : stored);
  return hasFourDigitYear(moment) ? moment : undefined;
}

/** `Date` takes February 30 for a day of March. */
function isCalendarDay(day: string): boolean {
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

function unreadable(property: string, stored: string): GraphQLError {
  const shown = JSON.stringify(shortened(stored, 60));
  return new GraphQLError(
    `The stored value ${shown} does not fit the gateway's definition of property "${property}". ` +
      "Update schema/contact-properties.json with the account's definitions; until then property(name:) gives the raw value.",
    { extensions: { code: 'UNREADABLE_PROPERTY_VALUE' } },
  );
}
