import { checkDefinitions, readDefinitionsFile, type SentDefinition } from '../src/definitions-file.ts';

const example = (name: string, label: string, type: string, fieldType: string, options: readonly object[] = []) => ({
  name,
  label,
  type,
  fieldType,
  options,
  description: '',
  groupName: 'contactinformation',
});
const option = (label: string, value: string) => ({ label, value, hidden: false });

/** A custom property of each kind, as the definitions that ship have them. */
const examples: readonly (SentDefinition & { readonly name: string })[] = [
  { ...example('my_unique_property_name', 'My unique property', 'string', 'text'), hasUniqueValue: true },
  example('property_checkbox', 'Single checkbox property', 'enumeration', 'booleancheckbox', [
    option('Yes', 'true'),
    option('No', 'false'),
  ]),
  example('property_date', 'Date property', 'date', 'date'),
  example('property_dropdown', 'Dropdown property', 'enumeration', 'select', [
    option('Choice A', 'choice_a'),
    option('Choice B', 'choice_b'),
    option('Choice C', 'choice_c'),
  ]),
  example('property_multiple_checkboxes', 'Multiple checkboxes property', 'enumeration', 'checkbox', [
    option('Chocolate', 'chocolate'),
    option('Strawberry', 'strawberry'),
    option('Vanilla', 'vanilla'),
  ]),
  example('property_number', 'Number property', 'number', 'number'),
  example('property_radio', 'Radio select property', 'enumeration', 'radio', [
    option('Option 1', 'option_1'),
    option('Option 2', 'option_2'),
    option('Option 3', 'option_3'),
  ]),
  example('property_string', 'String property', 'string', 'text'),
];

const inFile = readDefinitionsFile();
const there = new Set(inFile.map(({ name }) => name));

/**
 * The definitions of schema/contact-properties.json, with the examples that the tests write and read: they are missing there
 * when an account's definitions were pulled.
 */
export const sentDefinitions = [...inFile, ...examples.filter(({ name }) => !there.has(name))].toSorted((a, b) =>
  String(a.name) < String(b.name) ? -1 : 1,
);

/** The same as the gateway reads them. */
export const definitions = checkDefinitions(sentDefinitions);

/** Values of options that are not names in GraphQL, or are easily mistaken for one another. */
export const oddOptionValues = [
  ...['A+', 'A-', 'A', '無料プラン', '有料プラン', '😀', ' ', '', 'é', 'E'],
  ...['25-50', '25_50', 'true', '__x', 'constructor'],
];
