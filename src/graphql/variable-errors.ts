import {
  type ExecutionArgs,
  GraphQLError,
  isInputType,
  type OperationDefinitionNode,
  typeFromAST,
  validateInputValue,
} from 'graphql';

/** Nobody reads more of them. */
const MAX_ERRORS = 20;

/** The field that one of graphql's errors names, where its place is that of the object. Further on there may be any value. */
const NAMED_FIELD = /^Expected value of type "\w+" (?:not to include unknown|to include required) field "([^"]*)"/;

/**
 * What is wrong with the variables of an operation, where GraphQL has to refuse all of it: an option that an enum does not
 * have, an unknown field. Each error says where in `extensions.path`: `["inputs", 1, "properties", "numemployees"]` for
 * `$inputs`. Empty where the variables are not what was refused.
 */
export function variableErrors(
  { variableDefinitions = [] }: OperationDefinitionNode,
  { schema, variableValues }: Pick<ExecutionArgs, 'schema' | 'variableValues'>,
  hideSuggestions: boolean,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const node of variableDefinitions) {
    const name = node.variable.name.value;
    const type = typeFromAST(schema, node.type);
    const value: unknown = variableValues?.[name];
    if (!isInputType(type) || (value === undefined && node.defaultValue !== undefined)) continue;
    const add = (error: GraphQLError, at: readonly (string | number)[]) => {
      const field = NAMED_FIELD.exec(error.message)?.[1];
      const path = [name, ...at, ...(field === undefined ? [] : [field])];
      errors.push(
        new GraphQLError(`Variable "$${name}" has an invalid value at "${printed(path)}": ${error.message}`, {
          nodes: node,
          // The status is Yoga's to read; the executor's own errors have the same.
          extensions: { code: 'BAD_USER_INPUT', path, http: { status: 400 } },
        }),
      );
      // Finding all of thousands, each with what may be meant, takes seconds. There is no other way out.
      if (errors.length === MAX_ERRORS) throw new Enough();
    };
    try {
      validateInputValue(value, type, add, hideSuggestions);
    } catch (error) {
      if (error instanceof Enough) return errors;
      throw error;
    }
  }
  return errors;
}

class Enough extends Error {}

const printed = (path: readonly (string | number)[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
