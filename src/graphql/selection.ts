import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Nodes that are answered together, for they have the same name or alias. */
type SameField = readonly [FieldNode, ...FieldNode[]];

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );

/** The fields of an operation, as they are executed: each fragment once, and what has the same name or alias together. */
export const rootFields = ({ selectionSet }: OperationDefinitionNode, fragments: Fragments): readonly SameField[] =>
  together([selectionSet], fragments);

/**
 * How many fields an answer holds below one, where no list has more than one item and every type has all that is selected
 * of any. Counts no further than just beyond `limit`: nested fragments could double it with every line.
 */
export function fieldsBelow(field: SameField, fragments: Fragments, limit: number): number {
  const selectionSets = field.flatMap(({ selectionSet }) => selectionSet ?? []);
  let count = 0;
  for (const below of together(selectionSets, fragments)) {
    if (count > limit) break;
    count += 1 + fieldsBelow(below, fragments, limit - count);
  }
  return count;
}

function together(selectionSets: readonly SelectionSetNode[], fragments: Fragments): readonly SameField[] {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const seen = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const { value } = selection.name;
        const fragment = seen.has(value) ? undefined : fragments.get(value);
        seen.add(value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      } else {
        const key = (selection.alias ?? selection.name).value;
        const same = fields.get(key);
        if (same === undefined) fields.set(key, [selection]);
        else same.push(selection);
      }
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  return [...fields.values()];
}
