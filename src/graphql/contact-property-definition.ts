import type { PropertyDefinition } from '../hubspot/wire.ts';
import { builder } from './builder.ts';
import { asFieldError } from './query-errors.ts';

const ContactPropertyOption = builder
  .objectRef<PropertyDefinition['options'][number]>('ContactPropertyOption')
  .implement({
    description: 'One of the values that a property can have.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'What to show to people.' }),
      value: t.exposeString('value', { description: 'What HubSpot stores.' }),
      description: t.string({
        nullable: true,
        description: 'A longer text for people; null when there is none.',
        resolve: ({ description }) => description || null,
      }),
      displayOrder: t.int({
        nullable: true,
        description: 'Options are shown from the lowest to the highest; -1 and null come last.',
        resolve: ({ displayOrder }) => displayOrder ?? null,
      }),
      hidden: t.boolean({
        description: 'Whether forms of HubSpot leave the option out.',
        resolve: ({ hidden }) => hidden ?? false,
      }),
    }),
  });

const ContactPropertyDefinition = builder.objectRef<PropertyDefinition>('ContactPropertyDefinition').implement({
  description: 'A property that contacts of this portal have, as the portal defines it: all it takes to build a form.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The internal name, as used in this API.' }),
    label: t.exposeString('label', { description: 'What to show to people.' }),
    description: t.exposeString('description', { description: 'A help text for people; may be empty.' }),
    type: t.exposeString('type', {
      description: 'The type of its values: string, number, bool, date, datetime, enumeration, phone_number, …',
    }),
    fieldType: t.exposeString('fieldType', {
      description: 'How HubSpot shows it: text, textarea, select, radio, checkbox, booleancheckbox, date, …',
    }),
    groupName: t.exposeString('groupName', { description: 'The group under which HubSpot shows it.' }),
    options: t.expose('options', {
      type: [ContactPropertyOption],
      description: 'The allowed values; empty when it is no choice, or when its options live elsewhere.',
    }),
    displayOrder: t.int({
      nullable: true,
      description: 'Properties are shown from the lowest to the highest; -1 and null come last.',
      resolve: ({ displayOrder }) => displayOrder ?? null,
    }),
    readOnly: t.boolean({
      description: 'Whether its value cannot be written.',
      resolve: ({ modificationMetadata }) => modificationMetadata?.readOnlyValue ?? false,
    }),
    unique: t.boolean({
      description: 'Whether no two contacts can have the same value: such a property can be an `idProperty`.',
      resolve: ({ hasUniqueValue }) => hasUniqueValue ?? false,
    }),
    calculated: t.boolean({
      description: 'Whether HubSpot computes its value.',
      resolve: ({ calculated }) => calculated ?? false,
    }),
    externalOptions: t.boolean({
      description: 'Whether its options live elsewhere, such as the owners of the account.',
      resolve: ({ externalOptions }) => externalOptions ?? false,
    }),
    hidden: t.boolean({
      description: 'Whether HubSpot hides it from people.',
      resolve: ({ hidden }) => hidden ?? false,
    }),
    formField: t.boolean({
      description: "Whether it can be used in HubSpot's forms.",
      resolve: ({ formField }) => formField ?? false,
    }),
    hubspotDefined: t.boolean({
      description: 'Whether HubSpot defines it, and not this portal.',
      resolve: ({ hubspotDefined }) => hubspotDefined ?? false,
    }),
  }),
});

builder.queryField('contactProperties', (t) =>
  t.field({
    type: [ContactPropertyDefinition],
    description: 'The properties of contacts, as the portal defines them now.',
    args: {
      names: t.arg.stringList({ description: 'Only these, by internal name. Names that do not exist are left out.' }),
    },
    resolve: async (_root, { names }, context) => {
      const definitions = await context
        .readDefinitions(context.credential(), context.signal)
        .catch((error: unknown) => {
          throw asFieldError(error);
        });
      if (!names) return [...definitions];
      const wanted = new Set(names);
      return definitions.filter(({ name }) => wanted.has(name));
    },
  }),
);
