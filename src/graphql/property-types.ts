import type { InputFieldMap } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { PropertyProblem } from '../hubspot/update-errors.ts';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import { enumTypeName, enumValueNames, isFieldName } from './graphql-names.ts';
import {
  decodeValue,
  encodeValue,
  type InputValue,
  kindOf,
  type PropertyKind,
  UnreadableValueError,
  UnwritableValueError,
} from './property-kinds.ts';

/** Reads the raw value of a property of whatever stands behind a `ContactProperties` object. */
export type RawValue<Contact> = (contact: Contact, name: string) => string | null;

const SCALARS = {
  string: 'String',
  number: 'Float',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
} as const satisfies Record<Exclude<PropertyKind, 'option' | 'options'>, string>;

type OptionEnum = ReturnType<Builder['enumType']>;

/**
 * Adds `ContactProperties` and `ContactPropertiesInput` to the schema, a field for each definition. Properties whose
 * name cannot be that of a field stay reachable through `property(name:)` and `otherProperties`. GraphQL has no types
 * without fields: null stands for a type that would have none.
 */
export function definePropertyTypes<Contact extends object>(
  builder: Builder,
  definitions: readonly PropertyDefinition[],
  rawValue: RawValue<Contact>,
) {
  const live = definitions.filter(({ name, archived }) => isFieldName(name) && archived !== true);
  const named = [...new Map(live.map((definition) => [definition.name, definition])).values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const writable = named.filter(isWritable);
  const typeOf = typeFinder(defineEnums(builder, named));
  return {
    output: named.length === 0 ? null : defineOutput(builder, named, typeOf, rawValue),
    input: writable.length === 0 ? null : defineInput(builder, writable, typeOf),
    encode: encoderOf(named),
  };
}

const typeFinder = (enums: ReadonlyMap<string, OptionEnum>) => (definition: PropertyDefinition) => {
  const kind = kindOf(definition);
  const type = kind === 'option' || kind === 'options' ? enums.get(definition.name) : SCALARS[kind];
  if (type === undefined) throw new Error(`No enum was made for property ${definition.name}.`);
  return { type, isList: kind === 'options' };
};
type TypeOf = ReturnType<typeof typeFinder>;

function defineOutput<Contact extends object>(
  builder: Builder,
  definitions: readonly PropertyDefinition[],
  typeOf: TypeOf,
  rawValue: RawValue<Contact>,
) {
  return builder.objectRef<Contact>('ContactProperties').implement({
    description: "A contact's properties, typed by the portal's definitions. Null where the contact has no value.",
    fields: (t) =>
      Object.fromEntries(
        definitions.map((definition) => {
          const { type, isList } = typeOf(definition);
          const resolve = (contact: Contact) => readTyped(definition, rawValue(contact, definition.name));
          const options = { description: describe(definition), nullable: true } as const;
          // A field of a dynamic type: `readTyped` answers what `type` takes, which no static type can say.
          const field = isList
            ? t.field({ ...options, type: [type as 'String'], resolve: resolve as (contact: Contact) => string[] })
            : t.field({ ...options, type: type as 'String', resolve: resolve as (contact: Contact) => string });
          return [definition.name, field];
        }),
      ),
  });
}

function defineInput(builder: Builder, definitions: readonly PropertyDefinition[], typeOf: TypeOf) {
  return builder.inputType('ContactPropertiesInput', {
    description: "Values to write, typed by the portal's definitions. What is left out stays as it is; null clears.",
    fields: (t): InputFieldMap =>
      Object.fromEntries(
        definitions.map((definition) => {
          const { type, isList } = typeOf(definition);
          const description = describe(definition);
          return [definition.name, t.field({ type: isList ? [type as 'String'] : (type as 'String'), description })];
        }),
      ),
  });
}

const isWritable = ({ modificationMetadata }: PropertyDefinition): boolean =>
  modificationMetadata?.readOnlyValue !== true;

/** HubSpot's text for each value of a `ContactPropertiesInput`, and what is wrong with those that have none. */
export interface Encoded {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly PropertyProblem[];
}

function encoderOf(definitions: readonly PropertyDefinition[]) {
  const kinds = new Map(definitions.map((definition) => [definition.name, kindOf(definition)]));
  return (input: Readonly<Record<string, unknown>>): Encoded => {
    const values = new Map<string, string>();
    const problems: PropertyProblem[] = [];
    for (const [property, value] of Object.entries(input)) {
      if (value === undefined) continue;
      try {
        values.set(property, encodeValue(kinds.get(property) ?? 'string', value as InputValue));
      } catch (error) {
        if (!(error instanceof UnwritableValueError)) throw error;
        problems.push({ property, code: error.code, message: error.message, value: shown(value) });
      }
    }
    return { values, problems };
  };
}

const shown = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

function readTyped(definition: PropertyDefinition, stored: string | null) {
  try {
    return decodeValue(definition, stored);
  } catch (error) {
    if (!(error instanceof UnreadableValueError)) throw error;
    throw new GraphQLError(error.message, { extensions: { code: 'UNREADABLE_PROPERTY_VALUE' } });
  }
}

function defineEnums(builder: Builder, definitions: readonly PropertyDefinition[]): Map<string, OptionEnum> {
  const enums = new Map<string, OptionEnum>();
  for (const definition of definitions) {
    const kind = kindOf(definition);
    if (kind !== 'option' && kind !== 'options') continue;
    const names = enumValueNames(definition.options.map(({ value }) => value));
    const values = definition.options.map((option) => [
      names.get(option.value),
      { value: option.value, description: describeOption(option) },
    ]);
    const ref = builder.enumType(enumTypeName(definition.name), {
      description: `The options of property \`${definition.name}\` (${definition.label}).`,
      values: Object.fromEntries(values),
    });
    enums.set(definition.name, ref);
  }
  return enums;
}

export const describeOption = ({ label, description }: PropertyDefinition['options'][number]): string =>
  description ? `${label}: ${description}` : label;

function describe(definition: PropertyDefinition): string {
  const notes = [
    definition.hasUniqueValue === true ? 'Unique: usable as idProperty.' : '',
    definition.externalOptions === true ? "Its options live outside the property's definition." : '',
    isWritable(definition) ? '' : 'Read only.',
  ];
  const { label, description } = definition;
  return [description === '' ? `${label}.` : `${label}: ${description}`, ...notes]
    .filter((part) => part !== '')
    .join(' ');
}
