/** The filters of a search, prepared once for all contacts. */
import { z } from 'zod';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import type { StoredContact } from './contact-file.ts';
import { valueReader } from './contact-records.ts';
import { momentMs } from './property-values.ts';

/** Inferred: numbers and booleans are read as their texts. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const filterForm = z.object({
  propertyName: z.string(),
  operator: z.string(),
  value: text.nullish(),
  values: z.array(text).nullish(),
  highValue: text.nullish(),
});
type Filter = z.infer<typeof filterForm>;

/** The search cannot be carried out; says why. That it is refused is documented or inferred, the texts are inferred. */
export class SearchRefused extends Error {}

type Definitions = ReadonlyMap<string, PropertyDefinition>;
export type Comparable = string | number;
type Test = (contact: StoredContact) => boolean;

const MOMENTS = ['date', 'datetime'];
const OPTIONS = ['enumeration', 'bool'];

/** What is answered as text but kept as a number. */
const NUMBERS = new Map<string, (contact: StoredContact) => number>([
  ['createdate', ({ createdMs }) => createdMs],
  ['lastmodifieddate', ({ updatedMs }) => updatedMs],
  ['hs_object_id', ({ id }) => Number(id)],
]);

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
  if (MOMENTS.includes(type)) return (value) => (value.endsWith('Z') ? Date.parse(value) : momentMs(value));
  if (!OPTIONS.includes(type)) return (value) => value.toLowerCase();
  return fieldType === 'checkbox' ? (value) => value.split(';').toSorted().join(';') : (value) => value;
}

const COMPARISONS = new Map<string, (value: Comparable, bound: Comparable) => boolean>([
  ['EQ', (value, bound) => value === bound],
  ['NEQ', (value, bound) => value !== bound],
  ['LT', (value, bound) => value < bound],
  ['LTE', (value, bound) => value <= bound],
  ['GT', (value, bound) => value > bound],
  ['GTE', (value, bound) => value >= bound],
]);

/** Documented: the operators. Inferred: but for NOT_HAS_PROPERTY none of them matches a contact without a value. */
export function prepareFilter(filter: Filter, definitions: Definitions): Test {
  const { propertyName: name, operator } = filter;
  const definition = definitionOf(name, definitions);
  const compared = comparableReader(name, definitions);
  const read = valueReader(name);
  const comparable = comparableOf(definition);
  const needed = (key: 'value' | 'highValue'): string => {
    const value = filter[key];
    if (value == null || value === '') throw new SearchRefused(`${operator} on '${name}' needs a ${key}`);
    return value;
  };
  const bound = (value: string): Comparable => {
    const limit = comparable(value);
    if (Number.isNaN(limit)) throw new SearchRefused(`'${value}' is not a ${definition.type}, as '${name}' is`);
    return limit;
  };
  const withValue =
    (test: (value: Comparable) => boolean): Test =>
    (contact) => {
      const value = compared(contact);
      return value !== null && test(value);
    };

  const comparison = COMPARISONS.get(operator);
  if (comparison !== undefined) {
    const limit = bound(needed('value'));
    return withValue((value) => comparison(value, limit));
  }
  switch (operator) {
    case 'HAS_PROPERTY':
      return (contact) => read(contact) !== '';
    case 'NOT_HAS_PROPERTY':
      return (contact) => read(contact) === '';
    case 'BETWEEN': {
      const [low, high] = [bound(needed('value')), bound(needed('highValue'))];
      return withValue((value) => low <= value && value <= high);
    }
    case 'IN':
    case 'NOT_IN': {
      const { values } = filter;
      if (!values?.length) throw new SearchRefused(`${operator} on '${name}' needs values`);
      // Documented: for texts they must be in lower case. That those in upper case find the same is inferred.
      const wanted = new Set(values.map(bound));
      const test = isMultiple(definition) ? hasMember(wanted) : (value: Comparable) => wanted.has(value);
      return withValue(operator === 'IN' ? test : (value) => !test(value));
    }
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN': {
      const value = needed('value');
      const pattern = tokenPattern(value);
      const inOptions = hasMember(new Set([value]));
      const test = OPTIONS.includes(definition.type) ? inOptions : (held: string) => pattern.test(held);
      const wanted = operator === 'CONTAINS_TOKEN';
      return (contact) => {
        const held = read(contact);
        return held !== '' && test(held) === wanted;
      };
    }
    default:
      throw new SearchRefused(`Operator '${operator}' does not exist`);
  }
}

const isMultiple = ({ type, fieldType }: PropertyDefinition): boolean =>
  type === 'enumeration' && fieldType === 'checkbox';

/** Inferred: of several options one is enough. */
const hasMember = (wanted: ReadonlySet<Comparable>) => (value: Comparable) =>
  String(value)
    .split(';')
    .some((member) => wanted.has(member));

/** A letter or a digit: everything else separates words. */
const IN_WORD = '[\\p{L}\\p{N}]';
const NOT_IN_WORD = '[^\\p{L}\\p{N}]+';

/** Documented: whole words, of which `*` stands for a part. Inferred: what a word is; several follow one another. */
function tokenPattern(value: string): RegExp {
  const words = value.match(/[\p{L}\p{N}*]+/gu) ?? [];
  if (words.length === 0) return /(?!)/;
  const patterns = words.map((word) => word.replaceAll(/\*+/g, `${IN_WORD}*`));
  return new RegExp(`(?<!${IN_WORD})${patterns.join(NOT_IN_WORD)}(?!${IN_WORD})`, 'iu');
}

const SEARCHED = ['email', 'firstname', 'lastname', 'phone', 'company', 'hs_object_id'].map(valueReader);

/** Documented: `query` looks into some properties. Inferred: into which, and that each word has to begin one of theirs. */
export function prepareQuery(query: string): Test {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
  const patterns = words.map((word) => new RegExp(`(?<!${IN_WORD})${word}`, 'iu'));
  return (contact) => {
    const searched = SEARCHED.map((read) => read(contact)).join('\n');
    return patterns.every((pattern) => pattern.test(searched));
  };
}
