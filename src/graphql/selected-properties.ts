import {
  type FieldNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { fieldsIn } from './operation-plan.ts';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/** More than accounts have; HubSpot takes them in one call. */
const MAX_PROPERTIES = 1000;

/** Characters of a name; longer than any that HubSpot gives. */
const MAX_NAME_LENGTH = 255;

/**
 * Names of the contact properties that a field's selection asks for, typed or raw. `path` leads from the field to the
 * contact: `['results', 'contact']` for the mutation, `[]` where the field itself is the contact. Only one type on each path
 * has the fields that are looked for. Names that no property can have are left out, because the call that would hold them
 * is shared with others. Throws when there are too many.
 */
export function selectedProperties(info: Info, path: readonly string[]): string[] {
  let contacts = info.fieldNodes;
  for (const name of path) contacts = called(name, below(contacts, info));

  const fields = below(contacts, info);
  const raw = [
    ...called('property', fields).flatMap((node) => namesIn('name', node, info)),
    ...called('values', fields).flatMap((node) => namesIn('names', node, info)),
  ];
  const typed = below(called('properties', fields), info).map(({ name }) => name.value);
  const names = new Set([...raw, ...typed]);
  names.delete('__typename');
  const wanted = [...names].filter(isPossible);
  if (wanted.length <= MAX_PROPERTIES) return wanted;
  throw new GraphQLError(
    `${wanted.length} properties are selected; this gateway reads at most ${MAX_PROPERTIES} at a time. Select fewer.`,
    { extensions: { code: 'TOO_MANY_PROPERTIES', limit: MAX_PROPERTIES, received: wanted.length } },
  );
}

/** Whether a field's selection asks for any of the fields with these names. */
export const selectsAny = (info: Info, names: readonly string[]): boolean =>
  below(info.fieldNodes, info).some(({ name }) => names.includes(name.value));

const below = (parents: readonly FieldNode[], info: Info): readonly FieldNode[] =>
  fieldsIn(
    parents,
    (name) => info.fragments[name],
    (node) => isLeftOut(node, info),
  );

const isPossible = (name: string): boolean =>
  name.trim() !== '' && name.length <= MAX_NAME_LENGTH && name.isWellFormed();

const called = (name: string, fields: readonly FieldNode[]): readonly FieldNode[] =>
  fields.filter((node) => node.name.value === name);

function isLeftOut(node: SelectionNode, { variableValues }: Info): boolean {
  if (!node.directives?.length) return false;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false
  );
}

/** The names that an argument of a field gives: one, or a list of them. */
function namesIn(argument: 'name' | 'names', node: FieldNode, { variableValues }: Info): string[] {
  const read = (value: ValueNode): unknown => {
    if (value.kind === Kind.VARIABLE) return variableValues.coerced[value.name.value];
    if (value.kind === Kind.LIST) return value.values.map(read);
    return value.kind === Kind.STRING ? value.value : [];
  };
  const given = node.arguments?.find(({ name }) => name.value === argument);
  return given === undefined ? [] : [read(given.value)].flat().map(String);
}
