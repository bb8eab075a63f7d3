/**
 * HubSpot's names are not always names in GraphQL; these give each a fitting one. A name is a function of what it stands
 * for and of nothing else: what comes, goes or moves beside it must not make it stand for something else.
 */
import { createHash } from 'node:crypto';

const GRAPHQL_NAME = /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/;
const RESERVED = new Set(['true', 'false', 'null']);

export const isGraphQLName = (name: string): boolean => GRAPHQL_NAME.test(name);

/** GraphQL looks for the fields of an input as JavaScript does, so that every object seems to have a `constructor`. */
export const isFieldName = (name: string): boolean => isGraphQLName(name) && !(name in Object.prototype);

/** Names that the contract itself uses for types, so that no property's enum may take them. */
export const CONTRACT_TYPES: ReadonlySet<string> = new Set([
  'ContactBatch',
  'ContactConflictError',
  'ContactConnection',
  'ContactEdge',
  'ContactError',
  'ContactFilter',
  'ContactNotFoundError',
  'ContactOrder',
  'ContactProperties',
  'ContactPropertiesInput',
  'ContactPropertyDefinition',
  'ContactPropertyOption',
  'ContactPropertyRule',
  'ContactWarning',
]);

/** The name of each option value. Throws where two have one name: it would be left to chance which of them is written. */
export function enumValueNames(values: readonly string[]): Map<string, string> {
  const names = new Map(values.map((value) => [value, enumValueName(value)]));
  const owners = new Map<string, string>();
  for (const [value, name] of names) {
    const other = owners.get(name);
    if (other !== undefined) {
      const pair = [other, value].toSorted().map((it) => JSON.stringify(it));
      throw new Error(`The options ${pair.join(' and ')} get the same name, ${name}. Change one of them in HubSpot.`);
    }
    owners.set(name, value);
  }
  return names;
}

const enumValueName = (value: string): string =>
  nameItself(value) ?? nameOfWords(value) ?? withHash(readable(value), value);

/** What ends like this was given its suffix here, and nothing else may look like it. */
const SUFFIXED = /_x(?:20|2d|[0-9a-f]{10})$/;

/** `choice_a` → `choice_a`; where an underscore in front is enough, with it: `25-50` → `_25_50`, `true` → `_true`. */
function nameItself(value: string): string | null {
  const isNumeric = /^\d[-0-9A-Za-z]*$/.test(value);
  const name = isNumeric || RESERVED.has(value) ? `_${value.replaceAll('-', '_')}` : value;
  const isOfAnother = name === value && /^_(?:\d|(?:true|false|null)$)/.test(value);
  return isGraphQLName(name) && !isOfAnother && !SUFFIXED.test(name) ? name : null;
}

/** Words between single spaces or single hyphens, with the code of which it was: `In progress` → `In_progress_x20`. */
function nameOfWords(value: string): string | null {
  const separator = /^[0-9A-Za-z]+([ -])[0-9A-Za-z]+(?:\1[0-9A-Za-z]+)*$/.exec(value)?.[1];
  if (separator === undefined || value.length > LONG) return null;
  return `${startLikeName(value.replaceAll(separator, '_'))}_x${separator === ' ' ? '20' : '2d'}`;
}

const LONG = 50;

const startLikeName = (name: string): string => (/^\d/.test(name) ? `_${name}` : name);

/** As much of a value as people can recognise it by. */
function readable(value: string): string {
  const name = value
    .slice(0, LONG)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^0-9A-Za-z]+/g, '_')
    .replace(/^_|_$/g, '');
  return startLikeName(name);
}

/** A suffix made from what the name stands for: `R&D` → `R_D_x` and ten digits. */
function withHash(name: string, of: string): string {
  // In UTF-16, which keeps halves of surrogate pairs apart.
  const hash = createHash('sha256').update(Buffer.from(of, 'utf16le')).digest('hex');
  return `${name}_x${hash.slice(0, 10)}`;
}

/** The filter of an enum. No enum is called like one. */
export const filterTypeName = (enumType: string): string => `${enumType}${FILTER}`;
const FILTER = 'Filter';

/** `property_dropdown` → `ContactPropertyDropdown`; with a suffix where another property or the contract could have it. */
export function enumTypeName(property: string): string {
  // Digits have no capitals: `a_1` keeps its underscore, and `a1` has none.
  const name = `Contact${property.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
  const isReversible = /^[a-z][0-9a-z]*(?:_[0-9a-z]+)*$/.test(property);
  return isReversible && !CONTRACT_TYPES.has(name) && !name.endsWith(FILTER) ? name : withHash(name, property);
}
