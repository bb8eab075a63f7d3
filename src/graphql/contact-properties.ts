import type { InputFieldMap } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { CompleteContact } from '../contacts/read-back.ts';
import type { PropertyProblem } from '../hubspot/contact-errors.ts';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import { enumTypeName, enumValueNames, isFieldName } from './graphql-names.ts';
import { decoderOf, encodeValue, type InputValue, kindOf } from './property-kinds.ts';
import { asFieldError } from './query-errors.ts';
import { shortened, Unreadable } from './scalars.ts';

/** What the definitions of an account make of the schema. GraphQL has no types without fields: null stands for such a type. */
export type ContactProperties = ReturnType<typeof addContactProperties>;

/**
 * Adds `ContactProperties` and `ContactPropertiesInput` to the schema, a field for each definition. Properties whose name
 * cannot be the name of a field are reached through `property(name:)` and `otherProperties`.
 */
export function addContactProperties(builder: Builder, definitions: readonly PropertyDefinition[]) {
  const live = definitions.filter(({ name, archived }) => isFieldName(name) && archived !== true);
  const unique = new Map(live.map((definition) => [definition.name, definition]));
  const fields = [...unique.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((definition) => fieldOf(builder, definition));
  const writable = fields.filter(({ definition }) => isWritable(definition));
  return {
    fields: fields as readonly Field[],
    output: fields.length === 0 ? null : addOutput(builder, fields),
    input: writable.length === 0 ? null : addInput(builder, writable),
    encode: encoderOf(fields),
    enumValueOf: enumValuesOf(fields),
  };
}

/** A property, and the type of its values. */
export interface Field {
  readonly definition: PropertyDefinition;
  /** One of any type, which no static type can tell: "String" stands for all of them. */
  readonly type: 'String' | ['String'];
  /** The name of each option in the enum of the property; null where the property has no enum. */
  readonly enumValues: ReadonlyMap<string, string> | null;
  readonly description: string;
}

function fieldOf(builder: Builder, definition: PropertyDefinition): Field {
  const types = { string: 'String', number: 'Float', boolean: 'Boolean', date: 'Date', datetime: 'DateTime' } as const;
  const kind = kindOf(definition);
  const description = describe(definition);
  if (kind !== 'option' && kind !== 'options') {
    return { definition, type: types[kind] as 'String', enumValues: null, description };
  }
  const enumValues = enumValueNames(definition.options.map(({ value }) => value));
  const options = addEnum(builder, definition, enumValues) as unknown as 'String';
  return { definition, type: kind === 'options' ? [options] : options, enumValues, description };
}

function addEnum(
  builder: Builder,
  { name, label, options }: PropertyDefinition,
  enumValues: ReadonlyMap<string, string>,
) {
  const values = options.map((option) => [
    enumValues.get(option.value),
    { value: option.value, description: describeOption(option) },
  ]);
  return builder.enumType(enumTypeName(name), {
    description: `The options of the property \`${name}\` (${label}).`,
    values: Object.fromEntries(values),
  });
}

/** The name of an option in the enum of its property; null where this schema has none. */
function enumValuesOf(fields: readonly Field[]) {
  const enums = new Map(fields.map(({ definition: { name }, enumValues }) => [name, enumValues]));
  return (property: string, option: string): string | null => enums.get(property)?.get(option) ?? null;
}

const addOutput = (builder: Builder, fields: readonly Field[]) =>
  builder.objectRef<CompleteContact>('ContactProperties').implement({
    description: "A contact's properties, typed by the account's definitions. Null where the contact has no value.",
    fields: (t) =>
      Object.fromEntries(
        fields.map(({ definition, type, description }) => {
          const decode = decoderOf(definition) as (stored: string | null) => string & string[];
          const resolve = (contact: CompleteContact) => decode(rawProperty(contact, definition.name));
          return [definition.name, t.field({ type, nullable: true, description, resolve })];
        }),
      ),
  });

const addInput = (builder: Builder, fields: readonly Field[]) =>
  builder.inputType('ContactPropertiesInput', {
    description:
      "Values to write, typed by the account's definitions. Properties that are left out keep their values; null clears.",
    fields: (t): InputFieldMap =>
      Object.fromEntries(
        fields.map(({ definition, type, description }) => [definition.name, t.field({ type, description })]),
      ),
  });

const isWritable = ({ modificationMetadata }: PropertyDefinition): boolean =>
  modificationMetadata?.readOnlyValue !== true;

/** HubSpot's text for each value of a `ContactPropertiesInput`, and what is wrong with those that have none. */
export interface Encoded {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly PropertyProblem[];
}

function encoderOf(fields: readonly Field[]) {
  const kinds = new Map(fields.map(({ definition }) => [definition.name, kindOf(definition)]));
  return (input: Readonly<Record<string, unknown>>): Encoded => {
    const values = new Map<string, string>();
    const problems: PropertyProblem[] = [];
    for (const [property, value] of Object.entries(input)) {
      if (value === undefined) continue;
      const encoded = encodeValue(kinds.get(property) ?? 'string', value as InputValue);
      if (typeof encoded === 'string') values.set(property, encoded);
      else problems.push({ property, ...encoded, value: asSent(value) });
    }
    return { values, problems };
  };
}

/** A refused value, as text. */
function asSent(value: unknown): string {
  if (value instanceof Unreadable) return value.value;
  return value instanceof Date ? value.toISOString() : String(value);
}

/** A property's raw value; null where the contact has none. Throws when HubSpot did not say: absent is not null. */
export function rawProperty({ properties, readError }: CompleteContact, name: string): string | null {
  if (Object.hasOwn(properties, name)) return properties[name] || null;
  if (readError !== undefined) throw asFieldError(readError);
  // HubSpot leaves out of a read, without a word, what does not exist and what the token may not see.
  throw new GraphQLError(
    `HubSpot did not return property "${shortened(name, 100)}": it does not exist in this account, or this token may not read it.`,
    { extensions: { code: 'UNKNOWN_PROPERTY' } },
  );
}

export const describeOption = ({ label, description }: PropertyDefinition['options'][number]): string =>
  description ? `${label}: ${description}` : label;

function describe(definition: PropertyDefinition): string {
  const { label, description } = definition;
  const notes = [
    description === '' ? `${label}.` : `${label}: ${description}`,
    definition.hasUniqueValue === true ? 'Unique: can be used as idProperty.' : '',
    definition.externalOptions === true ? "Its options are not part of the property's definition." : '',
    isWritable(definition) ? '' : 'Read only.',
  ];
  return notes.filter((note) => note !== '').join(' ');
}
