import {
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf, rootFields } from './selection.ts';

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
  const fields = rootFields(operation, fragmentsOf(document)).map(([field]) => field);
  if (fields.length === 1) return null;
  const items = fields.reduce((sum, field) => sum + (itemsOf(field, operation, variableValues) ?? 1), 0);
  return items <= limit ? null : tooMany(`The lists of all fields have ${items} items together`, items, limit);
}

const LISTS = new Set(['inputs', 'ids', 'names']);

/** Items of a field's list, as they came: nothing has been checked yet. Null where it is given none. */
export function itemsOf(
  field: FieldNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: ExecutionArgs['variableValues'],
): number | null {
  let value = field.arguments?.find(({ name }) => LISTS.has(name.value))?.value;
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
