import type { PropertyDefinition } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import { asFieldError } from './query-errors.ts';

/** Adds the query `contactProperties`, with its types. */
export function addContactPropertyDefinitions(builder: Builder): void {
  const ContactPropertyOption = builder
    .objectRef<PropertyDefinition['options'][number]>('ContactPropertyOption')
    .implement({
      description: 'One of the values that a property can have.',
      fields: (t) => ({
        label: t.exposeString('label', { description: 'The name to show to people.' }),
        value: t.exposeString('value', { description: 'The value that HubSpot stores.' }),
        description: t.string({
          nullable: true,
          description: 'A longer text for people; null when there is none.',
          resolve: ({ description }) => description || null,
        }),
        displayOrder: t.exposeInt('displayOrder', {
          nullable: true,
          description: 'The position among the options, in ascending order; -1 and null come last.',
        }),
        hidden: t.boolean({
          description: "Whether HubSpot's forms leave the option out.",
          resolve: ({ hidden }) => hidden ?? false,
        }),
      }),
    });

  const ContactPropertyDefinition = builder.objectRef<PropertyDefinition>('ContactPropertyDefinition').implement({
    description: 'A property of contacts as the account defines it, with everything that a form needs.',
    fields: (t) => {
      const flag = (description: string, isSet: (definition: PropertyDefinition) => boolean | undefined) =>
        t.boolean({ description, resolve: (definition) => isSet(definition) ?? false });
      return {
        name: t.exposeString('name', { description: 'The internal name, as used in this API.' }),
        label: t.exposeString('label', { description: 'The name to show to people.' }),
        description: t.exposeString('description', { description: 'A help text for people; may be empty.' }),
        type: t.exposeString('type', {
          description: 'The type of the values: string, number, bool, date, datetime, enumeration, phone_number, …',
        }),
        fieldType: t.exposeString('fieldType', {
          description:
            "How HubSpot's forms show the property: text, textarea, select, radio, checkbox, booleancheckbox, date, …",
        }),
        groupName: t.exposeString('groupName', { description: 'The group in which HubSpot shows the property.' }),
        options: t.expose('options', {
          type: [ContactPropertyOption],
          description: 'The allowed values; empty when the property has none, or when HubSpot keeps them elsewhere.',
        }),
        displayOrder: t.exposeInt('displayOrder', {
          nullable: true,
          description: 'The position among the properties, in ascending order; -1 and null come last.',
        }),
        readOnly: flag('Whether the value cannot be written.', (it) => it.modificationMetadata?.readOnlyValue),
        unique: flag(
          'Whether no two contacts can have the same value. Such a property can be used as `idProperty`.',
          (it) => it.hasUniqueValue,
        ),
        calculated: flag('Whether HubSpot calculates the value.', (it) => it.calculated),
        externalOptions: flag(
          'Whether HubSpot keeps the options elsewhere, as it does for the owners of the account.',
          (it) => it.externalOptions,
        ),
        hidden: flag('Whether HubSpot hides the property from people.', (it) => it.hidden),
        formField: flag("Whether the property can be used in HubSpot's forms.", (it) => it.formField),
        hubspotDefined: flag('Whether HubSpot defined the property, and not this account.', (it) => it.hubspotDefined),
      };
    },
  });

  builder.queryField('contactProperties', (t) =>
    t.field({
      type: [ContactPropertyDefinition],
      description: 'The properties of contacts, as the account defines them now.',
      args: {
        names: t.arg.stringList({
          description:
            'The internal names of the properties to return. Unknown names are left out. Leave it out to get all properties.',
        }),
      },
      resolve: async (_root, { names }, { accessOf, credential, signal }) => {
        const definitions = await accessOf(credential())
          .definitions.read(signal)
          .catch((error: unknown) => {
            throw asFieldError(error);
          });
        const wanted = names && new Set(names);
        return definitions.filter(({ name }) => wanted?.has(name) ?? true);
      },
    }),
  );
}
