import type { DefinitionsQuery, FindContactsQuery } from './gql/graphql.ts';

export type Definition = DefinitionsQuery['contactProperties'][number];
export type ListedContact = FindContactsQuery['searchContacts']['nodes'][number];

/** Raw values by the names of their properties. */
export type Values = ReadonlyMap<string, string | null>;

export const valuesOf = ({ values }: Pick<ListedContact, 'values'>): Values =>
  new Map(values.map(({ name, value }) => [name, value]));

/** How a contact is called. */
export function nameOf(id: string, values: Values): string {
  const name = [values.get('firstname'), values.get('lastname')].filter(Boolean).join(' ').trim();
  return name || values.get('email') || `Contact ${id}`;
}
