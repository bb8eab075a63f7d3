import type { z } from 'zod';
import { asRead, completeContact } from '../contacts/read-back.ts';
import { fitsAddress } from '../hubspot/read-contacts.ts';
import type { contactWarningSchema } from '../hubspot/wire.ts';
import { builder } from './builder.ts';
import { idToSend, problemOfId, problemOfIdProperty } from './contact-id.ts';
import { type ContactModel, rawProperty } from './contact-model.ts';
import { contactProperties } from './contact-properties.ts';
import type { GatewayContext } from './context.ts';
import { asFieldError, refuseBadInput } from './query-errors.ts';
import { selectedProperties } from './selected-properties.ts';
import { uniqueProperty } from './unique-property.ts';

export const Contact = builder.objectRef<ContactModel>('Contact').implement({
  description: 'A contact in HubSpot.',
  fields: (t) => ({
    id: t.id({ description: 'The record id.', resolve: ({ record }) => record.id }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the contact was created; null where HubSpot does not say.',
      resolve: ({ record }) => record.createdAt ?? null,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the contact was last changed, by anyone; null where HubSpot does not say.',
      resolve: ({ record }) => record.updatedAt ?? null,
    }),
    archived: t.boolean({
      description: 'Whether the contact is in the recycle bin.',
      resolve: ({ record }) => record.archived,
    }),
    archivedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the contact was put into the recycle bin; null when it is not there.',
      resolve: ({ record }) => record.archivedAt ?? null,
    }),
    url: t.string({
      nullable: true,
      description: "The contact's page in HubSpot; null where HubSpot does not say.",
      resolve: ({ record }) => record.url ?? null,
    }),
    ...(contactProperties.output && {
      properties: t.field({
        type: contactProperties.output,
        description: 'The properties, typed. What is selected here is read from HubSpot, nothing else.',
        resolve: (contact) => contact,
      }),
    }),
    property: t.string({
      nullable: true,
      description: 'The raw value of any property, also of one that the gateway has no definition of.',
      args: { name: t.arg.string({ required: true, description: 'The internal name of the property.' }) },
      resolve: (contact, { name }) => rawProperty(contact, name),
    }),
  }),
});

export const ContactWarning = builder.objectRef<z.infer<typeof contactWarningSchema>>('ContactWarning').implement({
  description: 'Something HubSpot remarked about a contact that it did write.',
  fields: (t) => ({
    category: t.exposeString('category', { description: "HubSpot's word for the kind of warning." }),
    message: t.exposeString('message', { description: 'The warning, in words.' }),
    context: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Facts that belong to the warning, as HubSpot sent them.',
      resolve: ({ context }) => context ?? null,
    }),
  }),
});

const ID_PROPERTY = 'The unique property that the contact is addressed by. Left out: by its record id.';

builder.queryFields((t) => ({
  contact: t.field({
    type: Contact,
    nullable: true,
    description: 'One contact; null where there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'A record id, or a value of `idProperty`.' }),
      idProperty: t.arg.string({ description: ID_PROPERTY }),
    },
    resolve: (_root, { id, idProperty }, context, info) =>
      contactReader(context, idProperty, selectedProperties(info, []))(id),
  }),
  contacts: t.field({
    type: [Contact],
    nullable: { list: false, items: true },
    description: 'Contacts in the order of `ids`, null where there is none.',
    args: {
      ids: t.arg.idList({ required: true, description: 'Record ids, or values of `idProperty`.' }),
      idProperty: t.arg.string({ description: ID_PROPERTY }),
    },
    resolve: async (_root, { ids, idProperty }, context, info) => {
      const read = contactReader(context, idProperty, selectedProperties(info, []));
      const reads = new Map([...new Set(ids)].map((id) => [id, read(id)]));
      await Promise.allSettled(reads.values());
      await context.answer.turn();
      // Not all of them together: what is wrong with one is an error of that one.
      return ids.map((id) => reads.get(id) ?? null);
    },
  }),
}));

function contactReader(
  { accessOf, credential, signal, origin }: GatewayContext,
  idProperty: string | null | undefined,
  properties: readonly string[],
) {
  const { contacts, definitions } = accessOf(credential());
  const addressedBy = uniqueProperty(idProperty);
  refuseBadInput(problemOfIdProperty(addressedBy));
  return async (given: string): Promise<ContactModel | null> => {
    refuseBadInput(problemOfId(given, addressedBy));
    refuseBadInput(addressedBy && (await definitions.problemOf(addressedBy)));
    const id = idToSend(given, addressedBy);
    const record = await contacts.load(addressedBy, { id, properties, origin }, { signal }).catch((error: unknown) => {
      throw asFieldError(error);
    });
    if (record === null) return null;
    // Too many for a single read, which a merged id takes: what it left out is read by the id that is valid now.
    return fitsAddress(properties)
      ? asRead(record)
      : completeContact(record, properties, contacts, { signal, origin }, 'found');
  };
}
