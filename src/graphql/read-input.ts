import { InvalidInputError, InvalidPropertiesError, type PropertyProblem } from '../hubspot/contact-errors.ts';
import { type ContactUpdate, type ContactUpsert, type ContactWrite, changesItsKey } from '../hubspot/contact-write.ts';
import { MAX_VALUE_LENGTH } from '../hubspot/wire.ts';
import { HALF_A_CHARACTER, idToSend, problemOfId, problemOfIdProperty, uniqueProperty } from './contact-id.ts';
import type { ContactProperties } from './contact-properties.ts';

/** Which contact an input addresses, after GraphQL's own checks. */
export interface AddressShape {
  readonly id: string;
  readonly idProperty?: string | null | undefined;
}

/** What an input writes, after GraphQL's own checks. */
export interface PropertiesShape {
  readonly properties?: object | null | undefined;
  readonly otherProperties?:
    | readonly { readonly name: string; readonly value?: string | null | undefined }[]
    | null
    | undefined;
}

type Encode = ContactProperties['encode'];
/** What is read of an input; the rest is of its request. Each of these throws, naming what is wrong. */
type Read<W extends ContactWrite> = Omit<W, 'onBatch' | 'request'>;

/** `encode` makes HubSpot's texts of typed values. */
export const readUpdate = (input: AddressShape & PropertiesShape, encode: Encode): Read<ContactUpdate> => ({
  ...readAddress(input),
  properties: notEmpty(readProperties(input, encode)),
});

export const readCreate = (input: PropertiesShape, encode: Encode): Read<ContactWrite> => ({
  id: null,
  idProperty: null,
  properties: notEmpty(readProperties(input, encode)),
});

export function readUpsert(input: AddressShape & PropertiesShape, encode: Encode): Read<ContactUpsert> {
  const { id, idProperty } = readAddress(input);
  if (idProperty === null) {
    throw new InvalidInputError('"idProperty" must be "email" or a unique property: HubSpot gives record ids itself.');
  }
  const properties = readProperties(input, encode);
  if (changesItsKey({ id, idProperty, properties })) {
    throw new InvalidInputError(
      `The input gives property ${JSON.stringify(idProperty)} another value than "id"; to change it, use updateContacts.`,
    );
  }
  return { id, idProperty, properties };
}

export const readArchive = (input: AddressShape): Read<ContactUpdate> => ({ ...readAddress(input), properties: {} });

function readAddress(input: AddressShape): Pick<ContactUpdate, 'id' | 'idProperty'> {
  const idProperty = uniqueProperty(input.idProperty);
  const problem = problemOfIdProperty(idProperty) ?? problemOfId(input.id, idProperty);
  if (problem !== null) throw new InvalidInputError(problem);
  return { id: idToSend(input.id, idProperty), idProperty };
}

function notEmpty(properties: Record<string, string>): Record<string, string> {
  if (Object.keys(properties).length > 0) return properties;
  throw new InvalidInputError(
    'The input has no property to write; put at least one into "properties" or "otherProperties".',
  );
}

function readProperties({ properties, otherProperties }: PropertiesShape, encode: Encode): Record<string, string> {
  const typed = encode({ ...properties });
  // How long a value of `otherProperties` may be is HubSpot's to judge, as all else about it.
  const tooLong = problems(typed.values, 'PROPERTY_VALUE_TOO_LONG', (value) =>
    value.length > MAX_VALUE_LENGTH
      ? `The value has ${value.length} characters; HubSpot accepts at most ${MAX_VALUE_LENGTH}.`
      : null,
  );
  refuse([...typed.problems, ...tooLong]);
  const values = new Map(typed.values);
  for (const { name, value } of otherProperties ?? []) {
    const problem = problemOfName(name, typed.values, values);
    if (problem !== null) throw new InvalidInputError(problem);
    values.set(name, value ?? '');
  }
  refuse(
    problems(values, 'ILL_FORMED_VALUE', (value) => (value.isWellFormed() ? null : `The value ${HALF_A_CHARACTER}`)),
  );
  // Own properties whatever their name, "__proto__" included.
  return Object.fromEntries(values);
}

type Values = ReadonlyMap<string, string>;

/** What is wrong with the name of an item of `otherProperties`, after those that were read. */
function problemOfName(name: string, typed: Values, read: Values): string | null {
  if (name.trim() === '') return '"otherProperties" has an item without a name.';
  if (!name.isWellFormed()) return `The name of an item of "otherProperties" ${HALF_A_CHARACTER}`;
  if (typed.has(name)) return `Property "${name}" is in both "properties" and "otherProperties"; give it once.`;
  return read.has(name) ? `Property "${name}" is in "otherProperties" twice; give it once.` : null;
}

const problems = (values: Values, code: string, of: (value: string) => string | null): PropertyProblem[] =>
  [...values].flatMap(([property, value]) => {
    const message = of(value);
    return message === null ? [] : [{ property, code, message, value }];
  });

function refuse(found: readonly PropertyProblem[]): void {
  if (found.length > 0) throw new InvalidPropertiesError(found);
}
