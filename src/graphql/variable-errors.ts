import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  type VariableDefinitionNode,
  validateInputValue,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Of one request. Nobody reads more of them, and finding them takes time. */
export const MAX_ERRORS = 20;
/** Characters of a reason, and of a name within a path: values of any size may be quoted there. */
const MAX_LENGTH = 300;

type Path = readonly (string | number)[];

interface Problem {
  readonly path: Path;
  readonly reason: string;
}

/**
 * What is wrong with the variables of an operation, where GraphQL has to refuse all of it: an option that an enum does not
 * have, an unknown field. Each error says where in `extensions.path`: `["inputs", 1, "properties", "numemployees"]` for
 * `$inputs`. Empty where nothing is wrong.
 *
 * To be asked before the operation is carried out. GraphQL's own coercion writes each object that has unknown fields into the
 * error of each of them, which takes seconds where there are thousands. And it finds only within a mutation, when contacts
 * are written already, that a variable is null where null is not allowed.
 */
export function variableErrors(
  operation: OperationDefinitionNode,
  { schema, document, variableValues }: Pick<ExecutionArgs, 'schema' | 'document' | 'variableValues'>,
  hideSuggestions: boolean,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const nulls = new Map<string, VariableDefinitionNode>();
  const add = (node: VariableDefinitionNode, { path, reason }: Problem) => {
    const name = node.variable.name.value;
    const place = [name, ...path.map((key) => (typeof key === 'string' ? key.slice(0, MAX_LENGTH) : key))];
    const message = `Variable "$${name}" has an invalid value at "${printed(place)}": ${reason.slice(0, MAX_LENGTH)}`;
    // The status is Yoga's to read; GraphQL's own errors of variables have the same.
    const extensions = { code: 'BAD_USER_INPUT', path: place, http: { status: 400 } };
    errors.push(new GraphQLError(message, { nodes: node, extensions }));
    return errors.length < MAX_ERRORS;
  };
  for (const node of operation.variableDefinitions ?? []) {
    const name = node.variable.name.value;
    const type = typeFromAST(schema, node.type);
    const value: unknown = variableValues?.[name];
    if (!isInputType(type) || (value === undefined && node.defaultValue !== undefined)) continue;
    if (value === null && node.defaultValue !== undefined) nulls.set(name, node);
    for (const problem of problemsOf(value, type, [], hideSuggestions)) if (!add(node, problem)) return errors;
  }
  // A variable that can be null may stand where null is not allowed if it has a default.
  for (const node of nulls.size === 0 ? [] : misplaced(nulls, operation, { schema, document })) {
    if (!add(node, { path: [], reason: 'It is null, and null is not allowed where it is used.' })) break;
  }
  return errors;
}

/** Looks only at what is given, and no further than somebody takes what is found. */
function* problemsOf(value: unknown, type: GraphQLInputType, path: Path, hide: boolean): Generator<Problem> {
  if (isNonNullType(type)) {
    if (value !== undefined && value !== null) yield* problemsOf(value, type.ofType, path, hide);
    else yield { path, reason: `A value of type ${type} is required, and may not be null.` };
  } else if (value === undefined || value === null) {
    return;
  } else if (isListType(type)) {
    if (!Array.isArray(value)) return yield* problemsOf(value, type.ofType, path, hide);
    for (const [index, item] of value.entries()) yield* problemsOf(item, type.ofType, [...path, index], hide);
  } else if (isInputObjectType(type)) {
    if (typeof value === 'object' && !Array.isArray(value)) yield* problemsOfFields(value, type, path, hide);
    else yield { path, reason: `A value of type ${type} is an object.` };
  } else {
    const reason = graphqlsReason(value, type, hide);
    if (reason !== null) yield { path, reason };
  }
}

function* problemsOfFields(value: object, type: GraphQLInputObjectType, path: Path, hide: boolean): Generator<Problem> {
  const fields = type.getFields();
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const at = [...path, name];
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) yield* problemsOf(item, field.type, at, hide);
    else yield { path: at, reason: `${type} has no such field.${suggestion(name, type, hide)}` };
  }
  for (const name of requiredFields(type)) {
    if ((value as Record<string, unknown>)[name] !== undefined) continue;
    yield { path: [...path, name], reason: `${type} requires this field.` };
  }
}

const requiredOfTypes = new WeakMap<GraphQLInputObjectType, readonly string[]>();

function requiredFields(type: GraphQLInputObjectType): readonly string[] {
  const known = requiredOfTypes.get(type);
  if (known !== undefined) return known;
  const required = Object.values(type.getFields())
    .filter(isRequiredInputField)
    .map(({ name }) => name);
  requiredOfTypes.set(type, required);
  return required;
}

/** GraphQL's own words for what is wrong with a value; null when nothing is. */
function graphqlsReason(value: unknown, type: GraphQLInputType, hideSuggestions: boolean): string | null {
  let reason: string | null = null;
  validateInputValue(value, type, ({ message }) => (reason ??= message), hideSuggestions);
  return reason;
}

/** What may be meant by the name of an unknown field. */
function suggestion(name: string, type: GraphQLInputObjectType, hideSuggestions: boolean): string {
  const reason = hideSuggestions ? null : graphqlsReason({ [name.slice(0, MAX_LENGTH)]: null }, type, false);
  const meant = / Did you mean .*?\?/.exec(reason ?? '')?.[0];
  return meant ?? '';
}

/** Those of the variables that the operation, or a fragment, uses where null is not allowed. */
function misplaced(
  nulls: ReadonlyMap<string, VariableDefinitionNode>,
  operation: OperationDefinitionNode,
  { schema, document }: Pick<ExecutionArgs, 'schema' | 'document'>,
): Set<VariableDefinitionNode> {
  const found = new Set<VariableDefinitionNode>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition: (node) => (node === operation ? undefined : false),
      VariableDefinition: () => false,
      Variable({ name }) {
        const node = nulls.get(name.value);
        if (node !== undefined && isNonNullType(typeInfo.getInputType())) found.add(node);
      },
    }),
  );
  return found;
}

const printed = (path: Path): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
