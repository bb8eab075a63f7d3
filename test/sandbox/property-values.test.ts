import { describe, expect, it } from 'vitest';
import { portalDefinitions } from '../../src/graphql/portal-definitions.ts';
import { acceptValue } from '../../src/sandbox/property-values.ts';

const accept = (name: string, value: string, stored: string | null = null) => {
  const definition = portalDefinitions.find((candidate) => candidate.name === name);
  const accepted = acceptValue(name, definition, value, stored);
  return 'text' in accepted ? accepted.text : accepted.problem.error;
};

describe('the sandbox', () => {
  it.each([
    ['firstname', 'Ada', 'Ada'],
    ['firstname', 'x'.repeat(65_536), 'x'.repeat(65_536)],
    ['email', 'Ada@Example.COM', 'ada@example.com'],
    ['property_number', '17', '17'],
    ['property_number', '-17.5', '-17.5'],
    ['property_checkbox', 'true', 'true'],
    ['property_date', '2026-10-31', '2026-10-31'],
    ['property_date', '1572480000000', '2019-10-31'],
    ['closedate', '2026-10-31T12:00:00Z', '2026-10-31T12:00:00Z'],
    ['closedate', '1762212973632', '2025-11-03T23:36:13.632Z'],
    ['property_dropdown', 'choice_b', 'choice_b'],
    ['property_multiple_checkboxes', 'chocolate;strawberry', 'chocolate;strawberry'],
    ['hubspot_owner_id', '12345', '12345'],
    ['property_number', '', ''],
  ])('stores %s = %s', (name, value, stored) => {
    expect(accept(name, value)).toBe(stored);
  });

  it('appends what begins with a semicolon', () => {
    expect(accept('property_multiple_checkboxes', ';vanilla;chocolate', 'chocolate;strawberry')).toBe(
      'chocolate;strawberry;vanilla',
    );
    expect(accept('property_multiple_checkboxes', ';vanilla', null)).toBe('vanilla');
  });

  it.each([
    ['nonsense', 'x', 'PROPERTY_DOESNT_EXIST'],
    ['hs_object_id', '1', 'READ_ONLY_VALUE'],
    ['createdate', '', 'READ_ONLY_VALUE'],
    ['email', 'nobody', 'INVALID_EMAIL'],
    ['email', 'a@b@example.com', 'INVALID_EMAIL'],
    ['property_number', '5,333', 'INVALID_INTEGER'],
    ['property_number', '1.2.3', 'INVALID_INTEGER'],
    ['property_number', '1e3', 'INVALID_INTEGER'],
    ['property_checkbox', 'yes', 'INVALID_OPTION'],
    ['property_date', 'soon', 'INVALID_LONG'],
    ['property_date', '2026-13-01', 'INVALID_LONG'],
    ['property_date', '1572480000001', 'INVALID_DATE'],
    ['closedate', 'soon', 'INVALID_LONG'],
    ['property_dropdown', 'Choice B', 'INVALID_OPTION'],
    ['property_multiple_checkboxes', 'chocolate;mud', 'INVALID_OPTION'],
    ['firstname', 'x'.repeat(65_537), 'PROPERTY_VALUE_TOO_LONG'],
  ])('refuses %s = %s', (name, value, code) => {
    expect(accept(name, value)).toBe(code);
  });
});
