/** The filters of a search, prepared once for all contacts. */
import { z } from 'zod';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import type { StoredContact } from './contact-file.ts';
import { valueReader } from './contact-records.ts';
import { momentMs } from './property-values.ts';
import { tokenPattern } from './search-words.ts';

/** Inferred: numbers and booleans are read as their texts. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const filterForm = z.object({
  propertyName: z.string(),
  operator: z.string(),
  value: text.nullish(),
  values: z.array(text).nullish(),
  highValue: text.nullish(),
});

/** A search that is not carried out, and why. The texts are inferred. */
export class SearchRefused extends Error {}

type Definitions = ReadonlyMap<string, PropertyDefinition>;
export type Comparable = string | number;

const OPTIONS = ['enumeration', 'bool'];

/** Answered as texts, but kept as numbers. */
const NUMBERS = new Map<string, (contact: StoredContact) => number>([
  ['createdate', ({ createdMs }) => createdMs],
  ['lastmodifieddate', ({ updatedMs }) => updatedMs],
  ['hs_object_id', ({ id }) => Number(id)],
]);

/** Inferred: a property that does not exist is refused. */
function definitionOf(name: string, definitions: Definitions): PropertyDefinition {
  const definition = definitions.get(name);
  if (definition === undefined) throw new SearchRefused(`Property '${name}' does not exist`);
  return definition;
}

/** Reads what contacts are sorted and compared by; null where there is no value. */
export function comparableReader(
  name: string,
  definitions: Definitions,
): (contact: StoredContact) => Comparable | null {
  const number = NUMBERS.get(name);
  if (number !== undefined) return number;
  const comparable = comparableOf(definitionOf(name, definitions));
  const read = valueReader(name);
  return (contact) => {
    const value = read(contact);
    return value === '' ? null : comparable(value);
  };
}

/** Documented: options are compared exactly, other texts without case. Inferred: several options are compared as a set. */
function comparableOf({ type, fieldType }: PropertyDefinition): (value: string) => Comparable {
  if (type === 'number') return Number;
  if (type === 'date' || type === 'datetime') return fastMomentMs;
  if (!OPTIONS.includes(type)) return (value) => value.toLowerCase();
  return fieldType === 'checkbox' ? (value) => value.split(';').toSorted().join(';') : (value) => value;
}

/** Moments are stored in UTC, and there may be thousands: that form is read without being checked. */
const fastMomentMs = (value: string): number => (value.endsWith('Z') ? Date.parse(value) : momentMs(value));

const COMPARISONS = new Map<string, (value: Comparable, low: Comparable, high: Comparable) => boolean>([
  ['EQ', (value, wanted) => value === wanted],
  ['LT', (value, bound) => value < bound],
  ['LTE', (value, bound) => value <= bound],
  ['GT', (value, bound) => value > bound],
  ['GTE', (value, bound) => value >= bound],
  ['BETWEEN', (value, low, high) => low <= value && value <= high],
]);

const OPPOSITES = new Map([
  ['NEQ', 'EQ'],
  ['NOT_IN', 'IN'],
  ['NOT_CONTAINS_TOKEN', 'CONTAINS_TOKEN'],
]);

/** Documented: the operators. Inferred: of contacts without a value none but NOT_HAS_PROPERTY holds. */
export function prepareFilter(
  filter: z.infer<typeof filterForm>,
  definitions: Definitions,
): (contact: StoredContact) => boolean {
  const { propertyName: name, operator, values } = filter;
  const definition = definitionOf(name, definitions);
  const read = valueReader(name);
  const compared = comparableReader(name, definitions);
  if (operator === 'HAS_PROPERTY') return (contact) => read(contact) !== '';
  if (operator === 'NOT_HAS_PROPERTY') return (contact) => read(contact) === '';
  const opposite = OPPOSITES.get(operator);
  if (opposite !== undefined) {
    const holds = prepareFilter({ ...filter, operator: opposite }, definitions);
    return (contact) => compared(contact) !== null && !holds(contact);
  }

  const given = (key: 'value' | 'highValue'): string => {
    if (!filter[key]) throw new SearchRefused(`The filter of '${name}' needs a ${key}`);
    return filter[key];
  };
  const comparable = comparableOf(definition);
  const bound = (value: string): Comparable => {
    const limit = comparable(value);
    if (Number.isNaN(limit)) throw new SearchRefused(`'${value}' cannot be compared with '${name}'`);
    return limit;
  };
  const comparing = (test: (value: Comparable) => boolean) => (contact: StoredContact) => {
    const value = compared(contact);
    return value !== null && test(value);
  };

  const comparison = COMPARISONS.get(operator);
  if (comparison !== undefined) {
    const low = bound(given('value'));
    const high = operator === 'BETWEEN' ? bound(given('highValue')) : low;
    return comparing((value) => comparison(value, low, high));
  }
  if (operator !== 'IN' && operator !== 'CONTAINS_TOKEN') {
    throw new SearchRefused(`Operator '${operator}' does not exist`);
  }
  const wanted = operator === 'IN' ? (values ?? []) : [given('value')];
  if (wanted.length === 0) throw new SearchRefused(`The filter of '${name}' needs values`);
  const isOptions = OPTIONS.includes(definition.type);
  if (operator === 'CONTAINS_TOKEN' && !isOptions) {
    const pattern = tokenPattern(given('value'));
    return (contact) => read(contact) !== '' && pattern.test(read(contact));
  }
  // Documented: IN wants texts in lower case. Inferred: others find the same, and of several options one is enough.
  const among = new Set(wanted.map(bound));
  if (!isOptions || definition.fieldType !== 'checkbox') return comparing((value) => among.has(value));
  return comparing((value) =>
    String(value)
      .split(';')
      .some((option) => among.has(option)),
  );
}
