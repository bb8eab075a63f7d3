import { BreakingChangeType, findSchemaChanges, type GraphQLSchema, isEnumType } from 'graphql';
import type { PropertyDefinition } from '../hubspot/wire.ts';
import { describeOption } from './contact-properties.ts';
import { createSchema } from './create-schema.ts';

/** How the account's definitions differ from those that the gateway's schema was built from. */
export interface DefinitionChanges {
  /** Names of properties, in alphabetical order. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly {
    readonly name: string;
    /** In words: `type string → number`, `option "choice_z" added`. */
    readonly what: readonly string[];
  }[];
  /** In words, what of today's operations and values would not work any more. */
  readonly breaking: readonly string[];
}

type Definitions = readonly PropertyDefinition[];

/** Compares by what decides about the schema and about values; null when nothing of that differs. */
export function compareDefinitions(ours: Definitions, theirs: Definitions): DefinitionChanges | null {
  const [before, after] = [byName(ours), byName(theirs)];
  const changed = [...before.values()].flatMap((old) => {
    const now = after.get(old.name);
    const what = now === undefined ? [] : differences(old, now);
    return what.length === 0 ? [] : [{ name: old.name, what }];
  });
  const added = [...after.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !after.has(name));
  if (added.length + removed.length + changed.length === 0) return null;
  return { added, removed, changed, breaking: breakingChanges(before, after) };
}

/** Archived properties count as those that are not there. */
function byName(definitions: Definitions): Map<string, PropertyDefinition> {
  const live = definitions.filter(({ archived }) => archived !== true);
  return new Map(
    live.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((definition) => [definition.name, definition]),
  );
}

const FACTS: Readonly<Record<string, (definition: PropertyDefinition) => string>> = {
  label: ({ label }) => label,
  description: ({ description }) => description,
  type: ({ type }) => type,
  'field type': ({ fieldType }) => fieldType,
  'read only': ({ modificationMetadata }) => String(modificationMetadata?.readOnlyValue ?? false),
  unique: ({ hasUniqueValue }) => String(hasUniqueValue ?? false),
  'external options': ({ externalOptions }) => String(externalOptions ?? false),
};

function differences(old: PropertyDefinition, now: PropertyDefinition): string[] {
  const facts = Object.entries(FACTS).flatMap(([fact, of]) =>
    of(old) === of(now) ? [] : [`${fact} ${shown(of(old))} → ${shown(of(now))}`],
  );
  return [...facts, ...optionDifferences(old.options, now.options)];
}

const shown = (text: string): string => (/^[\w.]+$/.test(text) ? text : JSON.stringify(text));

function optionDifferences(old: PropertyDefinition['options'], now: PropertyDefinition['options']): string[] {
  const [before, after] = [labels(old), labels(now)];
  return [
    ...[...after.keys()].filter((value) => !before.has(value)).map((value) => `option ${JSON.stringify(value)} added`),
    ...[...before].flatMap(([value, label]) => {
      const is = after.get(value);
      if (is === undefined) return [`option ${JSON.stringify(value)} removed`];
      return is === label ? [] : [`option ${JSON.stringify(value)} renamed ${shown(label)} → ${shown(is)}`];
    }),
  ];
}

const labels = (options: PropertyDefinition['options']) =>
  new Map(options.map((option) => [option.value, describeOption(option)]));

function breakingChanges(
  before: ReadonlyMap<string, PropertyDefinition>,
  after: ReadonlyMap<string, PropertyDefinition>,
): string[] {
  const [schema, next] = [createSchema([...before.values()]), createSchema([...after.values()])];
  const inSchema = findSchemaChanges(schema, next)
    .filter(({ type }) => type in BreakingChangeType)
    .map(({ description }) => description);
  // The schema does not show by which properties contacts can be addressed.
  const asKeys = [...before.values()]
    .filter(({ name, hasUniqueValue }) => hasUniqueValue === true && after.get(name)?.hasUniqueValue !== true)
    .map(({ name }) => `${name} can no longer be an idProperty.`);
  return [...inSchema, ...otherMeanings(schema, next), ...asKeys];
}

/** Names that stay while the values that they stand for do not, which the SDL does not show. */
function otherMeanings(schema: GraphQLSchema, next: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const nextType = next.getType(type.name);
    if (!isEnumType(type) || !isEnumType(nextType)) return [];
    return type.getValues().flatMap(({ name, value }) => {
      const then = nextType.getValue(name)?.value;
      if (then === undefined || then === value) return [];
      return [
        `Enum value ${type.name}.${name} stands for option ${JSON.stringify(value)} and would stand for ${JSON.stringify(then)}.`,
      ];
    });
  });
}

/** Several lines for people. */
export function describeChanges({ added, removed, changed, breaking }: DefinitionChanges): string {
  return [
    ...section('Added', added),
    ...section('Removed', removed),
    ...section(
      'Changed',
      changed.map(({ name, what }) => `${name}: ${what.join(', ')}`),
    ),
    ...section('Breaks clients', breaking),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
