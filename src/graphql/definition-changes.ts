import { BreakingChangeType, findSchemaChanges } from 'graphql';
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

/** What decides about the schema and about values, by the names that people know it by. */
const factsOf = (definition: PropertyDefinition) =>
  new Map([
    ['label', definition.label],
    ['description', definition.description],
    ['type', definition.type],
    ['field type', definition.fieldType],
    ['read only', String(definition.modificationMetadata?.readOnlyValue ?? false)],
    ['unique', String(definition.hasUniqueValue ?? false)],
    ['external options', String(definition.externalOptions ?? false)],
    ...definition.options.map((option) => [`option ${JSON.stringify(option.value)}`, describeOption(option)] as const),
  ]);

function differences(old: PropertyDefinition, now: PropertyDefinition): string[] {
  const [before, after] = [factsOf(old), factsOf(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((fact) => {
    const [was, is] = [before.get(fact), after.get(fact)];
    if (was === is) return [];
    if (was === undefined) return `${fact} added`;
    return is === undefined ? `${fact} removed` : `${fact} ${shown(was)} → ${shown(is)}`;
  });
}

const shown = (text: string): string => (/^[\w.]+$/.test(text) ? text : JSON.stringify(text));

function breakingChanges(
  before: ReadonlyMap<string, PropertyDefinition>,
  after: ReadonlyMap<string, PropertyDefinition>,
): string[] {
  const inSchema = findSchemaChanges(createSchema([...before.values()]), createSchema([...after.values()]))
    .filter(({ type }) => type in BreakingChangeType)
    .map(({ description }) => description);
  // The schema does not show by which properties contacts can be addressed.
  const asKeys = [...before.values()]
    .filter(({ name, hasUniqueValue }) => hasUniqueValue === true && after.get(name)?.hasUniqueValue !== true)
    .map(({ name }) => `${name} can no longer be an idProperty.`);
  return [...inSchema, ...asKeys];
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
