import type { InputFieldMap } from '@pothos/core';
import type { Builder } from './builder.ts';
import type { Field } from './contact-properties.ts';
import { type ContactFilterShape, filterGroups, NEEDED, OPERATORS, type OperatorName } from './filter-groups.ts';
import { enumTypeName, filterTypeName } from './graphql-names.ts';
import { kindOf, type PropertyKind } from './property-kinds.ts';

/** What each operator means. HubSpot judges: its own operator is named, because it is what HubSpot's documents explain. */
const MEANINGS: Readonly<Record<OperatorName, string>> = {
  eq: 'The value is this one.',
  neq: 'The value is not this one.',
  lt: 'The value is less than this one.',
  lte: 'The value is this one or less.',
  gt: 'The value is greater than this one.',
  gte: 'The value is this one or greater.',
  in: 'The value is one of these.',
  notIn: 'The value is none of these.',
  containsToken: 'The value has this word in it; `*` at its end or beginning stands for any letters.',
  notContainsToken: 'The value does not have this word in it; `*` at its end or beginning stands for any letters.',
};
const describe = (name: OperatorName): string => `${MEANINGS[name]} HubSpot's operator ${OPERATORS[name]}.`;

const COMPARING = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte'] as const;
const LISTING = ['eq', 'neq', 'in', 'notIn'] as const;

/** The input of `where`, and how HubSpot takes it. */
export type ContactFilter = ReturnType<typeof addContactFilter>;

/** Adds `ContactFilter` to the schema, with a field for each property, by its kind. */
export function addContactFilter(builder: Builder, fields: readonly Field[]) {
  /** `type`: of the values, which may be any type; "String" stands for all of them. */
  function addFilter(name: string, what: string, type: 'String', operators: readonly OperatorName[], range?: 'String') {
    return builder.inputType(name, {
      description: `Conditions for ${what}. All that are given hold together; null counts as not given.`,
      fields: (t): InputFieldMap => ({
        ...Object.fromEntries(
          operators.map((operator) => {
            const takesList = operator === 'in' || operator === 'notIn';
            return [operator, t.field({ type: takesList ? [type] : type, description: describe(operator) })];
          }),
        ),
        ...(range && { between: t.field({ type: range, description: "In this range. HubSpot's operator BETWEEN." }) }),
        has: t.boolean({
          description: "Whether there is a value at all. HubSpot's operators HAS_PROPERTY and NOT_HAS_PROPERTY.",
        }),
      }),
    });
  }

  function addComparison(name: 'Number' | 'Date' | 'DateTime', what: string, type: 'String') {
    const range = builder.inputType(`${name}Range`, {
      description: `A range of ${what}; both ends belong to it.`,
      fields: (t) => ({
        from: t.field({ type, required: true, description: 'The lower end.' }),
        to: t.field({ type, required: true, description: 'The upper end.' }),
      }),
    });
    return addFilter(`${name}Filter`, what, type, COMPARING, range as unknown as 'String');
  }

  const ofKind = {
    string: addFilter('StringFilter', 'a text', 'String', [...LISTING, 'containsToken', 'notContainsToken']),
    number: addComparison('Number', 'numbers', 'Float' as 'String'),
    date: addComparison('Date', 'days', 'Date' as 'String'),
    datetime: addComparison('DateTime', 'points in time', 'DateTime' as 'String'),
    boolean: addFilter('BooleanFilter', 'a yes or no', 'Boolean' as 'String', ['eq', 'neq']),
  };
  const filterOf = ({ definition, type }: Field, kind: PropertyKind) =>
    kind === 'option' || kind === 'options'
      ? addFilter(
          filterTypeName(enumTypeName(definition.name)),
          `the property \`${definition.name}\` (${definition.label})`,
          [type].flat()[0] as 'String',
          LISTING,
        )
      : ofKind[kind];
  const typed = fields.map((field) => {
    const kind = kindOf(field.definition);
    return { name: field.definition.name, kind, type: filterOf(field, kind), description: field.description };
  });

  const Operator = builder.enumType('PropertyFilterOperator', {
    description: "HubSpot's operators.",
    values: Object.fromEntries(
      Object.entries(NEEDED).map(([name, needed]) => [
        name,
        { description: `Takes ${needed.join(' and ') || 'no value'}.` },
      ]),
    ),
  });
  const PropertyFilterInput = builder.inputType('PropertyFilterInput', {
    description: "A condition in HubSpot's own format.",
    fields: (t) => ({
      name: t.string({ required: true, description: 'The internal name of the property.' }),
      operator: t.field({ type: Operator, required: true, description: 'How the property is compared.' }),
      value: t.string({ description: 'The raw value to compare with; dates and times in epoch milliseconds.' }),
      values: t.stringList({ description: 'The raw values of IN and NOT_IN; texts in lower case.' }),
      highValue: t.string({ description: 'The upper end of BETWEEN; `value` is the lower one.' }),
    }),
  });

  const input = builder.inputType('ContactFilter', {
    description: 'Conditions that hold together: at least 1, and at most 6.',
    fields: (t): InputFieldMap => ({
      ...Object.fromEntries(typed.map(({ name, type, description }) => [name, t.field({ type, description })])),
      otherProperties: t.field({
        type: [PropertyFilterInput],
        description:
          "Raw conditions: for properties that the gateway has no definition for, or where you need HubSpot's own format.",
      }),
    }),
  });

  const kinds = new Map(typed.map(({ name, kind }) => [name, kind]));
  return {
    input,
    /** HubSpot's form of a `where`. Throws a GraphQL error when it would not be taken. */
    groups: (where: readonly ContactFilterShape[]) => filterGroups(where, (name) => kinds.get(name) ?? 'string'),
  };
}
