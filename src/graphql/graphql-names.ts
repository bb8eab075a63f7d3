/** HubSpot's names are not always names in GraphQL; these give each a fitting one, the same at every start. */

const GRAPHQL_NAME = /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/;
const NOT_AN_ENUM_VALUE = new Set(['true', 'false', 'null']);

export const isGraphQLName = (name: string): boolean => GRAPHQL_NAME.test(name);

/** GraphQL looks for the fields of an input as JavaScript does, so that every object seems to have a `constructor`. */
export const isFieldName = (name: string): boolean => isGraphQLName(name) && !(name in Object.prototype);

/** Enum value names for option values: the value itself where it is a name, else with what does not fit replaced. */
export function enumValueNames(values: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(values.filter(isEnumValueName));
  for (const value of values) {
    if (names.has(value)) continue;
    names.set(value, isEnumValueName(value) ? value : claim(mangle(value), taken));
  }
  return names;
}

const isEnumValueName = (value: string): boolean => isGraphQLName(value) && !NOT_AN_ENUM_VALUE.has(value);

function mangle(value: string): string {
  const name = value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^0-9A-Za-z]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (name === '') return 'EMPTY';
  return /^\d/.test(name) || NOT_AN_ENUM_VALUE.has(name) ? `_${name}` : name;
}

/** `property_dropdown` → `ContactPropertyDropdown`, or the like when a type of the contract has that name. */
export function enumTypeName(property: string, taken: Set<string>): string {
  const pascal = property.replace(/(?:^|_+)([0-9A-Za-z])/g, (_, letter: string) => letter.toUpperCase());
  const name = `Contact${pascal}`;
  return claim(taken.has(name) ? `${name}Option` : name, taken);
}

/** The name, or the name with the first free number, marked as taken. */
function claim(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
  taken.add(free);
  return free;
}
