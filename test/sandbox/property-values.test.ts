import { describe, expect, it } from 'vitest';
import { acceptValue } from '../../src/sandbox/property-values.ts';
import { definitions } from '../definitions.ts';

const accept = (name: string, value: string, stored: string | null = null) => {
  const definition = definitions.find((candidate) => candidate.name === name);
  const accepted = acceptValue(name, definition, value, stored);
  return 'text' in accepted ? accepted.text : accepted.problem.error;
};
const messageFor = (name: string, value: string) => {
  const definition = definitions.find((candidate) => candidate.name === name);
  const accepted = acceptValue(name, definition, value, null);
  return 'text' in accepted ? null : accepted.problem.message;
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
    ['property_date', '2024-02-29', '2024-02-29'],
    ['property_date', '1572480000000', '2019-10-31'],
    ['property_date', '-86400000', '1969-12-31'],
    ['closedate', '2026-10-31T12:00:00Z', '2026-10-31T12:00:00Z'],
    ['closedate', '1762212973632', '2025-11-03T23:36:13.632Z'],
    ['closedate', '2026-10-31T12:00:00.25+02:00', '2026-10-31T10:00:00.250Z'],
    ['closedate', '2026-10-31T12:00', '2026-10-31T12:00:00Z'],
    ['closedate', '2026-10-31', '2026-10-31T00:00:00Z'],
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
    ['property_date', '2023-02-29', 'INVALID_LONG'],
    ['property_date', '2023-04-31', 'INVALID_LONG'],
    ['property_date', '99999999999999999', 'INVALID_LONG'],
    ['property_date', '-99999999999999999', 'INVALID_LONG'],
    ['property_date', '8640000000000000', 'INVALID_LONG'],
    ['property_date', '1572480000001', 'INVALID_DATE'],
    ['closedate', 'soon', 'INVALID_LONG'],
    ['closedate', 'hello 5', 'INVALID_LONG'],
    ['closedate', 'Jan 1 2024', 'INVALID_LONG'],
    ['closedate', '1/2/2024', 'INVALID_LONG'],
    ['closedate', '2024-02-31T00:00:00Z', 'INVALID_LONG'],
    ['closedate', '2024-02-28T25:00:00Z', 'INVALID_LONG'],
    ['closedate', '99999999999999999', 'INVALID_LONG'],
    ['property_dropdown', 'Choice B', 'INVALID_OPTION'],
    ['property_multiple_checkboxes', 'chocolate;mud', 'INVALID_OPTION'],
    ['firstname', 'x'.repeat(65_537), 'PROPERTY_VALUE_TOO_LONG'],
  ])('refuses %s = %s', (name, value, code) => {
    expect(accept(name, value)).toBe(code);
  });

  it.each([
    ['property_date', 'invalid', 'invalid was not a valid long. Portal 44237313, object type 0-1'],
    ['closedate', 'invalid', 'invalid was not a valid long. Portal 44237313, object type 0-1'],
    ['property_number', 'many', 'many was not a valid number'],
    ['email', 'nobody', 'Email address nobody is invalid'],
    ['createdate', '1', '"createdate" is a read only property; its value cannot be set.'],
  ])('says of %s = %s to the letter: %s', (name, value, message) => {
    expect(messageFor(name, value)).toBe(message);
  });
});
