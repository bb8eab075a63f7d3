// What the definitions file becomes: as much as possible of it stays as it is, so that `git diff` shows what changed.
import type { SentDefinition } from '../src/definitions-file.ts';
import type { DefinitionChanges } from '../src/graphql/definition-changes.ts';

export type NamedDefinition = SentDefinition & { readonly name: string };

/** They say when and by whom something was changed, not what; the file has them only where it had them before. */
const TIMES_AND_USERS = new Set(['createdAt', 'updatedAt', 'createdUserId', 'updatedUserId']);

/**
 * The account's definitions. One that does not differ stays as the file has it, with fields that are not compared; one
 * that does differ is as HubSpot sent it, with its fields in the order of the file.
 */
export function mergeDefinitions(
  inFile: readonly unknown[],
  sent: readonly NamedDefinition[],
  { added, changed }: Pick<DefinitionChanges, 'added' | 'changed'>,
): unknown[] {
  const old = new Map(inFile.filter(isObject).map((definition) => [definition.name, definition]));
  const differing = new Set([...added, ...changed.map(({ name }) => name)]);
  return sent.map((definition) => {
    const before = old.get(definition.name);
    if (before !== undefined && !differing.has(definition.name)) return before;
    const fields = Object.entries(definition).filter(
      ([key]) => !TIMES_AND_USERS.has(key) || (before !== undefined && Object.hasOwn(before, key)),
    );
    return inOrderOf(before, Object.fromEntries(fields));
  });
}

function inOrderOf(old: unknown, sent: unknown): unknown {
  if (Array.isArray(sent)) return sent.map((item) => inOrderOf(sameOption(old, item), item));
  if (!isObject(old) || !isObject(sent)) return sent;
  const keys = [...new Set([...Object.keys(old), ...Object.keys(sent)])].filter((key) => Object.hasOwn(sent, key));
  return Object.fromEntries(keys.map((key) => [key, inOrderOf(old[key], sent[key])]));
}

function sameOption(list: unknown, option: unknown): unknown {
  if (!Array.isArray(list) || !isObject(option)) return undefined;
  return list.find((item) => isObject(item) && item.value === option.value) ?? list[0];
}

const isObject = (value: unknown): value is SentDefinition =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
