import { DEFAULT_PAGE, SEARCH_LIMITS } from '../hubspot/search-contacts.ts';
import type { SearchRequest } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import type { ContactRef } from './contact.ts';
import { addContactConnection, type Connection, connectionOf } from './contact-connection.ts';
import type { ContactFilter } from './contact-filters.ts';
import { type ContactFilterShape, wellFormed } from './filter-groups.ts';
import { asFieldError, refuseBadInput } from './query-errors.ts';
import { fingerprint, placeOf } from './search-cursor.ts';
import { selectedProperties, selectsAny } from './selected-properties.ts';

/** Adds the query `searchContacts`, with its types. */
export function addSearchContacts(builder: Builder, Contact: ContactRef, filter: ContactFilter): void {
  const ContactConnection = addContactConnection(builder, Contact);
  const OrderDirection = builder.enumType('OrderDirection', {
    description: 'In which direction results are ordered.',
    values: { ASC: { description: 'The smallest value first.' }, DESC: { description: 'The greatest value first.' } },
  });
  const ContactOrder = builder.inputType('ContactOrder', {
    description: 'How the results of a search are ordered.',
    fields: (t) => ({
      property: t.string({ required: true, description: 'The internal name of the property to order by.' }),
      direction: t.field({ type: OrderDirection, required: true, defaultValue: 'ASC', description: 'The direction.' }),
    }),
  });

  builder.queryField('searchContacts', (t) =>
    t.field({
      type: ContactConnection,
      description:
        "Finds contacts. HubSpot's search lags some seconds behind writes, and allows 5 searches a second; more have to wait. Equal searches at the same time share a call.",
      args: {
        text: t.arg.string({
          description:
            'Words to find in the properties that HubSpot searches by default: names, emails, phone numbers and the company. At most 3,000 characters.',
        }),
        where: t.arg({
          type: [filter.input],
          description:
            'Contacts that any of these filters fits, at most 5 with at most 18 conditions in all. Without filters: all contacts.',
        }),
        orderBy: t.arg({
          type: ContactOrder,
          description: 'Without an order: those that were created first come first.',
        }),
        first: t.arg.int({ defaultValue: DEFAULT_PAGE, description: 'How many contacts a page has: 1 to 200.' }),
        after: t.arg.string({
          description: 'A `cursor` or an `endCursor` of the same search: the page begins behind it.',
        }),
      },
      resolve: async (_root, { text, where, orderBy, first, after }, context, info): Promise<Connection> => {
        const { accessOf, credential, request, signal } = context;
        const access = accessOf(credential());
        const conditions = conditionsOf({
          text,
          orderBy,
          groups: filter.groups((where ?? []) as ContactFilterShape[]),
        });
        const of = fingerprint(conditions);
        const page = pageOf(first ?? DEFAULT_PAGE, after == null ? 0 : placeOf(after, of));
        const isListed = selectsAny(info, ['nodes', 'edges', 'pageInfo']);
        const properties = [['nodes'], ['edges', 'node']].flatMap((path) => selectedProperties(info, path));
        const search: SearchRequest = {
          ...conditions,
          // In one order, so that who asks for the same shares a call.
          properties: [...new Set(properties)].toSorted(),
          // To be counted they need not be listed, but HubSpot lists one at least.
          limit: isListed ? page.limit : 1,
          ...(isListed && page.place > 0 && { after: String(page.place) }),
        };
        const found = await access.search({ search, request }, signal).catch((error: unknown) => {
          throw asFieldError(error);
        });
        await context.answer.turn();
        return connectionOf(found, page.place, of);
      },
    }),
  );
}

interface Conditions {
  readonly text: string | null | undefined;
  readonly orderBy: { readonly property: string; readonly direction: string } | null | undefined;
  readonly groups: SearchRequest['filterGroups'];
}

/** All that decides what is found, and in which order. */
function conditionsOf({ text, orderBy, groups: filterGroups }: Conditions) {
  const { characters: max } = SEARCH_LIMITS;
  const query = wellFormed(text ?? '', 'text');
  refuseBadInput(
    query.length > max &&
      `"text" has ${query.length} characters; HubSpot takes at most ${max}. Search for fewer words.`,
  );
  const direction = orderBy?.direction === 'DESC' ? 'DESCENDING' : 'ASCENDING';
  const sorts = orderBy ? [{ propertyName: wellFormed(orderBy.property, 'orderBy.property'), direction } as const] : [];
  // Documented is "3,000 characters" of a body. The names of the properties that are to be answered cannot be meant: they
  // alone are often longer. So it is taken for a limit of the conditions, beside the one of the text.
  const { length } = JSON.stringify({ filterGroups, sorts });
  refuseBadInput(
    length > max &&
      `"where" and "orderBy" have ${length} characters as JSON; HubSpot takes at most ${max}. Give fewer or shorter values, or search in several queries.`,
  );
  return { ...(query !== '' && { query }), filterGroups, sorts };
}

/** Near the end of what HubSpot gives, a page is shorter: HubSpot refuses one that goes beyond. */
function pageOf(first: number, place: number) {
  const { page, results } = SEARCH_LIMITS;
  refuseBadInput((first < 1 || first > page) && `"first" is ${first}; a page has 1 to ${page} contacts.`);
  return { place, limit: Math.min(first, results - place) };
}
