import {
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf, rootFields } from './selection.ts';

/**
 * Refuses lists that are longer than the gateway takes, each and all of a document together, before GraphQL looks at their
 * items one by one and anything is sent. Null when they are not.
 */
export function refuseLongLists({ document, operationName, variableValues }: ExecutionArgs, limit: number) {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const fields = rootFields(operation, fragmentsOf(document)).map(([field]) => field);
  // Names of properties are answered no more of than there are.
  const lengths = fields.map((field) =>
    listOf(field) === 'names' ? 1 : (itemsOf(field, operation, variableValues) ?? 1),
  );
  const items = lengths.reduce((sum, length) => sum + length, 0);
  if (items <= limit) return null;
  const [first] = fields;
  const what =
    first !== undefined && fields.length === 1
      ? `"${listOf(first)}" has ${items} items`
      : `The lists of all fields have ${items} items together`;
  return tooMany(what, items, limit);
}

const LISTS = new Set(['inputs', 'ids', 'names']);

const listArgument = (field: FieldNode) => field.arguments?.find(({ name }) => LISTS.has(name.value));
const listOf = (field: FieldNode): string | undefined => listArgument(field)?.name.value;

/** Items of a field's list, as they came: nothing has been checked yet. Null where it is given none. */
export function itemsOf(
  field: FieldNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: ExecutionArgs['variableValues'],
): number | null {
  let value = listArgument(field)?.value;
  if (value?.kind === Kind.VARIABLE) {
    const { name } = value;
    const given = variables?.[name.value];
    if (given !== undefined) return Array.isArray(given) ? given.length : given === null ? null : 1;
    value = variableDefinitions.find(({ variable }) => variable.name.value === name.value)?.defaultValue;
  }
  if (value === undefined || value.kind === Kind.NULL) return null;
  return value.kind === Kind.LIST ? value.values.length : 1;
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
