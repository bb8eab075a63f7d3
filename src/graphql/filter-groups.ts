/** A `where` of a search as HubSpot takes it. */
import { SEARCH_LIMITS } from '../hubspot/search-contacts.ts';
import type { SearchCondition, SearchRequest } from '../hubspot/wire.ts';
import { HALF_A_CHARACTER } from './contact-id.ts';
import { encodeValue, type InputValue, type PropertyKind } from './property-kinds.ts';
import { refuseBadInput } from './query-errors.ts';

/** The operators of the typed filters, but `between` and `has`. */
export const OPERATORS = {
  eq: 'EQ',
  neq: 'NEQ',
  lt: 'LT',
  lte: 'LTE',
  gt: 'GT',
  gte: 'GTE',
  in: 'IN',
  notIn: 'NOT_IN',
  containsToken: 'CONTAINS_TOKEN',
  notContainsToken: 'NOT_CONTAINS_TOKEN',
} as const;
export type OperatorName = keyof typeof OPERATORS;

/** All of HubSpot's operators, and what each of them needs. */
export const NEEDED: Readonly<Record<string, readonly ('value' | 'values' | 'highValue')[]>> = {
  ...Object.fromEntries(Object.values(OPERATORS).map((operator) => [operator, ['value']])),
  IN: ['values'],
  NOT_IN: ['values'],
  BETWEEN: ['value', 'highValue'],
  HAS_PROPERTY: [],
  NOT_HAS_PROPERTY: [],
};

/** A `PropertyFilterInput`. */
interface RawFilter {
  readonly name: string;
  readonly operator: string;
  readonly value?: string | null;
  readonly values?: readonly string[] | null;
  readonly highValue?: string | null;
}

/** A `ContactFilter` as GraphQL's coercion leaves it: for each property what its operators are given, null where nothing. */
export type ContactFilterShape = Readonly<Record<string, unknown>> & {
  readonly otherProperties?: readonly RawFilter[] | null;
};

/** Refuses what HubSpot would not take, or would take for something else than was meant, before anything is sent. */
export function filterGroups(
  where: readonly ContactFilterShape[],
  kindOf: (property: string) => PropertyKind,
): SearchRequest['filterGroups'] {
  const { groups: maxGroups, conditions: maxConditions } = SEARCH_LIMITS;
  refuseBadInput(
    where.length > maxGroups &&
      `"where" has ${where.length} filters; HubSpot takes at most ${maxGroups}. Search in several queries.`,
  );
  const groups = where.map((filter, index) => ({ filters: conditionsOf(filter, `where[${index}]`, kindOf) }));
  const count = groups.reduce((sum, { filters }) => sum + filters.length, 0);
  refuseBadInput(
    count > maxConditions &&
      `"where" has ${count} conditions in all; HubSpot takes at most ${maxConditions}. Leave some out, or search in several queries.`,
  );
  return groups;
}

function conditionsOf(
  { otherProperties, ...typed }: ContactFilterShape,
  at: string,
  kindOf: (property: string) => PropertyKind,
): SearchCondition[] {
  const conditions = [
    ...Object.entries(typed).flatMap(([name, given]) =>
      isGiven(given) ? typedConditions(name, given as Given, `${at}.${name}`, kindOf(name)) : [],
    ),
    ...(otherProperties ?? []).map((raw, index) => rawCondition(raw, `${at}.otherProperties[${index}]`)),
  ];
  refuseBadInput(conditions.length === 0 && `"${at}" is empty: give it a condition, or leave it out.`);
  const max = SEARCH_LIMITS.conditionsOfGroup;
  refuseBadInput(
    conditions.length > max &&
      `"${at}" has ${conditions.length} conditions; HubSpot takes at most ${max} in one filter. Leave some out.`,
  );
  return conditions;
}

/** What a property's filter is given: operators, and what stands at them. */
type Given = Readonly<Record<string, unknown>>;
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function typedConditions(propertyName: string, given: Given, at: string, kind: PropertyKind): SearchCondition[] {
  const operators = Object.entries(given).filter(([, value]) => isGiven(value));
  refuseBadInput(operators.length === 0 && `"${at}" is empty: give it an operator such as "eq", or leave it out.`);
  return operators.map(([name, value]) => {
    const place = `${at}.${name}`;
    if (name === 'has') return { propertyName, operator: value === true ? 'HAS_PROPERTY' : 'NOT_HAS_PROPERTY' };
    if (name === 'between') {
      const { from, to } = value as { readonly from: InputValue; readonly to: InputValue };
      const [low, highValue] = [textOf(kind, from, `${place}.from`), textOf(kind, to, `${place}.to`)];
      return { propertyName, operator: 'BETWEEN', value: low, highValue };
    }
    const operator = OPERATORS[name as OperatorName];
    if (!Array.isArray(value)) return { propertyName, operator, value: textOf(kind, value as InputValue, place) };
    refuseBadInput(value.length === 0 && `"${place}" is empty: give it a value, or leave it out.`);
    const values = value.map((item: InputValue) => textOf(kind, item, place));
    // Documented: of lists, texts are compared in lower case.
    return { propertyName, operator, values: kind === 'string' ? values.map((text) => text.toLowerCase()) : values };
  });
}

/** The text of a value in a search, where times are in epoch ms (documented); a date is midnight UTC. */
function textOf(kind: PropertyKind, value: InputValue, at: string): string {
  const encoded = encodeValue(kind, value);
  if (typeof encoded !== 'string') return refuseBadInput(`"${at}": ${encoded.message}`);
  return value instanceof Date ? String(value.getTime()) : wellFormed(encoded, at);
}

/** In HubSpot's own words, which it judges itself where they are complete. */
function rawCondition({ name, operator, value, values, highValue }: RawFilter, at: string): SearchCondition {
  const given = {
    ...(value != null && { value }),
    ...(values?.length && { values }),
    ...(highValue != null && { highValue }),
  };
  for (const needed of NEEDED[operator] ?? []) {
    refuseBadInput(!(needed in given) && `"${at}" has no "${needed}", which the operator ${operator} needs.`);
  }
  refuseBadInput(name.trim() === '' && `"${at}.name" is empty; name a property.`);
  for (const text of [name, ...Object.values(given).flat()]) wellFormed(text, at);
  return { propertyName: name, operator, ...given };
}

export function wellFormed(text: string, at: string): string {
  return text.isWellFormed() ? text : refuseBadInput(`"${at}" ${HALF_A_CHARACTER}`);
}
