import {
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE, SEARCH_LIMITS } from '../hubspot/search-contacts.ts';

/** What an operation asks for, found once, before GraphQL looks at the items of its lists and anything is sent. */
export interface OperationPlan {
  readonly operation: OperationDefinitionNode;
  readonly rootFields: readonly RootField[];
  readonly fragmentOf: FragmentOf;
  readonly listOf: ListOf;
}

/** The list that a field is given. */
interface GivenList {
  /** The name of its list. */
  readonly list: string | undefined;
  /** How many the list has, as it came: nothing has been checked yet. Null where the field is given none. */
  readonly items: number | null;
}

interface RootField extends GivenList {
  readonly nodes: SameField;
  /** How many contacts a search may answer with; null for another field. */
  readonly page: number | null;
}

/** Nodes that are answered together, because they have the same name or alias; at least one. */
type SameField = readonly FieldNode[];
type FragmentOf = (name: string) => FragmentDefinitionNode | undefined;
type ListOf = (field: SameField) => GivenList;

/** Null where the document does not have the operation. */
export function planOf({ document, operationName, variableValues }: ExecutionArgs): OperationPlan | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map((definitions as FragmentDefinitionNode[]).map((it) => [it.name.value, it]));
  const fragmentOf: FragmentOf = (name) => fragments.get(name);
  const listOf: ListOf = ([field]) => {
    const list = field?.arguments?.find(({ name }) => LISTS.has(name.value));
    return { list: list?.name.value, items: itemsOf(list?.value, operation, variableValues) };
  };
  const rootFields = together([operation], fragmentOf).map((nodes) => ({
    nodes,
    ...listOf(nodes),
    page: pageOf(nodes, operation, variableValues),
  }));
  return { operation, rootFields, fragmentOf, listOf };
}

const LISTS = new Set(['inputs', 'ids', 'names']);

function itemsOf(
  argument: ValueNode | undefined,
  operation: OperationDefinitionNode,
  variables: ExecutionArgs['variableValues'],
): number | null {
  const { given, literal } = givenFor(argument, operation, variables);
  if (given !== undefined) return Array.isArray(given) ? given.length : given === null ? null : 1;
  if (literal === undefined || literal.kind === Kind.NULL) return null;
  return literal.kind === Kind.LIST ? literal.values.length : 1;
}

/** Where `first` makes no sense the search is refused, and answers with nothing. */
function pageOf(
  [field]: SameField,
  operation: OperationDefinitionNode,
  variables: ExecutionArgs['variableValues'],
): number | null {
  if (field?.name.value !== 'searchContacts') return null;
  const first = field.arguments?.find(({ name }) => name.value === 'first');
  const { given, literal } = givenFor(first?.value, operation, variables);
  const page = Number(given ?? (literal?.kind === Kind.INT ? literal.value : DEFAULT_PAGE));
  return page >= 1 && page <= SEARCH_LIMITS.page ? page : 1;
}

/** What an argument has: `given` as a variable, or a literal of the document; neither where it is left out. */
function givenFor(
  argument: ValueNode | undefined,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: ExecutionArgs['variableValues'],
): { readonly given?: unknown; readonly literal?: ValueNode | undefined } {
  if (argument?.kind !== Kind.VARIABLE) return { literal: argument };
  const { value: name } = argument.name;
  const given = variables?.[name];
  if (given !== undefined) return { given };
  return { literal: variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue };
}

/** Refuses lists that are longer than the gateway takes, each and all of an operation together. Null when none is. */
export function refuseLongLists({ rootFields }: OperationPlan, limit: number): GraphQLError | null {
  // However many names of properties are given, the answer has no more items than there are properties.
  const received = rootFields.reduce((sum, { list, items }) => sum + (list === 'names' ? 1 : (items ?? 1)), 0);
  if (received <= limit) return null;
  const what =
    rootFields.length === 1
      ? `"${rootFields[0]?.list}" has ${received} items`
      : `The lists of all fields have ${received} items together`;
  return new GraphQLError(`${what}; this gateway takes at most ${limit}. Send them in parts.`, {
    extensions: { code: 'TOO_MANY_INPUTS', limit, received },
  });
}

/** An account has some hundreds of properties, and a schema as many types; with lists of their own. */
const ITEMS_NOT_KNOWN = 500;

/** The fields of the answer, counted as they are executed, no further than just beyond `limit`. */
export function countFields({ rootFields, ...plan }: OperationPlan, limit: number): number {
  let count = 0;
  for (const { nodes, items, page } of rootFields) {
    const name = nodes[0]?.name.value;
    const unknown = name === 'contactProperties' || name?.startsWith('__') ? ITEMS_NOT_KNOWN : 1;
    count += 1 + (items ?? page ?? unknown) * fieldsBelow(nodes, plan, limit - count);
    if (count > limit) break;
  }
  return count;
}

/**
 * How many fields an answer holds below one, where no list has more items than the field is given names, and every type has
 * all that is selected of any. Counts no further than just beyond `limit`: nested fragments could double it with every line.
 */
function fieldsBelow(field: SameField, plan: Pick<OperationPlan, 'fragmentOf' | 'listOf'>, limit: number): number {
  let count = 0;
  for (const below of together(field, plan.fragmentOf)) {
    if (count > limit) break;
    count += 1 + (plan.listOf(below).items ?? 1) * fieldsBelow(below, plan, limit - count);
  }
  return count;
}

function together(parents: readonly Parent[], fragmentOf: FragmentOf): readonly SameField[] {
  const byKey = Map.groupBy(fieldsIn(parents, fragmentOf), ({ alias, name }) => (alias ?? name).value);
  return [...byKey.values()];
}

type Parent = { readonly selectionSet?: SelectionSetNode | undefined };

/**
 * The fields that are selected of parents, in their order. Each fragment is looked into once, however often it is spread:
 * fragments that spread others twice are 2ⁿ otherwise. Fragments count whatever type they are on.
 */
export function fieldsIn(
  parents: Iterable<Parent>,
  fragmentOf: FragmentOf,
  isLeftOut: (node: SelectionNode) => boolean = () => false,
): FieldNode[] {
  const found: FieldNode[] = [];
  const seen = new Set<string>();
  const collect = ({ selectionSet }: Parent): void => {
    for (const node of selectionSet?.selections ?? []) {
      if (isLeftOut(node)) continue;
      if (node.kind === Kind.FIELD) found.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node);
      else if (!seen.has(node.name.value)) {
        seen.add(node.name.value);
        collect(fragmentOf(node.name.value) ?? {});
      }
    }
  };
  for (const parent of parents) collect(parent);
  return found;
}
