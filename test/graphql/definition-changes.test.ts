import { describe, expect, it } from 'vitest';
import { compareDefinitions, describeChanges } from '../../src/graphql/definition-changes.ts';
import type { PropertyDefinition } from '../../src/hubspot/wire.ts';
import { definitions, oddOptionValues } from '../definitions.ts';

const change = (name: string, facts: Partial<PropertyDefinition>) =>
  definitions.map((definition) => (definition.name === name ? { ...definition, ...facts } : definition));
const compare = (portals: readonly PropertyDefinition[]) => compareDefinitions(definitions, portals);

describe('the comparison of property definitions', () => {
  it('sees no difference in order, and in facts that decide nothing', () => {
    expect(compare(definitions.toReversed())).toBeNull();
    expect(compare(change('firstname', { displayOrder: 99, hidden: true, archived: false }))).toBeNull();
  });

  it.each<[string, string, Partial<PropertyDefinition>, string, string[]]>([
    ['a label', 'firstname', { label: 'Given name' }, 'label "First Name" → "Given name"', []],
    [
      'a type',
      'property_number',
      { type: 'string', fieldType: 'text' },
      'type number → string',
      [
        'Field ContactFilter.property_number changed type from NumberFilter to StringFilter.',
        'Field ContactProperties.property_number changed type from Float to String.',
        'Field ContactPropertiesInput.property_number changed type from Float to String.',
      ],
    ],
    [
      'a property that cannot be written any more',
      'firstname',
      { modificationMetadata: { readOnlyValue: true } },
      'read only false → true',
      ['Field ContactPropertiesInput.firstname was removed.'],
    ],
    [
      'a property that is not unique any more',
      'my_unique_property_name',
      { hasUniqueValue: false },
      'unique true → false',
      ['my_unique_property_name can no longer be an idProperty.'],
    ],
  ])('sees %s', (_what, name, facts, what, breaking) => {
    const changes = compare(change(name, facts));
    expect(changes?.changed[0]).toMatchObject({ name, what: expect.arrayContaining([what]) });
    expect(changes?.breaking).toEqual(breaking);
  });

  it('sees options that came, went, and were called otherwise', () => {
    const options = [
      { label: 'Choice A!', value: 'choice_a' },
      { label: 'Choice B', value: 'choice_b' },
      { label: 'Choice D', value: 'choice_d' },
    ];
    expect(compare(change('property_dropdown', { options }))).toEqual({
      added: [],
      removed: [],
      changed: [
        {
          name: 'property_dropdown',
          what: ['option "choice_a" "Choice A" → "Choice A!"', 'option "choice_c" removed', 'option "choice_d" added'],
        },
      ],
      breaking: ['Enum value ContactPropertyDropdown.choice_c was removed.'],
    });
  });

  const dropdown = (...values: string[]) =>
    change('property_dropdown', { options: values.map((value) => ({ label: value, value, hidden: false })) });
  const between = (before: string[], after: string[]) => compareDefinitions(dropdown(...before), dropdown(...after));

  it('sees no difference in options that were only put in another order', () => {
    expect(between(oddOptionValues, oddOptionValues.toReversed())).toBeNull();
  });

  it.each([
    [
      ['A+', 'A-'],
      ['A-'],
      'option "A+" removed',
      /^Enum value ContactPropertyDropdown\.A_x[0-9a-f]{10} was removed\.$/,
    ],
    [['無料プラン'], ['有料プラン'], 'option "無料プラン" removed', /\._x[0-9a-f]{10} was removed\.$/],
    [['a b', 'a_b'], ['a_b'], 'option "a b" removed', /\.a_b_x20 was removed\.$/],
    [['a b'], ['a-b'], 'option "a b" removed', /\.a_b_x20 was removed\.$/],
  ])('sees that the name of one of %j is gone where they become %j', (before, after, what, breaking) => {
    const changes = between(before, after);
    expect(changes?.changed[0]?.what).toContain(what);
    expect(changes?.breaking).toEqual([expect.stringMatching(breaking)]);
  });

  it('sees nothing that breaks where an option comes whose name is like that of another', () => {
    expect(between(['A-', 'a b'], ['A+', 'A-', 'A', 'a_b', 'a-b', 'a b'])?.breaking).toEqual([]);
  });

  it('sees nothing that breaks where a property comes whose enum is called like that of another', () => {
    const choice = definitions.find(({ name }) => name === 'property_dropdown');
    const called = (...names: string[]) => names.flatMap((name) => (choice === undefined ? [] : [{ ...choice, name }]));
    const before = called('a_b', 'batch_option', 'aB');
    const after = called('ab', 'aB', 'a__b', 'a_B', 'batch', 'batch_option', 'a_b', 'batchOption');
    expect(compareDefinitions(before, after)?.breaking).toEqual([]);
    expect(compareDefinitions(after, before)?.breaking).not.toContainEqual(expect.stringContaining('changed type'));
  });

  it('sees the description of an option, which is in the SDL', () => {
    const [option] = definitions.find(({ name }) => name === 'property_dropdown')?.options ?? [];
    const before = change('property_dropdown', { options: option ? [option] : [] });
    const after = change('property_dropdown', { options: option ? [{ ...option, description: 'The best.' }] : [] });
    expect(compareDefinitions(before, after)?.changed[0]?.what).toEqual([
      'option "choice_a" "Choice A" → "Choice A: The best."',
    ]);
  });

  it('sees that all of them are gone, or cannot be written any more', () => {
    expect(compare([])?.breaking).toEqual(
      expect.arrayContaining(['ContactProperties was removed.', 'Field Contact.properties was removed.']),
    );
    const readOnly = definitions.map((definition) => ({
      ...definition,
      modificationMetadata: { readOnlyValue: true },
    }));
    expect(compare(readOnly)?.breaking.toSorted()).toEqual([
      'ContactPropertiesInput was removed.',
      'Field CreateContactInput.properties was removed.',
      'Field UpdateContactInput.properties was removed.',
      'Field UpsertContactInput.properties was removed.',
    ]);
  });

  it('takes an archived property for one that is not there, and tells all of it in lines for people', () => {
    const changes = compare(change('fax', { archived: true }));
    expect(changes && describeChanges(changes)).toBe(
      'Removed:\n  fax\nBreaks clients:\n  Field ContactFilter.fax was removed.\n  Field ContactProperties.fax was removed.\n  Field ContactPropertiesInput.fax was removed.',
    );
  });
});
