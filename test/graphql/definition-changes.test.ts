import { describe, expect, it } from 'vitest';
import { compareDefinitions, describeChanges } from '../../src/graphql/definition-changes.ts';
import { portalDefinitions } from '../../src/graphql/portal-definitions.ts';
import type { PropertyDefinition } from '../../src/hubspot/wire.ts';

const change = (name: string, facts: Partial<PropertyDefinition>) =>
  portalDefinitions.map((definition) => (definition.name === name ? { ...definition, ...facts } : definition));
const compare = (portals: readonly PropertyDefinition[]) => compareDefinitions(portalDefinitions, portals);

describe('the comparison of property definitions', () => {
  it('sees no difference in order, and in facts that decide nothing', () => {
    expect(compare(portalDefinitions.toReversed())).toBeNull();
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
          what: [
            'option "choice_d" added',
            'option "choice_a" called "Choice A" → "Choice A!"',
            'option "choice_c" removed',
          ],
        },
      ],
      breaking: ['Enum value ContactPropertyDropdown.choice_c was removed.'],
    });
  });

  it('sees that all of them are gone, or cannot be written any more', () => {
    expect(compare([])?.breaking).toEqual(
      expect.arrayContaining(['ContactProperties was removed.', 'Field Contact.properties was removed.']),
    );
    const readOnly = portalDefinitions.map((definition) => ({
      ...definition,
      modificationMetadata: { readOnlyValue: true },
    }));
    expect(compare(readOnly)?.breaking.toSorted()).toEqual([
      'ContactPropertiesInput was removed.',
      'Field UpdateContactInput.properties was removed.',
    ]);
  });

  it('takes an archived property for one that is not there, and tells all of it in lines for people', () => {
    const changes = compare(change('fax', { archived: true }));
    expect(changes && describeChanges(changes)).toBe(
      'Removed:\n  fax\nBreaks clients:\n  Field ContactProperties.fax was removed.\n  Field ContactPropertiesInput.fax was removed.',
    );
  });
});
