import { expect, it } from 'vitest';
import { brokenRule } from '../../examples/contacts-screen/src/rules.ts';

const MARCH = String(Date.parse('2026-03-01T00:00:00Z'));

it.each([
  ['MIN_LENGTH', '3', 'abc', 'ab'],
  ['MAX_LENGTH', '3', 'abc', 'abcd'],
  ['MIN_NUMBER', '-1.5', '-1.5', '-2'],
  ['MAX_NUMBER', '100', '20', '100.01'],
  ['DECIMAL', '2', '1.25', '1.255'],
  ['DECIMAL', '0', '7', '7.5'],
  ['EMAIL', '', 'ada@example.com', 'ada'],
  ['START_DATE', MARCH, '2026-03-01', '2026-02-28'],
  ['END_DATE', MARCH, '2026-03-01', '2026-03-02'],
])('a form checks %s %s before it saves: %s fits, %s does not', (type, argument, good, bad) => {
  const rules = [
    { type: 'NEVER_HEARD_OF', arguments: [] },
    { type, arguments: argument === '' ? [] : [argument] },
  ];
  expect(brokenRule(rules, good)).toBeNull();
  expect(brokenRule(rules, bad)).toMatch(/^Enter .*\.$/);
});

it('passes over rules that a form does not know, whatever they are called', () => {
  for (const type of ['REGEX', 'constructor', '__proto__', ''])
    expect(brokenRule([{ type, arguments: ['x'] }], 'y')).toBeNull();
});
