/** How a HubSpot property looks in GraphQL, and how its values travel: one place for both directions. */
import type { PropertyDefinition } from '../hubspot/wire.ts';

export type PropertyKind = 'string' | 'number' | 'boolean' | 'date' | 'datetime' | 'option' | 'options';

export function kindOf({ type, fieldType, options, externalOptions }: PropertyDefinition): PropertyKind {
  // Options that live elsewhere (owners, say) are not in the definition: any text may be one.
  if (externalOptions === true) return 'string';
  switch (type) {
    case 'number':
      return 'number';
    case 'bool':
      return 'boolean';
    case 'date':
      return 'date';
    case 'datetime':
      return 'datetime';
    case 'enumeration':
      if (options.length === 0) return 'string';
      // A custom yes/no property is as often an enumeration of "true" and "false" as a bool.
      if (fieldType === 'booleancheckbox' && options.every(({ value }) => value === 'true' || value === 'false')) {
        return 'boolean';
      }
      return fieldType === 'checkbox' ? 'options' : 'option';
    default:
      return 'string';
  }
}

/** What GraphQL's input coercion makes of a property value. */
export type InputValue = string | number | boolean | Date | readonly string[] | null;

/** The text that HubSpot takes for a value. Null and the empty list clear the property. */
export function encodeValue(kind: PropertyKind, value: InputValue): string {
  if (value === null) return '';
  if (value instanceof Date) return kind === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
  if (typeof value === 'number') return decimal(value);
  if (typeof value === 'object') return value.join(';');
  return String(value);
}

/** HubSpot takes no exponents: 1e21 has to be written out. */
function decimal(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const written = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0').slice(0, point);
  return value < 0 ? `-${written}` : written;
}

/** A stored value that does not fit its definition. */
export class UnreadableValueError extends Error {
  override readonly name = 'UnreadableValueError';
}

const EPOCH_MS = /^-?\d+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The GraphQL value of a stored text; null where there is none. Throws `UnreadableValueError`. */
export function decodeValue(definition: PropertyDefinition, stored: string | null) {
  if (stored === null || stored === '') return null;
  switch (kindOf(definition)) {
    case 'number':
      return decodeNumber(definition, stored);
    case 'boolean':
      if (stored !== 'true' && stored !== 'false') throw unreadable(definition, stored);
      return stored === 'true';
    case 'date':
      return DAY.test(stored) ? stored : decodeMoment(definition, stored).toISOString().slice(0, 10);
    case 'datetime':
      return decodeMoment(definition, stored);
    case 'option':
      return knownOption(definition, stored);
    case 'options':
      return stored
        .split(';')
        .filter((value) => value !== '')
        .map((value) => knownOption(definition, value));
    case 'string':
      return stored;
  }
}

function decodeNumber(definition: PropertyDefinition, stored: string): number {
  const value = Number(stored);
  if (!Number.isFinite(value)) throw unreadable(definition, stored);
  return value;
}

function decodeMoment(definition: PropertyDefinition, stored: string): Date {
  const moment = new Date(EPOCH_MS.test(stored) ? Number(stored) : stored);
  if (Number.isNaN(moment.getTime())) throw unreadable(definition, stored);
  return moment;
}

function knownOption(definition: PropertyDefinition, stored: string): string {
  if (!definition.options.some(({ value }) => value === stored)) throw unreadable(definition, stored);
  return stored;
}

function unreadable({ name }: PropertyDefinition, stored: string): UnreadableValueError {
  const shown = JSON.stringify(stored.length > 60 ? `${stored.slice(0, 60)}…` : stored);
  return new UnreadableValueError(
    `The stored value ${shown} does not fit the gateway's definition of property "${name}". ` +
      "Update schema/contact-properties.json with the portal's definitions; until then property(name:) gives the raw value.",
  );
}
