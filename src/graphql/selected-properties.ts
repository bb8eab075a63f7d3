import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/**
 * Names of the contact properties that a field's selection asks for, typed or raw. `path` leads from the field to the
 * contact: `['results', 'contact']` for the mutation, `[]` where the field itself is the contact.
 */
export function selectedProperties(info: Info, path: readonly string[]): string[] {
  let contacts: FieldNode[] = [...info.fieldNodes];
  for (const name of path) contacts = subfields(info, contacts).filter((node) => node.name.value === name);

  const names = new Set<string>();
  const fields = subfields(info, contacts);
  for (const node of fields) {
    if (node.name.value === 'property') names.add(nameArgument(node, info));
  }
  const typed = fields.filter((node) => node.name.value === 'properties');
  for (const node of subfields(info, typed)) names.add(node.name.value);
  names.delete('__typename');
  return [...names];
}

function subfields(info: Info, parents: readonly FieldNode[]): FieldNode[] {
  const found: FieldNode[] = [];
  for (const { selectionSet } of parents) if (selectionSet) collect(info, selectionSet, found);
  return found;
}

/** Fragments count whatever type they are on: only one type on each of our paths has the fields that are looked for. */
function collect(info: Info, { selections }: SelectionSetNode, found: FieldNode[]): void {
  for (const node of selections) {
    if (isLeftOut(node, info)) continue;
    if (node.kind === 'Field') {
      found.push(node);
      continue;
    }
    const fragment: Pick<FragmentDefinitionNode, 'selectionSet'> | undefined =
      node.kind === 'InlineFragment' ? node : info.fragments[node.name.value];
    if (fragment) collect(info, fragment.selectionSet, found);
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
