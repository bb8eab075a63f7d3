import {
  type FieldNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/** More than accounts have; HubSpot takes them in one call. */
const MAX_PROPERTIES = 1000;

/** Characters of a name; longer than any that HubSpot gives. */
const MAX_NAME_LENGTH = 255;

/**
 * Names of the contact properties that a field's selection asks for, typed or raw. `path` leads from the field to the
 * contact: `['results', 'contact']` for the mutation, `[]` where the field itself is the contact. Names that no property
 * can have are left out, for the call that would hold them is shared with others. Throws when there are too many.
 */
export function selectedProperties(info: Info, path: readonly string[]): string[] {
  let contacts: ReadonlySet<FieldNode> = new Set(info.fieldNodes);
  for (const name of path) contacts = called(name, subfields(info, contacts));

  const names = new Set<string>();
  const fields = subfields(info, contacts);
  for (const node of called('property', fields)) names.add(nameArgument(node, info));
  for (const node of subfields(info, called('properties', fields))) names.add(node.name.value);
  names.delete('__typename');
  const wanted = [...names].filter(isPossible);
  if (wanted.length <= MAX_PROPERTIES) return wanted;
  throw new GraphQLError(
    `${wanted.length} properties are selected; this gateway reads at most ${MAX_PROPERTIES} at a time. Select fewer.`,
    { extensions: { code: 'TOO_MANY_PROPERTIES', limit: MAX_PROPERTIES, received: wanted.length } },
  );
}

const isPossible = (name: string): boolean =>
  name.trim() !== '' && name.length <= MAX_NAME_LENGTH && name.isWellFormed();

const called = (name: string, fields: ReadonlySet<FieldNode>): Set<FieldNode> =>
  new Set([...fields].filter((node) => node.name.value === name));

/** Each fragment is looked into once, however often it is spread: fragments that spread others twice are 2ⁿ otherwise. */
function subfields(info: Info, parents: ReadonlySet<FieldNode>): Set<FieldNode> {
  const found = new Set<FieldNode>();
  const seen = new Set<string>();
  for (const { selectionSet } of parents) if (selectionSet) collect(info, selectionSet, found, seen);
  return found;
}

/** Fragments count whatever type they are on: only one type on each of our paths has the fields that are looked for. */
function collect(info: Info, { selections }: SelectionSetNode, found: Set<FieldNode>, seen: Set<string>): void {
  for (const node of selections) {
    if (isLeftOut(node, info)) continue;
    if (node.kind === 'Field') found.add(node);
    else if (node.kind === 'InlineFragment') collect(info, node.selectionSet, found, seen);
    else if (!seen.has(node.name.value)) {
      seen.add(node.name.value);
      const fragment = info.fragments[node.name.value];
      if (fragment) collect(info, fragment.selectionSet, found, seen);
    }
  }
}

function isLeftOut(node: SelectionNode, { variableValues }: Info): boolean {
  if (!node.directives?.length) return false;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false
  );
}

function nameArgument(node: FieldNode, { variableValues }: Info): string {
  const value = node.arguments?.find((argument) => argument.name.value === 'name')?.value;
  if (value?.kind === 'StringValue') return value.value;
  return value?.kind === 'Variable' ? String(variableValues.coerced[value.name.value]) : '';
}
