import type { PropertyRules } from '../hubspot/read-property-rules.ts';
import type { PropertyDefinition, PropertyRule } from '../hubspot/wire.ts';
import type { Builder } from './builder.ts';
import type { ContactProperties } from './contact-properties.ts';
import { asFieldError } from './query-errors.ts';
import { selectsAny } from './selected-properties.ts';

/** A definition of an answer, with the rules of all its properties where they are selected. */
type Shown = PropertyDefinition & { readonly allRules: Promise<PropertyRules> | null };

/** Adds the query `contactProperties`, with its types. */
export function addContactPropertyDefinitions(builder: Builder, enumValueOf: ContactProperties['enumValueOf']): void {
  const ContactPropertyOption = builder
    .objectRef<PropertyDefinition['options'][number] & { readonly property: string }>('ContactPropertyOption')
    .implement({
      description: 'One of the values that a property can have.',
      fields: (t) => ({
        label: t.exposeString('label', { description: 'The name to show to people.' }),
        value: t.exposeString('value', { description: 'The value that HubSpot stores.' }),
        enumValue: t.string({
          nullable: true,
          description:
            'The name of the option in this schema: write it in `properties`, and find it there when you read. Null where the values of the property are no enum, as those of a yes/no property, and for an option that is newer than this schema.',
          resolve: ({ property, value }) => enumValueOf(property, value),
        }),
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

  const ContactPropertyRule = builder.objectRef<PropertyRule>('ContactPropertyRule').implement({
    description: 'What the account demands of the values of a property.',
    fields: (t) => ({
      type: t.exposeString('type', {
        description: `What is demanded, in HubSpot's words. Of texts: \`MIN_LENGTH\`, \`MAX_LENGTH\`, \`ALPHANUMERIC\`, \`SPECIAL_CHARACTERS\`, \`WHITESPACE\`, \`FORMAT\` (upper or lower case), \`REGEX\`, \`EMAIL\`, \`URL\`, \`DOMAIN\`, \`PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE\`. Of numbers: \`MIN_NUMBER\`, \`MAX_NUMBER\`, \`DECIMAL\` (how many places). Of days: \`START_DATE\`, \`END_DATE\`, \`DAYS_OF_WEEK\`, \`BEFORE_DURATION\`, \`AFTER_DURATION\`; of points in time: \`START_DATETIME\` and so on. HubSpot has more, and may add others: pass over those that you do not know.`,
      }),
      arguments: t.exposeStringList('arguments', {
        description:
          'With what: `["100"]` for a length or a number, `["NUMERIC_ONLY"]`, the pattern (RE2) and the message of a `REGEX`, milliseconds since 1970 for a date, `["P30D"]` for a duration. Empty where the type says it all.',
      }),
    }),
  });

  const ContactPropertyDefinition = builder.objectRef<Shown>('ContactPropertyDefinition').implement({
    description: 'A property of contacts as the account defines it, with everything that a form needs.',
    fields: (t) => {
      const flag = (description: string, isSet: (definition: PropertyDefinition) => boolean | undefined) =>
        t.boolean({ description, resolve: (definition) => isSet(definition) ?? false });
      return {
        name: t.exposeString('name', {
          description:
            'The internal name, as used in this API. No two properties share one, so it can be the key in a cache.',
        }),
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
        options: t.field({
          type: [ContactPropertyOption],
          description: 'The allowed values; empty when the property has none, or when HubSpot keeps them elsewhere.',
          resolve: ({ name, options }) => options.map((option) => ({ ...option, property: name })),
        }),
        rules: t.field({
          type: [ContactPropertyRule],
          nullable: true,
          description:
            'What the account demands of the values, so that a form can check before it saves. Empty where there are no rules, and where the token may not read them; null, with an error, where HubSpot cannot be read now.',
          resolve: async ({ name, allRules }) => (await allRules?.catch(throwAsFieldError))?.get(name) ?? [],
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
            'The internal names of the properties to return, in this order. Unknown names are left out. Leave it out to get all properties.',
        }),
      },
      resolve: async (_root, { names }, { accessOf, credential, signal }, info) => {
        const { definitions, propertyRules } = accessOf(credential());
        // Together, so that both are there within the deadline; once for all properties of the list.
        const allRules = selectsAny(info, ['rules']) ? propertyRules.read(signal) : null;
        // Its failure is one of the fields that wait for it, of which there may be none.
        allRules?.catch(() => {});
        const all = await definitions.read(signal).catch(throwAsFieldError);
        const byName = new Map(all.map((definition) => [definition.name, definition]));
        const wanted = new Set(names ?? byName.keys());
        return [...wanted].flatMap((name) => {
          const definition = byName.get(name);
          return definition === undefined ? [] : { ...definition, allRules };
        });
      },
    }),
  );
}

function throwAsFieldError(error: unknown): never {
  throw asFieldError(error);
}
