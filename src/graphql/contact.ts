import { type CompleteContact, completeContact } from '../contacts/read-back.ts';
import { fitsAddress } from '../hubspot/read-contacts.ts';
import type { Builder } from './builder.ts';
import { idToSend, problemOfId, problemOfIdProperty, uniqueProperty } from './contact-id.ts';
import { type ContactProperties, rawProperty } from './contact-properties.ts';
import type { GatewayContext } from './context.ts';
import { asFieldError, refuseBadInput } from './query-errors.ts';
import { selectedProperties } from './selected-properties.ts';

/** A property of a contact, before its value is looked at: one that cannot be told is an error of that one alone. */
interface RawValue {
  readonly contact: CompleteContact;
  readonly name: string;
}

/**
 * Adds `Contact` and the queries that read contacts; `properties`: the type of the typed properties. `createdAt` and
 * `updatedAt` can be null: a contact that was written is a success, whatever its answer lacks.
 */
export function addContact(builder: Builder, properties: ContactProperties['output']) {
  const PropertyValue = builder.objectRef<RawValue>('PropertyValue').implement({
    description: 'A property of a contact and its raw value.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'The internal name of the property.' }),
      value: t.string({
        nullable: true,
        description: "The value in HubSpot's own format; null where the contact has none.",
        resolve: ({ contact, name }) => rawProperty(contact, name),
      }),
    }),
  });

  const Contact = builder.objectRef<CompleteContact>('Contact').implement({
    description: 'A contact in HubSpot.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The record id.' }),
      createdAt: t.expose('createdAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the contact was created; null when HubSpot did not say.',
      }),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the contact was last changed; null when HubSpot did not say.',
      }),
      archived: t.exposeBoolean('archived', { description: 'Whether the contact is in the recycle bin.' }),
      archivedAt: t.expose('archivedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the contact was moved to the recycle bin; null when it is not in it.',
      }),
      url: t.exposeString('url', {
        nullable: true,
        description: "The contact's page in HubSpot; null when HubSpot did not say.",
      }),
      ...(properties && {
        properties: t.field({
          type: properties,
          description: 'The typed properties. The gateway reads only those that you select here.',
          resolve: (contact) => contact,
        }),
      }),
      property: t.string({
        nullable: true,
        description: 'The raw value of any property, including properties that the gateway has no definition for.',
        args: { name: t.arg.string({ required: true, description: 'The internal name of the property.' }) },
        resolve: (contact, { name }) => rawProperty(contact, name),
      }),
      values: t.field({
        type: [PropertyValue],
        description:
          'The raw values of these properties, in the order of `names`. A form that learns only at run time which properties it has can read any of them with one and the same operation. A property that does not exist is null, with an error.',
        args: { names: t.arg.stringList({ required: true, description: 'The internal names of the properties.' }) },
        resolve: (contact, { names }) => names.map((name) => ({ contact, name })),
      }),
    }),
  });

  builder.queryFields((t) => ({
    contact: t.field({
      type: Contact,
      nullable: true,
      description: 'One contact; null when it does not exist.',
      args: {
        id: t.arg.id({ required: true, description: 'A record id, or a value of `idProperty`.' }),
        idProperty: t.arg.string({
          description:
            'The unique property that `id` is a value of, such as `email`. Leave it out when `id` is a record id.',
        }),
      },
      resolve: (_root, args, context, info) =>
        contactReader(context, args.idProperty, selectedProperties(info, []))(args.id),
    }),
    contacts: t.field({
      type: [Contact],
      nullable: { list: false, items: true },
      description: 'Contacts in the order of `ids`, with null for each contact that does not exist.',
      args: {
        ids: t.arg.idList({ required: true, description: 'Record ids, or values of `idProperty`.' }),
        idProperty: t.arg.string({
          description:
            'The unique property that the `ids` are values of, such as `email`. Leave it out when they are record ids.',
        }),
      },
      resolve: async (_root, { ids, ...args }, context, info) => {
        const read = contactReader(context, args.idProperty, selectedProperties(info, []));
        const reads = new Map([...new Set(ids)].map((id) => [id, read(id)]));
        await Promise.allSettled(reads.values());
        await context.answer.turn();
        // Not all of them together: what is wrong with one is an error of that one.
        return ids.map((id) => reads.get(id) ?? null);
      },
    }),
  }));

  return Contact;
}

export type ContactRef = ReturnType<typeof addContact>;

/** Reads contacts with these properties: those of one field are read together. Throws what is wrong, as errors of the field. */
export function contactReader(
  { accessOf, credential, signal, request }: GatewayContext,
  idProperty: string | null | undefined,
  properties: readonly string[],
) {
  const { contacts, definitions, lookUpMs } = accessOf(credential());
  const since = performance.now();
  const addressedBy = uniqueProperty(idProperty);
  refuseBadInput(problemOfIdProperty(addressedBy));
  return async (given: string): Promise<CompleteContact | null> => {
    refuseBadInput(problemOfId(given, addressedBy));
    refuseBadInput(addressedBy && (await definitions.problemOf(addressedBy, lookUpMs({ since }))));
    const id = idToSend(given, addressedBy);
    const record = await contacts.load(addressedBy, { id, properties, request }, { signal }).catch((error: unknown) => {
      throw asFieldError(error);
    });
    if (record === null) return null;
    // Too many for a single read, which a merged id takes: what it left out is read by the id that is valid now.
    return fitsAddress(properties)
      ? record
      : completeContact(record, properties, contacts, { signal, request }, 'found');
  };
}
