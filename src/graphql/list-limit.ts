import {
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Refuses a list that is longer than the gateway takes, before anything is sent. */
export function refuseLongList(argument: string, items: readonly unknown[], limit: number): void {
  if (items.length > limit) throw tooMany(`"${argument}" has ${items.length} items`, items.length, limit);
}

/**
 * The same for the lists of all fields of a document together, before any of them is executed: one list could serve many
 * fields. Null when they are not too many; a single field sees to itself.
 */
export function refuseManyItems({ document, operationName, variableValues }: ExecutionArgs, limit: number) {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const [first] = operation.selectionSet.selections;
  if (operation.selectionSet.selections.length === 1 && first?.kind === Kind.FIELD) return null;
  const fields = [...rootFields(operation.selectionSet, document)];
  const items = fields.reduce((sum, field) => sum + itemsOf(field, variableValues), 0);
  return items <= limit ? null : tooMany(`The lists of all fields have ${items} items together`, items, limit);
}

/** Each fragment once, as execution does it, however often it is spread. */
function* rootFields(
  { selections }: SelectionSetNode,
  document: ExecutionArgs['document'],
  seen = new Set<string>(),
): Generator<FieldNode> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* rootFields(selection.selectionSet, document, seen);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION) yield* rootFields(fragment.selectionSet, document, seen);
    }
  }
}

/** Items of `inputs` and `ids`, as they came: nothing has been checked yet. */
function itemsOf(field: FieldNode, variables: ExecutionArgs['variableValues']): number {
  const { value } = field.arguments?.find(({ name }) => name.value === 'inputs' || name.value === 'ids') ?? {};
  if (value?.kind === Kind.LIST) return value.values.length;
  const given = value?.kind === Kind.VARIABLE ? variables?.[value.name.value] : undefined;
  return Array.isArray(given) ? given.length : 1;
}

function tooMany(what: string, received: number, limit: number): GraphQLError {
  return new GraphQLError(`${what}; this gateway takes at most ${limit}. Send them in parts.`, {
    extensions: { code: 'TOO_MANY_INPUTS', limit, received },
  });
}

export function refuseEmptyList(argument: string, items: readonly unknown[]): void {
  if (items.length === 0) {
    throw new GraphQLError(`"${argument}" is empty; give it at least one item.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
}
