import { z } from 'zod';
import { MAX_VALUE_LENGTH, type PropertyDefinition } from '../hubspot/wire.ts';
import { PORTAL_ID } from './account.ts';
import type { ValueProblem } from './error-bodies.ts';

const EMAIL = /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/;
const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)$/;
const DAY = z.iso.date();
const MOMENT = z.iso.datetime({ offset: true, local: true });
const EPOCH_MS = /^-?\d+$/;
const MS_PER_DAY = 86_400_000;
/** Inferred: what has no year of four digits could not be answered as a date. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

class ValueRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks a written value against the property's definition, as HubSpot does. Answers the text that will be stored (and
 * read back), or the problem. The empty string clears any writable property.
 */
export function acceptValue(
  name: string,
  definition: PropertyDefinition | undefined,
  value: string,
  stored: string | null,
): { readonly text: string } | { readonly problem: ValueProblem } {
  try {
    if (definition === undefined) throw new ValueRefused('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
    if (definition.modificationMetadata?.readOnlyValue === true) {
      throw new ValueRefused('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
    }
    return { text: value === '' ? '' : acceptTyped(definition, value, stored) };
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    const problem = { message: error.message, error: error.code, name };
    return { problem: definition === undefined ? problem : { ...problem, propertyValue: value } };
  }
}

function acceptTyped(definition: PropertyDefinition, value: string, stored: string | null): string {
  if (value.length > MAX_VALUE_LENGTH) {
    throw new ValueRefused('PROPERTY_VALUE_TOO_LONG', `The value has more than ${MAX_VALUE_LENGTH} characters`);
  }
  switch (definition.type) {
    case 'number':
      if (!DECIMAL.test(value)) throw new ValueRefused('INVALID_INTEGER', `${value} was not a valid number`);
      return value;
    case 'bool':
      return acceptOption(['true', 'false'], value);
    case 'date':
      return acceptDate(value);
    case 'datetime':
      return acceptMoment(value);
    case 'enumeration':
      return acceptChoice(definition, value, stored);
    default:
      return definition.name === 'email' ? acceptEmail(value) : value;
  }
}

/** Recorded: emails are stored and answered in lower case. */
function acceptEmail(value: string): string {
  if (!EMAIL.test(value)) throw new ValueRefused('INVALID_EMAIL', `Email address ${value} is invalid`);
  return value.toLowerCase();
}

/** Documented: YYYY-MM-DD, or epoch milliseconds at midnight UTC. */
function acceptDate(value: string): string {
  const ms = inRange(DAY.safeParse(value).success ? Date.parse(value) : epochMs(value), value);
  if (ms % MS_PER_DAY !== 0) throw new ValueRefused('INVALID_DATE', `${value} is at ${iso(ms)}, not at midnight UTC.`);
  return iso(ms).slice(0, 10);
}

const acceptMoment = (value: string): string => iso(inRange(momentMs(value), value));

/** Documented: ISO 8601, or epoch milliseconds. Inferred: without a zone it is in UTC, a day alone its midnight. */
export function momentMs(value: string): number {
  const isIso = DAY.safeParse(value).success || MOMENT.safeParse(value).success;
  const utc = value.includes('T') && !/(Z|[+-]\d\d:\d\d)$/.test(value) ? `${value}Z` : value;
  return isIso ? Date.parse(utc) : epochMs(value);
}

const epochMs = (text: string): number => (EPOCH_MS.test(text) ? Number(text) : Number.NaN);

function inRange(ms: number, value: string): number {
  if (ms >= FIRST_MS && ms <= LAST_MS) return ms;
  throw new ValueRefused('INVALID_LONG', `${value} was not a valid long. Portal ${PORTAL_ID}, object type 0-1`);
}

/** Several values are joined by ";"; a leading ";" appends to what is stored. */
function acceptChoice(definition: PropertyDefinition, value: string, stored: string | null): string {
  // Options that live elsewhere (owners, say) are not in the definition.
  if (definition.externalOptions === true) return value;
  const allowed = definition.options.map((option) => option.value);
  if (definition.name === 'lifecyclestage') return laterStage(allowed, acceptOption(allowed, value), stored);
  if (definition.fieldType !== 'checkbox') return acceptOption(allowed, value);
  const kept = value.startsWith(';') && stored ? stored.split(';') : [];
  const added = value.split(';').filter((part) => part !== '');
  for (const part of added) acceptOption(allowed, part);
  return [...new Set([...kept, ...added])].join(';');
}

/** Documented: the stage moves only forward; a step back is ignored without a word, unless the property was cleared. */
const laterStage = (stages: readonly string[], value: string, stored: string | null): string =>
  stored && stages.indexOf(stored) > stages.indexOf(value) ? stored : value;

function acceptOption(allowed: readonly string[], value: string): string {
  if (allowed.includes(value)) return value;
  throw new ValueRefused('INVALID_OPTION', `${value} was not one of the allowed options: [${allowed.join(', ')}]`);
}

/** Recorded: the fraction of a second is left out when it is zero. */
export const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
